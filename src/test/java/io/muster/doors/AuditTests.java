package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.muster.lifecycle.ProcessTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;

/** One line for each act that somebody may have to answer for. */
@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTests {
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final String ADDRESS = " address=\"127.0.0.1\" ";

  @LocalServerPort private int port;
  @Autowired private IdentityService identity;
  @Autowired private ApplicationEventMulticaster multicaster;

  private final Logger log = (Logger) LoggerFactory.getLogger("muster.audit");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeAll
  void somebodyWhoMayAndSomebodyWhoMayNot() {
    for (var role : new Role[] {Role.ADMINISTRATOR, Role.PROCESSOWNER}) {
      var user = identity.newUser("logged" + role.group());
      user.setPassword(PASSWORD);
      identity.saveUser(user);
      identity.createMembership(user.getId(), role.group());
    }
  }

  @BeforeEach
  void listen() {
    lines.list.clear();
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void noLineHoldsASecret() {
    log.detachAppender(lines);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(
            line -> line.contains(PASSWORD) || line.contains("made up") || line.contains("\n"));
  }

  @Test
  void everySignInIsALineWithItsOutcomeAndAddress() throws Exception {
    assertThat(send("GET", "/engine-rest/engine", "loggedprocessowner", PASSWORD, ""))
        .isEqualTo(200);
    assertThat(send("GET", "/engine-rest/engine", "loggedprocessowner", PASSWORD, ""))
        .isEqualTo(200);
    assertThat(send("GET", "/engine-rest/engine", "loggedprocessowner", "made up", ""))
        .isEqualTo(401);
    assertThat(send("GET", "/engine-rest/engine", "un\nknown\" who=\"x", "made up", ""))
        .isEqualTo(401);
    var accepted = "sign-in accepted who=\"loggedprocessowner\"" + ADDRESS + "reason=\"\"";
    assertThat(said())
        .containsExactly(
            accepted,
            accepted,
            "sign-in refused who=\"loggedprocessowner\""
                + ADDRESS
                + "reason=\"unknown account or wrong password\"",
            "sign-in refused who=\"un?known? who=?x\""
                + ADDRESS
                + "reason=\"unknown account or wrong password\"");
  }

  @Test
  void changesOfGroupsAndGrantsNameWhoMadeThem() throws Exception {
    var path = "/engine-rest/group/auditor/members/loggedprocessowner";
    assertThat(send("PUT", path, "loggedadministrator", PASSWORD, "")).isEqualTo(204);
    assertThat(send("DELETE", path, "loggedadministrator", PASSWORD, "")).isEqualTo(204);
    assertThat(
            send(
                "POST",
                "/engine-rest/authorization/create",
                "loggedadministrator",
                PASSWORD,
                "{\"type\":1,\"permissions\":[\"READ\"],\"groupId\":\"hr\",\"resourceType\":5,\"resourceId\":\"f1\"}"))
        .isEqualTo(200);
    assertThat(
            send(
                "POST",
                "/engine-rest/user/create",
                "loggedadministrator",
                PASSWORD,
                "{\"profile\":{\"id\":\"fresh\"},\"credentials\":{\"password\":\"made up\"}}"))
        .as("its password is too short")
        .isEqualTo(500);
    var who = " who=\"loggedadministrator\"" + ADDRESS;
    assertThat(said())
        .filteredOn(line -> !line.startsWith("sign-in"))
        .containsExactly(
            "membership accepted" + who + "what=\"loggedprocessowner into auditor\"",
            "membership-deletion accepted" + who + "what=\"loggedprocessowner out of auditor\"",
            "grant accepted" + who + "what=\"for group hr on resource type 5 'f1': [READ]\"",
            "account refused" + who + "what=\"fresh\"");
  }

  @Test
  void deploymentsNameWhoAndWhatAndTheirOutcome() throws Exception {
    var body =
        """
        --line
        Content-Disposition: form-data; name="deployment-name"

        by hand
        --line
        Content-Disposition: form-data; name="data"; filename="made.bpmn"

        <made up/>
        --line--
        """
            .replace("\n", "\r\n");
    assertThat(send("POST", "/engine-rest/deployment/create", "loggedprocessowner", PASSWORD, body))
        .isGreaterThanOrEqualTo(400);
    assertThat(said())
        .filteredOn(line -> line.startsWith("deployment"))
        .containsExactly(
            "deployment refused who=\"loggedprocessowner\""
                + ADDRESS
                + "what=\"by hand: made.bpmn\"");
  }

  @Test
  void everyLineIsAnEventToo() throws Exception {
    var heard = new CopyOnWriteArrayList<AuditEntry>();
    ApplicationListener<ApplicationEvent> listener =
        event -> {
          if (event instanceof PayloadApplicationEvent<?> published
              && published.getPayload() instanceof AuditEntry entry) {
            heard.add(entry);
          }
        };
    multicaster.addApplicationListener(listener);
    try {
      send("GET", "/engine-rest/engine", "loggedprocessowner", "made up", "");
      var path = "/engine-rest/group/hr/members/loggedprocessowner";
      send("PUT", path, "loggedadministrator", PASSWORD, "");
    } finally {
      multicaster.removeApplicationListener(listener);
    }
    assertThat(heard)
        .containsExactly(
            new AuditEntry(
                AuditEntry.SIGN_IN,
                false,
                "loggedprocessowner",
                "127.0.0.1",
                "unknown account or wrong password"),
            new AuditEntry(AuditEntry.SIGN_IN, true, "loggedadministrator", "127.0.0.1", ""),
            new AuditEntry(
                "membership",
                true,
                "loggedadministrator",
                "127.0.0.1",
                "loggedprocessowner into hr"));
  }

  private java.util.List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private int send(String method, String path, String user, String password, String body)
      throws Exception {
    var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .header(
                    "Content-Type",
                    body.startsWith("--")
                        ? "multipart/form-data; boundary=line"
                        : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
