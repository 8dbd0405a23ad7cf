package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.WholeEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A pipeline asks what an edited table would have answered otherwise. */
class ReplayCommandTests extends WholeEngine {
  private static final Path WIPES = Path.of("processes/offboarding/wipe-decision.dmn");
  private static final Path DEVICES = Path.of("processes/onboarding/device-entitlement.dmn");
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final Map<String, String> OWNER =
      Map.of("MUSTER_USER", "pipeline", "MUSTER_PASSWORD", PASSWORD);

  @TempDir private Path folder;
  @LocalServerPort private int port;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void aProcessOwnerAndSomeDecisions() {
    account("pipeline", "processowner");
    account("passerby", "hr");
    WaitingTrialsTests.decide(engine, "corporate", "INVOLUNTARY", 2);
  }

  @Test
  void saysByItsExitCodeThatAWipeWouldBeEasier() throws IOException {
    assertThat(replay(OWNER, file(looser()))).isEqualTo(ReplayCommand.EASIER);
    assertThat(printed())
        .contains("wipeDecision:", "A WIPE WOULD BE EASIER", "would be:", "easier:")
        .doesNotContain(PASSWORD);
    assertThat(printed().indexOf("MAKES A WIPE EASIER")).isPositive();
  }

  @Test
  void isContentWithWhatIsEqualOrStricter() throws IOException {
    assertThat(replay(OWNER, WIPES.toString(), "--days", "30")).isEqualTo(ReplayCommand.GOOD);
    assertThat(printed()).contains("wipeDecision:").doesNotContain("WIPE WOULD BE EASIER");
    assertThat(replay(OWNER, file(shipped().replace("\"one\"", "\"two\""))))
        .isEqualTo(ReplayCommand.GOOD);
    assertThat(replay(OWNER, DEVICES.toString())).isEqualTo(ReplayCommand.GOOD);
  }

  @Test
  void findsWhatNobodyAskedForYetToo() throws IOException {
    engine
        .getHistoryService()
        .createHistoricDecisionInstanceQuery()
        .decisionDefinitionKey("wipeDecision")
        .list()
        .forEach(
            one ->
                engine.getHistoryService().deleteHistoricDecisionInstanceByInstanceId(one.getId()));
    assertThat(replay(OWNER, file(looser()))).isEqualTo(ReplayCommand.EASIER);
    assertThat(printed()).contains(" 0 questions", "MAKES A WIPE EASIER");
  }

  @Test
  void saysWhyATableCannotBeTried() throws IOException {
    assertThat(replay(OWNER, file(shipped().replace("\"one\"", "\"one"))))
        .isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).contains("The gate would refuse", "FEEL");
    assertThat(replay(OWNER, file(shipped().replace("id=\"wipeDecision\"", "id=\"other\""))))
        .isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).contains("No table 'other' is live");
    assertThat(replay(OWNER, folder.resolve("none.dmn").toString()))
        .isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(replay(OWNER, file("no table"))).isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(replay(OWNER, file("<definitions/>"))).isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).contains("holds no table");
  }

  @Test
  void saysWhoMaySignIn() {
    assertThat(replay(Map.of(), WIPES.toString())).isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).contains("Set MUSTER_USER and MUSTER_PASSWORD");
    for (var wrong :
        List.of(
            Map.of("MUSTER_USER", "passerby", "MUSTER_PASSWORD", PASSWORD),
            Map.of("MUSTER_USER", "nobody", "MUSTER_PASSWORD", PASSWORD))) {
      assertThat(replay(wrong, WIPES.toString())).isEqualTo(ReplayCommand.NOT_TRIED);
    }
    assertThat(complained())
        .contains("'passerby' (403)", "'nobody' (401)")
        .doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://muster.example.com", "ftp://localhost", "nowhere", "http://[", "file:/x"})
  void sendsNoPasswordInTheClear(String url) {
    assertThat(command(OWNER).run(List.of(WIPES.toString(), "--url", url)))
        .isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).doesNotContain("does not answer");
  }

  @Test
  void saysThatNothingAnswers() {
    assertThat(command(OWNER).run(List.of(WIPES.toString(), "--url", "http://localhost:1")))
        .isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).contains("does not answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--days", "a.dmn --days x", "a.dmn b.dmn", "a.dmn --what 1"})
  void saysHowItIsCalled(String arguments) {
    assertThat(
            command(OWNER).run(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1))))
        .isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).contains("Usage: java -jar muster.jar replay");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "367"})
  void looksBackADayToAYear(String days) {
    assertThat(replay(OWNER, WIPES.toString(), "--days", days)).isEqualTo(ReplayCommand.NOT_TRIED);
    assertThat(complained()).contains("1 to 366 days");
    assertThat(replay(OWNER, WIPES.toString(), "--days", "366")).isEqualTo(ReplayCommand.GOOD);
    assertThat(replay(OWNER, WIPES.toString(), "--days", "1")).isEqualTo(ReplayCommand.GOOD);
  }

  private int replay(Map<String, String> environment, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--url");
    all.add("http://localhost:%d/".formatted(port));
    return command(environment).run(all);
  }

  private ReplayCommand command(Map<String, String> environment) {
    return new ReplayCommand(
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("table.dmn"), content).toString();
  }

  private static String shipped() throws IOException {
    return Files.readString(WIPES);
  }

  private static String looser() throws IOException {
    return shipped().replace("\"one\"", "\"none\"").replace("\"escalate\"", "\"wipe\"");
  }

  private void account(String name, String group) {
    var identity = engine.getIdentityService();
    if (identity.createUserQuery().userId(name).count() == 0) {
      var user = identity.newUser(name);
      user.setPassword(PASSWORD);
      identity.saveUser(user);
      identity.createMembership(name, group);
    }
  }
}
