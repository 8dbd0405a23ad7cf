package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.lifecycle.Alarms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An administrator alone does not have a leaver forgotten, whichever door of the engine it is. */
class KeptCasesTests extends LeaverStage {
  private static final String ADMINISTRATOR = "adamant";
  private static final String PASSWORD = UUID.randomUUID().toString();

  private static final Map<String, Consumer<Door>> DELETING = new LinkedHashMap<>();
  private static final Map<String, Consumer<Door>> SUSPENDING = new LinkedHashMap<>();

  static {
    DELETING.put("one", it -> it.runtime().deleteProcessInstance(it.id(), "over"));
    DELETING.put("quietly", it -> it.runtime().deleteProcessInstance(it.id(), "over", true, true));
    DELETING.put(
        "if there",
        it -> it.runtime().deleteProcessInstanceIfExists(it.id(), "over", true, true, true, true));
    DELETING.put(
        "some", it -> it.runtime().deleteProcessInstances(List.of(it.id()), "over", true, true));
    DELETING.put(
        "some if there",
        it ->
            it.runtime()
                .deleteProcessInstancesIfExists(List.of(it.id()), "over", true, true, true));
    DELETING.put(
        "a batch", it -> it.runtime().deleteProcessInstancesAsync(List.of(it.id()), "over"));
    DELETING.put(
        "a batch by query",
        it ->
            it.runtime()
                .deleteProcessInstancesAsync(it.runtime().createProcessInstanceQuery(), "over"));
    DELETING.put(
        "a part",
        it ->
            it.parts()
                .forEach(part -> it.runtime().deleteProcessInstance(part, "the part is over")));
    DELETING.put(
        "moved to nowhere",
        it ->
            it.runtime()
                .createProcessInstanceModification(it.id())
                .cancelAllForActivity("approveWipe")
                .execute());
    DELETING.put(
        "with its deployment",
        it -> it.engine().getRepositoryService().deleteDeployment(it.deployment(), true));
    DELETING.put(
        "with its definition",
        it -> it.engine().getRepositoryService().deleteProcessDefinition(it.definition(), true));

    SUSPENDING.put("one", it -> it.runtime().suspendProcessInstanceById(it.id()));
    SUSPENDING.put(
        "by definition",
        it -> it.runtime().suspendProcessInstanceByProcessDefinitionId(it.definition()));
    SUSPENDING.put(
        "by key", it -> it.runtime().suspendProcessInstanceByProcessDefinitionKey("offboarding"));
    SUSPENDING.put(
        "some",
        it ->
            it.runtime()
                .updateProcessInstanceSuspensionState()
                .byProcessInstanceIds(it.id())
                .suspend());
    SUSPENDING.put(
        "a batch",
        it ->
            it.runtime()
                .updateProcessInstanceSuspensionState()
                .byProcessInstanceIds(it.id())
                .suspendAsync());
    SUSPENDING.put(
        "the definition",
        it -> it.engine().getRepositoryService().suspendProcessDefinitionById(it.definition()));
    SUSPENDING.put(
        "the definition with its cases",
        it ->
            it.engine()
                .getRepositoryService()
                .suspendProcessDefinitionByKey("offboarding", true, null));
    SUSPENDING.put(
        "a job", it -> it.engine().getManagementService().suspendJobById(it.job().getId()));
    SUSPENDING.put(
        "its jobs",
        it -> it.engine().getManagementService().suspendJobByProcessInstanceId(it.id()));
    SUSPENDING.put(
        "a job definition",
        it ->
            it.engine()
                .getManagementService()
                .suspendJobDefinitionById(it.job().getJobDefinitionId(), true));
    SUSPENDING.put(
        "job definitions by key",
        it ->
            it.engine()
                .getManagementService()
                .suspendJobDefinitionByProcessDefinitionKey("offboarding", true));
  }

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Alarms alarms;

  private ProcessInstance offboarding;

  /** What a way needs to know of the case. */
  private record Door(
      ProcessEngine engine, String id, String definition, List<String> parts, Job job) {
    org.camunda.bpm.engine.RuntimeService runtime() {
      return engine.getRuntimeService();
    }

    String deployment() {
      return engine.getRepositoryService().getProcessDefinition(definition).getDeploymentId();
    }
  }

  @BeforeEach
  void aCaseThatWaitsForApprovers() {
    jdbc.sql("delete from muster_sign_in").update(); // time was set back since
    laptop();
    walk.member(ADMINISTRATOR, "administrator");
    var identity = engine.getIdentityService();
    var account = identity.createUserQuery().userId(ADMINISTRATOR).singleResult();
    account.setPassword(PASSWORD);
    identity.saveUser(account);
    offboarding = left();
    pass(offboarding, MINUTE);
  }

