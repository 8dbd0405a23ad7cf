package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.deployment.TableTrial.Group;
import io.muster.deployment.TableTrial.Harm;
import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import io.muster.guard.Person;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a table that waits for its second person would have answered otherwise. */
class WaitingTrialsTests extends WholeEngine {
  private static final Path WIPES = Path.of("processes/offboarding/wipe-decision.dmn");
  private static final Path DEVICES = Path.of("processes/onboarding/device-entitlement.dmn");
  private static final String PASSWORD = UUID.randomUUID().toString();

  @Autowired private Loosenings loosenings;
  @Autowired private WaitingTrials trials;
  @LocalServerPort private int port;

  @BeforeEach
  void someLeaversWereDecidedOn() {
    decide("corporate", "INVOLUNTARY", 3);
    decide("corporate", "VOLUNTARY", 2);
  }

  @AfterEach
  void nothingWaits() {
    engine.getIdentityService().clearAuthentication();
    for (var change : loosenings.waiting()) {
      loosenings.refuse(
          change.number(), new Person("x", Set.of(), Set.of("administrator")), "over");
    }
  }

  @Test
  void isKeptWithTheChangeTheWorstFirstAndWithoutCases() throws IOException {
    var change = submitted(looser());

    var tried = trials.of(change.number());

    assertThat(tried)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.table()).isEqualTo("wipeDecision");
              assertThat(one.trial().decisions()).isGreaterThanOrEqualTo(5);
              assertThat(one.trial().groups())
                  .extracting(Group::harm)
                  .first()
                  .isEqualTo(Harm.EASIER);
              assertThat(one.trial().groups().get(0).lines())
                  .isNotEmpty()
                  .allSatisfy(
                      line -> {
                        assertThat(line.easier()).isNotEmpty();
                        assertThat(line.cases()).isEmpty();
                      });
            });
  }

  @Test
  void isTriedOnceHoweverOftenTheSameIsHandedIn() throws IOException {
    var change = submitted(looser());
    var before = trials.of(change.number());
    decide("corporate", "INVOLUNTARY", 4);

    assertThat(submitted(looser()).number()).isEqualTo(change.number());

    assertThat(trials.of(change.number())).isEqualTo(before);
  }

  @Test
  void knowsOnlyWhatDecidesAboutWipesAndWasEdited() throws IOException {
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("two tables")
            .addString("wipe-decision.dmn", looser())
            .addString(
                "device-entitlement.dmn",
                Files.readString(DEVICES).replace("\"Board\"", "\"Board\", \"Sales\""));
    assertThatThrownBy(() -> asOwner(deployment)).isInstanceOf(HeldDeployment.class);

    assertThat(trials.of(loosenings.waiting().get(0).number()))
        .extracting(WaitingTrials.Tried::table)
        .containsExactly("wipeDecision");
    assertThat(trials.of(-1)).isEmpty();
  }

  @Test
  void isReadByWhoeverMayKnowWhyPeopleLeave() throws Exception {
    var change = submitted(looser());
    for (var role : List.of("processowner", "approver", "auditor")) {
      var trial = pending(role, change).at("/replay/0");
      assertThat(trial.path("table").asText()).as(role).isEqualTo("wipeDecision");
      assertThat(trial.at("/trial/groups/0/harm").asText()).as(role).isEqualTo("EASIER");
    }
    assertThat(pending("operator", change).path("replay")).isEmpty();
    assertThat(pending("operator", change).path("content").asText()).isEqualTo(change.content());
  }

  private JsonNode pending(String role, Change change) throws Exception {
    var name = "trial" + role;
    var identity = engine.getIdentityService();
    if (identity.createUserQuery().userId(name).count() == 0) {
      var user = identity.newUser(name);
      user.setPassword(PASSWORD);
      identity.saveUser(user);
      identity.createMembership(name, role);
    }
    var signIn =
        Base64.getEncoder()
            .encodeToString((name + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/api/models/pending".formatted(port)))
                    .header("Authorization", "Basic " + signIn)
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(role).isEqualTo(200);
    for (var one : new ObjectMapper().readTree(answer.body())) {
      if (one.path("number").asLong() == change.number()) {
        return one;
      }
    }
    throw new AssertionError(answer.body());
  }

  private Change submitted(String table) {
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("an edited table")
            .addString("wipe-decision.dmn", table);
    assertThatThrownBy(() -> asOwner(deployment)).isInstanceOf(HeldDeployment.class);
    var waiting = loosenings.waiting();
    return waiting.get(waiting.size() - 1);
  }

  /** What nobody handed in and somebody refused stays refused. */
  private void asOwner(DeploymentBuilder deployment) {
    engine.getIdentityService().setAuthentication("trialowner", List.of("processowner"));
    try {
      deployment.deploy();
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  private static String looser() throws IOException {
    return Files.readString(WIPES)
        .replace("\"one\"", "\"none\"")
        .replace("\"escalate\"", "\"wipe\"");
  }

  private void decide(String ownership, String reason, int times) {
    decide(engine, ownership, reason, times);
  }

  /** As when cases ask what becomes of a device. */
  static void decide(ProcessEngine engine, String ownership, String reason, int times) {
    var asked = new HashMap<String, Object>();
    asked.put("legalHold", false);
    asked.put("ownership", ownership);
    asked.put("claim", "ASSIGNED");
    asked.put("shared", false);
    asked.put("reassigned", false);
    asked.put("recoveryKey", "held");
    asked.put("platform", "macos");
    asked.put("reason", reason);
    asked.put("immediate", true);
    for (var time = 0; time < times; time++) {
      engine.getDecisionService().evaluateDecisionTableByKey("wipeDecision", asked);
    }
  }
}
