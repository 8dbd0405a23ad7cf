package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.muster.guard.Loosenings;
import io.muster.testing.MovableClock;
import io.muster.testing.SampleProcess;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

class ModelsTests extends WholeEngine {
  private static final String DIAGRAM = SampleProcess.ASKING;
  private static final String FORM = SampleProcess.QUESTION;

  @Autowired private ModelsController controller;
  @Autowired private Loosenings loosenings;
  @TempDir Path folder;
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-24T09:00:00Z"));
  private String bundle = "";
  private long ticks;

  @BeforeEach
  void aBundleOfItsOwn(TestInfo test) {
    bundle = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void deploysWhatIsShippedOnceHoweverOftenTheServiceStarts() {
    models().deployAll();
    models().deployAll();

    assertThat(deployments()).isEqualTo(1);
    assertThat(live()).isEqualTo("As shipped");
  }

  @Test
  void makesAnEditLiveAndKeepsItsFormsWithIt() throws IOException {
    var models = models();
    models.deployAll();
    edit("processes", "sample.bpmn", DIAGRAM.replace("As shipped", "As edited"));

    models.look();
    assertThat(live()).as("it may still be half-written").isEqualTo("As shipped");
    models.look();

    assertThat(live()).isEqualTo("As edited");
    assertThat(deployments()).isEqualTo(2);
    assertThat(latestResources()).contains(bundle + "/sample.bpmn", bundle + "/ask.form");
    assertThat(models.reports()).extracting(BundleReport::state).containsExactly(state("live"));
  }

  @Test
  void deploysAgainWhatWasDeletedFromTheEngine() {
    var models = models();
    models.deployAll();
    deleteDeployments();
    assertThat(models.reports()).extracting(BundleReport::state).containsExactly(state("missing"));

    assertThat(models.heal()).containsExactly("sample");
    assertThat(models.heal()).isEmpty();
    assertThat(live()).isEqualTo("As shipped");
    assertThat(models.reports()).extracting(BundleReport::state).containsExactly(state("live"));
  }

  @Test
  void deploysAgainADefinitionThatWasDeletedAndLeftItsFileBehind() {
    var models = models();
    models.deployAll();
    deleteDefinitions();
    assertThat(deployments()).isEqualTo(1);

    models().deployAll();
    assertThat(live()).as("a restart heals").isEqualTo("As shipped");

    deleteDefinitions();
    assertThat(models.heal()).containsExactly("sample");
    assertThat(live()).isEqualTo("As shipped");
  }

  @Test
  void callsNothingMissingThatTheCallerMayNotRead() {
    var identity = engine.getIdentityService();
    identity.setAuthentication("nobody", List.of());
    try {
      assertThat(controller.models().bundles())
          .extracting(BundleReport::state)
          .doesNotContain(state("missing"));
      assertThat(identity.getCurrentAuthentication().getUserId()).isEqualTo("nobody");
    } finally {
      identity.clearAuthentication();
    }
  }

  private void endCases() {
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("sample")
        .list()
        .forEach(one -> engine.getRuntimeService().deleteProcessInstance(one.getId(), "over"));
  }

  private void deleteDeployments() {
    endCases();
    engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .processDefinitionKey("sample")
        .list()
        .stream()
        .map(definition -> definition.getDeploymentId())
        .distinct()
        .toList()
        .forEach(found -> engine.getRepositoryService().deleteDeployment(found, true));
  }

  private void deleteDefinitions() {
    endCases();
    engine.getRepositoryService().deleteProcessDefinitions().byKey("sample").cascade().delete();
  }

  @Test
  void waitsUntilAFileIsWrittenToItsEnd() throws IOException {
    var models = models();
    models.deployAll();
    for (var part = 1; part < 4; part++) {
      edit("processes", "sample.bpmn", DIAGRAM.substring(0, part * DIAGRAM.length() / 4));
      models.look();
    }
    edit("processes", "sample.bpmn", DIAGRAM.replace("As shipped", "Whole"));
    models.look();
    models.look();

    assertThat(live()).isEqualTo("Whole");
    assertThat(deployments()).isEqualTo(2);
    assertThat(models.reports()).extracting(BundleReport::state).containsExactly(state("live"));
  }

  @Test
  void refusesABrokenEditWithFileElementAndRemedyAndKeepsTheOldVersion() throws IOException {
    var models = models();
    models.deployAll();
    edit("processes", "sample.bpmn", DIAGRAM.replace("formRef=\"ask\"", "formRef=\"aks\""));
    models.look();
    models.look();

    assertThat(live()).isEqualTo("As shipped");
    assertThat(deployments()).isEqualTo(1);
    var report = models.reports().iterator().next();
    assertThat(report.state()).isEqualTo(state("refused"));
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                bundle + "/sample.bpmn",
                "'ask' (Ask)",
                "refers to the form 'aks', which does not come with it",
                "choose one of ask"));

