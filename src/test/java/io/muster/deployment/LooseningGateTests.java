package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.guard.AgreedDeployments;
import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.State;
import io.muster.guard.Person;
import io.muster.guard.Signatories;
import io.muster.testing.MovableClock;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What makes a wipe easier is kept, whatever door it comes in by; what does not is live at once.
 */
class LooseningGateTests extends WholeEngine {
  private static final Path TABLE = Path.of("processes/offboarding/wipe-decision.dmn");

  @Autowired private Loosenings loosenings;
  @Autowired private AgreedModels agreedModels;
  @Autowired private Signatories signatories;
  @Autowired private DataSource database;
  @TempDir Path folder;

  @AfterEach
  void asShipped() throws IOException {
    nothingWaits();
    AgreedDeployments.deploy(engine, () -> table(shipped()));
  }

  @BeforeEach
  void nothingWaits() {
    engine.getIdentityService().clearAuthentication();
    for (var change : loosenings.waiting()) {
      loosenings.refuse(
          change.number(),
          new Person("x", java.util.Set.of(), java.util.Set.of("administrator")),
          "over");
    }
  }

  @Test
  void isKeptWithWhoWhenAndWhatItLoosensAndNothingIsLive() throws IOException {
    account("alice", "alice@example.com", "processowner");
    var live = version();
    signIn("alice");

    assertThatThrownBy(() -> table(looser()).name("an edit").source("Camunda Modeler").deploy())
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("what is live stays live")
        .hasMessageContaining("whose reason is involuntary")
        .hasMessageContaining("silence means 'escalate' → 'wipe'")
        .hasMessageContaining("/agree");

    engine.getIdentityService().clearAuthentication();
    assertThat(version()).isEqualTo(live);
    assertThat(loosenings.waiting())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.authors()).containsExactly("alice");
              assertThat(change.door()).isEqualTo("a deployment from 'Camunda Modeler'");
              assertThat(change.name()).isEqualTo("an edit");
              assertThat(change.missing()).isOne();
              assertThat(loosenings.files(change.number())).containsOnlyKeys("wipe-decision.dmn");
            });
    signIn("alice");
    assertThatThrownBy(() -> table(looser()).deploy()).isInstanceOf(HeldDeployment.class);
    assertThat(loosenings.waiting()).as("the same once more").hasSize(1);
  }

  @Test
  void isDeployedWithItsAuthorOnceEnoughPeopleAgreed() throws IOException {
    account("alice", "alice@example.com", "processowner");
    account("aliceadmin", "Alice@example.com", "administrator");
    account("olga", "olga@example.com", "operator");
    for (var name : List.of("bob", "clara", "dave")) {
      account(name, name + "@example.com", "approver");
    }
    var live = version();
    signIn("alice");
    assertThatThrownBy(() -> table(looser()).name("an edit").deploy())
        .isInstanceOf(HeldDeployment.class);
    engine.getIdentityService().clearAuthentication();
    var change = loosenings.waiting().get(0);
    for (var wrong : List.of("alice", "aliceadmin", "olga")) {
      assertThatThrownBy(() -> agree(change, wrong)).as(wrong).hasMessageContaining(wrong);
    }
    agree(change, "bob");
    agree(change, "clara");
    agreedModels.release();
    assertThat(version()).as("a day has not passed").isEqualTo(live);

    agree(change, "dave");
    agreedModels.release();
    agreedModels.release();

    assertThat(version()).isEqualTo(live + 1);
    assertThat(loosenings.find(change.number()).orElseThrow().state()).isEqualTo(State.LIVE);
    assertThat(
            JdbcClient.create(database)
                .sql("select author from muster_deployment_author where deployment = ?")
                .param(newestDeployment())
                .query(String.class)
                .single())
        .isEqualTo("alice");
  }

  @Test
  void asksAnewWhereWhatIsLiveWasTightenedMeanwhile() throws IOException {
    account("alice", "alice@example.com", "processowner");
    signIn("alice"); // what nobody handed in and somebody refused stays refused
    assertThatThrownBy(() -> table(looser()).name("an edit").deploy())
        .isInstanceOf(HeldDeployment.class);
    engine.getIdentityService().clearAuthentication();
    var change = loosenings.waiting().get(0);
    AgreedDeployments.agree(database, change.number());
    table(tighter()).name("harder").deploy();
    var live = version();

    agreedModels.release();

    assertThat(version()).isEqualTo(live);
    assertThat(loosenings.find(change.number()).orElseThrow().state()).isEqualTo(State.REPLACED);
    assertThat(loosenings.waiting())
        .singleElement()
        .satisfies(
            anew -> {
              assertThat(anew.agreed()).isEmpty();
              assertThat(String.join(" ", anew.loosens())).contains("two people → by one person");
            });
  }

  @Test
  void whatIsEqualOrStricterIsLiveAtOnce() throws IOException {
    account("alice", "alice@example.com", "processowner");
    signIn("alice");
    var equal =
        table(shipped().replace("Nothing under legal hold is erased.", "Held: kept.")).deploy();
    assertThat(newestDeployment()).isEqualTo(equal.getId());
    var stricter = table(tighter()).deploy();
    assertThat(newestDeployment()).isEqualTo(stricter.getId());
    assertThat(loosenings.waiting()).isEmpty();
  }

  @Test
  void aLooserFileInTheModelsFolderTakesTwoPeopleAndWhatIsLiveStays() throws IOException {
    var shippedFiles = ModelFiles.inTheJar();
    var clock = new MovableClock(Instant.parse("2026-11-30T09:00:00Z"));
    var bundle = Map.of("offboarding", Objects.requireNonNull(shippedFiles.get("offboarding")));
    var models =
        new Models(
            engine.getRepositoryService(), new ModelFiles(bundle, folder), clock, loosenings);
    models.deployAll();
    var live = version();
    var file = Files.createDirectories(folder.resolve("processes/offboarding"));
    Files.writeString(file.resolve("wipe-decision.dmn"), looser());

    models.look();
    models.look();

    assertThat(version()).isEqualTo(live);
    assertThat(models.reports())
        .filteredOn(report -> report.bundle().equals("offboarding"))
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.state()).isEqualTo(BundleReport.State.waiting);
              assertThat(report.problems().get(0).toString())
                  .contains("makes destruction easier", "2 more of the groups");
            });
    var change = loosenings.waiting().get(0);
    assertThat(change.door()).isEqualTo("the models folder");
    var restarted =
        new Models(
            engine.getRepositoryService(), new ModelFiles(bundle, folder), clock, loosenings);
    restarted.deployAll();
    assertThat(loosenings.waiting()).as("a restart").hasSize(1);

    AgreedDeployments.agree(database, change.number());
    agreedModels.release();
    assertThat(version()).isEqualTo(live + 1);
    assertThat(restarted.reports())
        .filteredOn(report -> report.bundle().equals("offboarding"))
        .extracting(BundleReport::state)
        .containsExactly(BundleReport.State.live);
    restarted.deployAll();
    assertThat(version()).as("deployed once").isEqualTo(live + 1);

    Files.delete(file.resolve("wipe-decision.dmn"));
    restarted.deployAll();
    assertThat(version()).as("back to what is shipped is stricter").isEqualTo(live + 2);
  }

  @Test
  void aFileThatWasTakenBackWaitsNoMore() throws IOException {
    var clock = new MovableClock(Instant.parse("2026-11-30T09:00:00Z"));
    var bundle =
        Map.of("offboarding", Objects.requireNonNull(ModelFiles.inTheJar().get("offboarding")));
    var models =
        new Models(
            engine.getRepositoryService(), new ModelFiles(bundle, folder), clock, loosenings);
    var file =
        Files.createDirectories(folder.resolve("processes/offboarding"))
            .resolve("wipe-decision.dmn");
    Files.writeString(file, looser());
    models.deployAll();
    assertThat(loosenings.waiting()).hasSize(1);
    Files.delete(file);
    models.deployAll();
    assertThat(loosenings.waiting()).isEmpty();
  }

  @Test
  void nobodyDeletesTheNewestVersionSoThatAnOlderOneGuards() throws IOException {
    account("adam", "adam@example.com", "administrator");
    var deployment = table(tighter()).deploy();
    signIn("adam");
    assertThatThrownBy(
            () -> engine.getRepositoryService().deleteDeployment(deployment.getId(), true))
        .hasMessageContaining("Nothing was deleted")
        .hasMessageContaining("wipeDecision");
    assertThatThrownBy(
            () ->
                engine
                    .getRepositoryService()
                    .deleteProcessDefinitions()
                    .byKey("offboardDevice")
                    .delete())
        .hasMessageContaining("Nothing was deleted");
  }

  @Test
  void findsOnePersonByEveryNameThatIsKnown() {
    account("CarlSecond", "Carl@Example.com ", "approver");
    var carl = signatories.find("CarlSecond");
    assertThat(carl.names()).contains("carlsecond", "carl@example.com");
    assertThat(carl.groups()).containsExactly("approver");
    assertThat(signatories.find("nobody").groups()).isEmpty();
  }

  private void agree(Loosenings.Change change, String name) {
    loosenings.agree(change.number(), change.content(), signatories.find(name), "looked at it");
  }

  private DeploymentBuilder table(String content) {
    return engine.getRepositoryService().createDeployment().addString("wipe-decision.dmn", content);
  }

  private static String shipped() {
    try {
      return Files.readString(TABLE);
    } catch (IOException missing) {
      throw new java.io.UncheckedIOException(missing);
    }
  }

  private static String looser() {
    return shipped().replace("\"escalate\"", "\"wipe\"");
  }

  private static String tighter() {
    return shipped().replace("\"one\"", "\"two\"");
  }

  private int version() {
    return newest().getVersion();
  }

  private String newestDeployment() {
    return newest().getDeploymentId();
  }

  private org.camunda.bpm.engine.repository.DecisionDefinition newest() {
    return engine
        .getRepositoryService()
        .createDecisionDefinitionQuery()
        .decisionDefinitionKey("wipeDecision")
        .latestVersion()
        .singleResult();
  }

  private void signIn(@Nullable String name) {
    engine
        .getIdentityService()
        .setAuthentication(name, List.of("processowner", "administrator", "camunda-admin"));
  }

  private void account(String name, String email, String group) {
    var identity = engine.getIdentityService();
    if (identity.createUserQuery().userId(name).count() == 0) {
      var user = identity.newUser(name);
      user.setEmail(email);
      user.setPassword(java.util.UUID.randomUUID().toString());
      identity.saveUser(user);
      identity.createMembership(name, group);
    }
  }
}