  @AfterEach
  void nobodyIsSignedIn() {
    engine.getIdentityService().clearAuthentication();
  }

  @Test
  void endsNoLeaversCaseByAnyDoorAndIsToldTheWayThereIs() {
    var door = door();
    DELETING.forEach(
        (name, way) -> {
          signIn();
          assertThatThrownBy(() -> way.accept(door))
              .as(name)
              .isInstanceOf(BadUserRequestException.class);
          runsOn(name);
        });
    signIn();
    assertThatThrownBy(() -> engine.getRuntimeService().deleteProcessInstance(door.id(), "over"))
        .hasMessageContaining("forgotten half-way")
        .hasMessageContaining("Have HR rescind the termination");
  }

  @Test
  void suspendsNoLeaversCaseByAnyDoor() {
    var door = door();
    SUSPENDING.forEach(
        (name, way) -> {
          signIn();
          assertThatThrownBy(() -> way.accept(door))
              .as(name)
              .isInstanceOf(BadUserRequestException.class)
              .hasMessageContaining("Nothing was done");
          runsOn(name);
        });
  }

  @Test
  void isRefusedOverHttpWithTheSameWords() throws Exception {
    var deleted = send("DELETE", "/process-instance/" + offboarding.getId(), "");
    assertThat(deleted.statusCode()).isEqualTo(400);
    assertThat(deleted.body()).contains("Have HR rescind the termination");
    var suspended =
        send(
            "PUT",
            "/process-instance/%s/suspended".formatted(offboarding.getId()),
            "{\"suspended\": true}");
    assertThat(suspended.statusCode()).isEqualTo(400);
    assertThat(suspended.body()).contains("/api/destruction/pause");
    runsOn("HTTP");
  }

  @Test
  void goesOnWhereHrRescinds() {
    walk.accept(
        new io.muster.people.EmploymentChange.TerminationRescinded(walk.origin(), ada.id()));
    pass(offboarding, HOUR);
    assertThat(walk.runs(offboarding)).isFalse();
    assertThat(isDisabled()).isFalse();
  }

  @Test
  void activatesWhatWasSuspendedBefore() throws Exception {
    engine.getRuntimeService().suspendProcessInstanceById(offboarding.getId());
    var activated =
        send(
            "PUT",
            "/process-instance/%s/suspended".formatted(offboarding.getId()),
            "{\"suspended\": false}");
    assertThat(activated.statusCode()).isEqualTo(204);
    runsOn("activated");
  }

  @Test
  void leavesCasesAloneThatAreAboutNobody() {
    alarms.raise("somewhere", "out of order");
    var alarm =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .variableValueEquals("source", "somewhere")
            .singleResult();
    signIn();
    engine.getRuntimeService().deleteProcessInstance(alarm.getId(), "seen to");
    engine.getIdentityService().clearAuthentication();
    assertThat(walk.runs(alarm)).isFalse();
  }

  @Test
  void keepsTheOtherCasesOfPeopleToo() {
    var newcomer = walk.person("Engineering", "Developer", "Berlin");
    var onboarding = walk.hire(newcomer);
    signIn();
    assertThatThrownBy(
            () -> engine.getRuntimeService().deleteProcessInstance(onboarding.getId(), "over"))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("on its page of the console");
    engine.getIdentityService().clearAuthentication();
    engine.getRuntimeService().deleteProcessInstance(onboarding.getId(), "the service may");
    assertThat(walk.runs(onboarding)).isFalse();
  }

  private void signIn() {
    engine.getIdentityService().setAuthentication(ADMINISTRATOR, List.of("administrator"));
  }

  private void runsOn(String after) {
    engine.getIdentityService().clearAuthentication();
    var running =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(offboarding.getId())
            .singleResult();
    assertThat(running).as(after).isNotNull();
    assertThat(running.isSuspended()).as(after).isFalse();
    assertThat(engine.getManagementService().createJobQuery().suspended().count())
        .as(after)
        .isZero();
    assertThat(engine.getManagementService().createBatchQuery().count()).as(after).isZero();
  }

  private Door door() {
    var parts = List.copyOf(walk.parts(offboarding));
    assertThat(parts).as("the case and what it has called").hasSizeGreaterThan(1);
    var job =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceIds(walk.parts(offboarding))
            .listPage(0, 1)
            .get(0);
    return new Door(engine, offboarding.getId(), offboarding.getProcessDefinitionId(), parts, job);
  }

  private HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    var pair = (ADMINISTRATOR + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:%d/engine-rest%s".formatted(port, path)))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString());
  }
}