    edit("processes", "sample.bpmn", DIAGRAM.replace("As shipped", "Mended"));
    models.look();
    models.look();
    assertThat(live()).isEqualTo("Mended");
    assertThat(models.reports()).extracting(BundleReport::state).containsExactly(state("live"));
  }

  @Test
  void refusesWhatOnlyTheEngineFindsWrong() throws IOException {
    var models = models();
    models.deployAll();
    edit("processes", "sample.bpmn", DIAGRAM.replace("targetRef=\"ask\"", "targetRef=\"nowhere\""));
    models.look();
    models.look();

    assertThat(live()).isEqualTo("As shipped");
    var problem = models.reports().iterator().next().problems().get(0);
    assertThat(problem.file()).isEqualTo(bundle + "/sample.bpmn");
    assertThat(problem.element()).startsWith("line ");
    assertThat(problem.what()).contains("nowhere");
  }

  @Test
  void startsWithWhatIsShippedIfTheEditIsBrokenAndNothingIsLive() throws IOException {
    edit("forms", "ask.form", "{");
    var models = models();
    models.deployAll();

    assertThat(live()).isEqualTo("As shipped");
    assertThat(models.reports()).extracting(BundleReport::state).containsExactly(state("refused"));
  }

  @Test
  void startsWithTheOlderEditIfTheNewestIsBroken() throws IOException {
    edit("processes", "sample.bpmn", DIAGRAM.replace("As shipped", "Older edit"));
    models().deployAll();
    edit("processes", "sample.bpmn", DIAGRAM.replace("\"operator\"", "\"nobody\""));
    models().deployAll();

    assertThat(live()).isEqualTo("Older edit");
  }

  @Test
  void letsSeveralNodesDeployAChangeOnce() throws IOException {
    var one = models();
    var other = models();
    one.deployAll();
    other.deployAll();
    edit("forms", "ask.form", FORM.replace("textarea", "textfield"));
    for (var turn = 0; turn < 2; turn++) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(one::look), CompletableFuture.runAsync(other::look))
          .join();
    }

    assertThat(deployments()).isEqualTo(2);
    assertThat(one.reports()).extracting(BundleReport::state).containsExactly(state("live"));
    assertThat(other.reports()).extracting(BundleReport::state).containsExactly(state("live"));
  }

  @Test
  void goesBackToWhatIsShippedWhenTheEditIsTakenAway() throws IOException {
    edit("processes", "sample.bpmn", DIAGRAM.replace("As shipped", "As edited"));
    var models = models();
    models.deployAll();
    assertThat(live()).isEqualTo("As edited");
    Files.delete(folder.resolve("processes").resolve(bundle).resolve("sample.bpmn"));
    models.look();
    models.look();

    assertThat(live()).isEqualTo("As shipped");
  }

  @Test
  void saysWhichFileLiesInNoBundle() throws IOException {
    Files.writeString(folder.resolve("sample.bpmn"), DIAGRAM);
    var models = models();
    models.deployAll();

    assertThat(models.reports())
        .flatExtracting(BundleReport::problems)
        .extracting(Problem::file, Problem::remedy)
        .containsExactly(tuple("sample.bpmn", "move it to processes/<bundle>/ or forms/<bundle>/"));
  }

  @Test
  void refusesToStartWithAFolderThatIsNotThere() {
    assertThatThrownBy(() -> new ModelFiles(Map.of(), folder.resolve("missing")))
        .hasMessageContaining("muster.models-dir")
        .hasMessageContaining("make it, or take the setting out");
  }

  @Test
  void tellsWhatIsLiveAndHowTheBundlesOfThisNodeStand() {
    var view = controller.models();

    assertThat(view.bundles())
        .extracting(BundleReport::bundle, BundleReport::state)
        .contains(tuple("offboarding", state("live")), tuple("onboarding", state("live")))
        .extracting(bundle -> bundle.toList().get(1))
        .containsOnly(state("live"));
    assertThat(view.processes())
        .extracting(ModelsController.Live::file)
        .contains("offboarding/offboarding.bpmn", "onboarding/onboarding.bpmn");
    assertThat(view.tables())
        .extracting(ModelsController.Live::key)
        .contains("wipeDecision", "expectedGroups");
  }

  private Models models() {
    var shipped = new TreeMap<String, byte[]>();
    shipped.put(bundle + "/sample.bpmn", DIAGRAM.getBytes(StandardCharsets.UTF_8));
    shipped.put(bundle + "/ask.form", FORM.getBytes(StandardCharsets.UTF_8));
    return new Models(
        engine.getRepositoryService(),
        new ModelFiles(Map.of(bundle, shipped), folder),
        clock,
        loosenings);
  }

  /** Writes a file, a second after the one before. */
  private void edit(String kind, String name, String text) throws IOException {
    var file = Files.createDirectories(folder.resolve(kind).resolve(bundle)).resolve(name);
    Files.writeString(file, text);
    ticks++;
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().plusSeconds(ticks)));
  }

  private static BundleReport.State state(String name) {
    return BundleReport.State.valueOf(name);
  }

  private long deployments() {
    return engine.getRepositoryService().createDeploymentQuery().deploymentName(bundle).count();
  }

  private List<String> latestResources() {
    var latest =
        engine
            .getRepositoryService()
            .createDeploymentQuery()
            .deploymentName(bundle)
            .orderByDeploymentTime()
            .desc()
            .list()
            .get(0);
    return engine.getRepositoryService().getDeploymentResourceNames(latest.getId());
  }

  private String live() {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .processDefinitionKey("sample")
        .processDefinitionResourceName(bundle + "/sample.bpmn")
        .orderByProcessDefinitionVersion()
        .desc()
        .list()
        .get(0)
        .getName();
  }
}
