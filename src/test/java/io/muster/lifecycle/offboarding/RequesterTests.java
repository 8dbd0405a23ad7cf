package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.safety.DeviceId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** HR and approver in one person wipe nothing, whichever door the leaving came in by. */
class RequesterTests extends LeaverStage {
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final Map<String, Object> YES = Map.of("decision", "approve", "comment", "agreed");
  private static final String FACTS =
      "{\"variables\":{\"employeeId\":{\"value\":\"%s\"},\"lastDayOfWork\":{\"value\":\"2026-03-02\"},\"reason\":{\"value\":\"involuntary\"},\"immediate\":{\"value\":true,\"type\":\"Boolean\"}},\"businessKey\":\"%s\"}";

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private DeviceId mac;
  private String mia = "";
  private String bob = "";
  private String key = "";

  @BeforeEach
  void onePersonWithTwoRoles() {
    jdbc.sql("delete from muster_sign_in").update(); // time was set back since
    mac = laptop();
    mia = person("mia", "mia@example.com", "hr", "approver");
    bob = person("bob", "bob@example.com", "approver");
  }

  @AfterEach
  void nobodyIsThere() {
    var identity = engine.getIdentityService();
    identity.clearAuthentication();
    identity.createUserQuery().list().stream()
        .filter(user -> user.getId().endsWith(suffix))
        .forEach(user -> identity.deleteUser(user.getId()));
  }

  @Test
  void whoSendsTheEventDoesNotAgree() throws Exception {
    assertThat(event(mia, "2026-03-02").statusCode()).isEqualTo(202);
    onlyBobAgrees(mia, "sent the HR event api/");
  }

  @Test
  void whoHurriesALeavingThatWasAnnouncedDoesNotAgree() throws Exception {
    walk.leaveAfter(ada.id(), LocalDate.parse("2026-04-30"));
    assertThat(event(mia, "2026-03-02").statusCode()).isEqualTo(202);
    onlyBobAgrees(mia, "sent the HR event api/");
  }

  @Test
  void neitherWhoSendsABrokenEventNorWhoCorrectsItAgrees() throws Exception {
    var rita = person("rita", "rita@example.com", "operator", "approver");
    assertThat(event(mia, "yesterday").statusCode()).isEqualTo(422);
    var replayed =
        send(
            rita,
            "/api/events/api/%s/replay".formatted(suffix),
            "{\"data\":{\"lastDayOfWork\":\"2026-03-02\"}}");
    assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
    var offboarding = asked();
    claimIsRefused(offboarding, rita, "had the HR event api/%s taken in again".formatted(suffix));
    onlyBobAgrees(mia, "sent the HR event api/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "submit-form"})
  void whoStartsTheProcessByHandDoesNotAgree(String door) throws Exception {
    var adam = person("adam", "adam@example.com", "administrator", "approver");
    var started =
        send(
            adam,
            "/engine-rest/process-definition/key/offboarding/" + door,
            FACTS.formatted(ada.id(), "by-hand-" + suffix));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    var second = person("adam2", "adam@example.com", "approver");
    claimIsRefused(asked(), second, "started this case by hand");
    onlyBobAgrees(adam, "started this case");
  }

  @Test
  void asWhoeverTheyAreSignedInLater() throws Exception {
    assertThat(event(mia, "2026-03-02").statusCode()).isEqualTo(202);
    var second = person("second", "MIA+it@example.com", "approver");
    engine.getIdentityService().deleteUser(mia);
    onlyBobAgrees(second, "sent the HR event api/");
  }

  @Test
  void whoSentAnEventOfAnotherCaseAgrees() throws Exception {
    var other = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(other);
    assertThat(
            send(mia, "/api/hr/events", body(other.id().value(), "2026-03-02", "other"))
                .statusCode())
        .isEqualTo(202);
    var offboarding = fired();
    pass(offboarding, MINUTE);
    agree(offboarding, mia);
    pass(offboarding, MINUTE.multipliedBy(5));
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  private void onlyBobAgrees(String requester, String deed) {
    var offboarding = asked();
    claimIsRefused(offboarding, requester, deed);
    pass(offboarding, MINUTE.multipliedBy(5));
    assertThat(fleet.wipes(mac)).isZero();
    agree(offboarding, bob);
    pass(offboarding, MINUTE.multipliedBy(5));
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  private ProcessInstance asked() {
    var offboarding =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("offboarding")
            .variableValueEquals("employee", ada.id().value())
            .singleResult();
    pass(offboarding, MINUTE);
    return offboarding;
  }

  private void claimIsRefused(ProcessInstance offboarding, String person, String deed) {
    var task = Objects.requireNonNull(walk.task(offboarding, "approveWipe"));
    signIn(person);
    assertThatThrownBy(() -> engine.getTaskService().claim(task.getId(), person))
        .isInstanceOf(ProcessEngineException.class)
        .hasMessageContaining(deed)
        .hasMessageContaining("cannot decide about the wipe too")
        .hasMessageContaining("Another person of approver has to answer");
    engine.getIdentityService().clearAuthentication();
  }

  private void agree(ProcessInstance offboarding, String person) {
    var task = Objects.requireNonNull(walk.task(offboarding, "approveWipe"));
    walk.complete(task, person, "approver", YES);
  }

  private void signIn(String person) {
    engine.getIdentityService().setAuthentication(person, List.of("approver"));
  }

  private HttpResponse<String> event(String by, String lastDay) throws Exception {
    return send(by, "/api/hr/events", body(ada.id().value(), lastDay, suffix));
  }

  private String body(String employee, String lastDay, String id) {
    key = id;
    return "{\"type\":\"worker.terminated\",\"timestamp\":\"%s\",\"data\":{\"employeeId\":\"%s\",\"lastDayOfWork\":\"%s\",\"reason\":\"involuntary\",\"immediate\":true}}"
        .formatted(walk.now(), employee, lastDay);
  }

  private HttpResponse<String> send(String by, String path, String json)
      throws IOException, InterruptedException {
    var pair = (by + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key.isEmpty() ? "none" : key)
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString());
  }

  private String person(String name, String address, String... groups) {
    var identity = engine.getIdentityService();
    var user = identity.newUser(name + suffix);
    user.setEmail(address);
    user.setPassword(PASSWORD);
    identity.saveUser(user);
    for (var group : groups) {
      identity.createMembership(user.getId(), group);
    }
    return user.getId();
  }
}
