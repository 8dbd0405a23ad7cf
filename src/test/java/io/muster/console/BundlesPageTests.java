package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.guard.Loosenings;
import io.muster.guard.Person;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A bundle in the hands of its owner: tried, deployed, rolled back and taken along. */
class BundlesPageTests extends ConsoleStage {
  private static final Path TRANSFER = Path.of("processes/transfer/transfer.bpmn");
  private static final Path WIPES = Path.of("processes/offboarding/wipe-decision.dmn");
  private static final Path DEVICES = Path.of("processes/onboarding/device-entitlement.dmn");
  private static final String BUNDLE = "/console/models/bundles/transfer";

  @Autowired private Loosenings loosenings;
  @Autowired private BundlesPage controller;

  @AfterEach
  void nothingWaits() {
    for (var change : loosenings.waiting()) {
      loosenings.refuse(
          change.number(), new Person("somebody", Set.of(), Set.of("approver")), "over");
    }
  }

  @Test
  void showsWhatIsLiveAndWhatCanBeDone() throws Exception {
    var page = page(Role.PROCESSOWNER, "/console/models/bundles/offboarding");
    assertThat(page)
        .contains(
            "/console/models/processes/offboardDevice",
            "/console/models/tables/wipeDecision",
            "difference?from=shipped",
            "/console/models/bundles/offboarding/files.zip",
            "Try edited files");
    assertThat(page(Role.PROCESSOWNER, "/console/models"))
        .contains("/console/models/bundles/offboarding", "Try files of a bundle of your own");
    assertThat(as(Role.PROCESSOWNER).get("/console/models/bundles/nothing").statusCode())
        .isEqualTo(404);
  }

  @Test
  void triesAnEditedDiagramWithoutAnythingGoingLive() throws Exception {
    var live = version("transfer");
    var answer = tried(Map.of("transfer.bpmn", renamed("Tell the directory")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            "The gate takes them",
            "data-changed=\"updateAccount\"",
            "data-diagram=\"#content-0\"",
            "Tell the directory",
            "Deployed along with them, unchanged",
            ">Deploy</button>");
    assertThat(version("transfer")).isEqualTo(live);
  }

  @Test
  void deploysWhatWasTriedAndRollsItBackInOneClick() throws Exception {
    var live = version("transfer");
    var tried = tried(Map.of("transfer.bpmn", renamed("Tell the directory")));
    var deployed = as(Role.PROCESSOWNER).press(tried.body(), BUNDLE + "/deploy");
    assertThat(deployed.headers().firstValue("Location").orElse(""))
        .endsWith(BUNDLE + "?done=live");
    assertThat(version("transfer")).isEqualTo(live + 1);
    assertThat(name("updateAccount")).isEqualTo("Tell the directory");

    var page = page(Role.PROCESSOWNER, BUNDLE);
    assertThat(page).contains("Roll back to version " + live);
    assertThat(
            as(Role.PROCESSOWNER)
                .press(page, "/console/models/processes/transfer/roll-back")
                .statusCode())
        .isEqualTo(302);

    assertThat(version("transfer")).isEqualTo(live + 2);
    assertThat(name("updateAccount")).isEqualTo("Write the change to the account");
    assertThat(
            page(Role.PROCESSOWNER, "/console/models/processes/transfer/difference?from=shipped"))
        .contains("Nothing that is drawn or done differs", "the shipped one");
    assertThat(author()).isEqualTo(nameOf(Role.PROCESSOWNER));
  }

  @Test
  void rollsBackNothingThatIsLiveOrNotThere() throws Exception {
    var page = page(Role.PROCESSOWNER, "/console/models/bundles/transfer");
    var token = page.substring(page.indexOf("name=\"_csrf\" value=\"") + 20);
    for (var version : List.of(version("transfer"), 0, 999)) {
      var answer =
          as(Role.PROCESSOWNER)
              .post(
                  "/console/models/processes/transfer/roll-back",
                  "version=%d&_csrf=%s".formatted(version, token.substring(0, token.indexOf('"'))));
      assertThat(answer.statusCode()).as("%d", version).isEqualTo(409);
      assertThat(answer.body()).contains("Nothing was done", "of &#39;transfer&#39;");
    }
  }

  @Test
  void namesTheElementThatTheGateRefuses() throws Exception {
    var live = version("transfer");
    var broken =
        Files.readString(TRANSFER)
            .replaceFirst("camunda:formRef=\"[^\"]+\"", "camunda:formRef=\"noSuchForm\"");
    var answer = tried(Map.of("transfer.bpmn", broken));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("The gate refuses them", "noSuchForm")
        .containsPattern("data-wrong=\"\\w+\"")
        .doesNotContain(">Deploy</button>");
    // and whoever hands it in all the same is told so
    var sent = as(Role.PROCESSOWNER).press(answer.body(), BUNDLE + "/deploy");
    assertThat(sent.statusCode()).isEqualTo(422);
    assertThat(sent.body()).contains("noSuchForm");
    assertThat(version("transfer")).isEqualTo(live);
  }

  @Test
  void deploysAFormWithTheDiagramsThatShowIt() throws Exception {
    var form = Path.of("forms/onboarding/resolveNoRule.form");
    var onboarding = version("onboarding");
    var computers = version("eachComputer");
    var answer =
        as(Role.PROCESSOWNER)
            .uploadAll(
                "/console/models/bundles/onboarding",
                "/console/models/bundles/onboarding/try",
                Map.of(),
                Map.of(
                    "resolveNoRule.form",
                    Files.readString(form).replace("What shall be done?", "What now?")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("onboarding/onboarding.bpmn");
    as(Role.PROCESSOWNER).press(answer.body(), "/console/models/bundles/onboarding/deploy");
    assertThat(version("onboarding")).isEqualTo(onboarding + 1);
    assertThat(version("eachComputer")).as("it shows another form").isEqualTo(computers);
    assertThat(
            new String(
                zip("onboarding").get("forms/onboarding/resolveNoRule.form"),
                StandardCharsets.UTF_8))
        .contains("What now?");
    rollBack("onboarding", "processes/onboarding");
    assertThat(
            new String(
                zip("onboarding").get("forms/onboarding/resolveNoRule.form"),
                StandardCharsets.UTF_8))
        .contains("What shall be done?");
  }

  @Test
  void handsInATableThatMakesAWipeEasierWithWhatItWouldHaveAnswered() throws Exception {
    var leaver = worker("BUNDLE-1", "Tried", "Leaver");
    laptopOf(leaver);
    fired(leaver);
    var offboarding = "/console/models/bundles/offboarding";
    var answer =
        as(Role.PROCESSOWNER)
            .uploadAll(
                offboarding, offboarding + "/try", Map.of(), Map.of("wipe-decision.dmn", looser()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            "would wait for other people",
            "A wipe would be easier",
            "Hand in, to wait for other people");
    assertThat(loosenings.waiting()).as("tried only").isEmpty();
    var table = tableVersion("wipeDecision");
    var sent = as(Role.PROCESSOWNER).press(answer.body(), offboarding + "/deploy");
    var change = loosenings.waiting().get(0);
    assertThat(sent.headers().firstValue("Location").orElse(""))
        .endsWith("?waits=" + change.number());
    assertThat(change.authors()).containsExactly(nameOf(Role.PROCESSOWNER));
    assertThat(tableVersion("wipeDecision")).isEqualTo(table);
    assertThat(page(Role.PROCESSOWNER, "/console/models"))
        .contains("would have answered otherwise in the 30 days before", "A wipe would be easier");
    assertThat(page(Role.OPERATOR, "/console/models"))
        .contains("Change " + change.number())
        .doesNotContain("would have answered otherwise in the 30 days before");
  }

  @Test
  void showsWhichRowsOfATableChangedAndRollsItBack() throws Exception {
    var live = tableVersion("deviceEntitlement");
    var bundle = "/console/models/bundles/onboarding";
    var tried =
        as(Role.PROCESSOWNER)
            .uploadAll(
                bundle,
                bundle + "/try",
                Map.of(),
                Map.of(
                    "device-entitlement.dmn",
                    Files.readString(DEVICES).replace("\"Board\"", "\"Board\", \"Sales\"")));
    assertThat(tried.body()).contains("would have answered in the last", ">Deploy</button>");
    as(Role.PROCESSOWNER).press(tried.body(), bundle + "/deploy");
    assertThat(tableVersion("deviceEntitlement")).isEqualTo(live + 1);
    var difference = "/console/models/tables/deviceEntitlement/difference";
    assertThat(page(Role.PROCESSOWNER, difference)).contains("Board or Sales", "there now");
    assertThat(page(Role.PROCESSOWNER, difference + "?from=shipped")).contains("Board or Sales");
    rollBack("deviceEntitlement", "tables/deviceEntitlement");
    assertThat(tableVersion("deviceEntitlement")).isEqualTo(live + 2);
    assertThat(page(Role.PROCESSOWNER, difference + "?from=shipped")).contains("No row differs");
  }

  @Test
  void takesANewProcessIntoABundleOfItsOwn() throws Exception {
    var process =
        """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
          <bpmn:process id="plant%1$s" name="Water the plant" isExecutable="true" camunda:historyTimeToLive="P180D">
            <bpmn:extensionElements><camunda:properties>
              <camunda:property name="own.startedBy" value="operator" />
            </camunda:properties></bpmn:extensionElements>
            <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
            <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="done" />
            <bpmn:endEvent id="done" name="Done" />
          </bpmn:process>
        </bpmn:definitions>
        """
            .formatted("Pot");
    var answer =
        as(Role.PROCESSOWNER)
            .uploadAll(
                "/console/models",
                "/console/models/try",
                Map.of("bundle", "plants"),
                Map.of("plant.bpmn", process));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(">new</span>");
    as(Role.PROCESSOWNER).press(answer.body(), "/console/models/bundles/plants/deploy");
    assertThat(page(Role.PROCESSOWNER, "/console/models/bundles/plants")).contains("plantPot");
    assertThat(
            as(Role.PROCESSOWNER)
                .get("/console/models/processes/plantPot/difference?from=shipped")
                .body())
        .contains("does not come with Muster");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "a/b", "-a"})
  void takesNoOtherNameForABundle(String name) throws Exception {
    var answer =
        as(Role.PROCESSOWNER)
            .uploadAll(
                "/console/models",
                "/console/models/try",
                Map.of("bundle", name),
                Map.of("a.form", "{}"));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("letters, digits and dashes");
  }

  @Test
  void saysWhatItNeedsWhereNothingUsableComes() throws Exception {
    for (var files :
        List.<Map<String, String>>of(
            Map.of("transfer.bpmn", ""),
            Map.of("transfer.bpmn", "no diagram"),
            Map.of("a.txt", "a text"),
            Map.of("a?b.form", "{}"))) {
      var answer = tried(files);
      assertThat(answer.statusCode()).as("%s", files).isEqualTo(422);
      assertThat(answer.body()).containsAnyOf("role=\"alert\"", "What to do");
    }
  }

  @Test
  void packsWhatIsLiveForTheModeler() throws Exception {
    var files = zip("transfer");
    assertThat(files)
        .containsKeys("processes/transfer/transfer.bpmn", ".camunda/element-templates/own.json");
    assertThat(files.keySet()).anyMatch(name -> name.startsWith("forms/transfer/"));
    var deployed = zip("offboarding").get("processes/offboarding/wipe-decision.dmn");
    assertThat(deployed).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"PROCESSOWNER", "ADMINISTRATOR"},
      mode = Mode.EXCLUDE)
  void nobodyElseTriesDeploysOrRollsBack(Role role) throws Exception {
    for (var door :
        List.of(
            "/console/models/try",
            BUNDLE + "/try",
            BUNDLE + "/deploy",
            "/console/models/processes/transfer/roll-back",
            "/console/models/tables/deviceEntitlement/roll-back")) {
      var answer =
          as(role).uploadAll("/console", door, Map.of("version", "1"), Map.of("a.form", "{}"));
      assertThat(answer.statusCode()).as("%s at %s", role, door).isEqualTo(403);
    }
    var page = as(role).get(BUNDLE);
    if (role == Role.HR || role == Role.APPROVER) {
      assertThat(page.statusCode()).isEqualTo(403);
      assertThat(as(role).get(BUNDLE + "/files.zip").statusCode()).isEqualTo(403);
    } else {
      assertThat(page.body()).doesNotContain("Try edited files", "Roll back to");
    }
  }

  /** The page is guarded by what a person sees there, too, whatever the door lets through. */
  @Test
  void theControllerAsksForTheRightItself() {
    var auditor = new Viewer("auditor", Set.of(Role.AUDITOR));
    for (var deed :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> controller.tryOut("transfer", null, auditor),
            () -> controller.deploy("transfer", List.of(), List.of(), auditor),
            () -> controller.rollBackProcess("transfer", 1, auditor),
            () -> controller.rollBackTable("deviceEntitlement", 1, auditor))) {
      org.assertj.core.api.Assertions.assertThatThrownBy(deed).isInstanceOf(PageRefused.class);
    }
  }

  @Test
  void nothingIsDoneWithoutTheTokenOfThePage() throws Exception {
    assertThat(
            as(Role.PROCESSOWNER)
                .uploadAll("/console/assets/muster.svg", BUNDLE + "/try", Map.of(), Map.of())
                .statusCode())
        .isEqualTo(403);
  }

  private HttpResponse<String> tried(Map<String, String> files) throws Exception {
    return as(Role.PROCESSOWNER).uploadAll(BUNDLE, BUNDLE + "/try", Map.of(), files);
  }

  private void rollBack(String key, String path) throws Exception {
    var page = page(Role.PROCESSOWNER, "/console/models/bundles/onboarding");
    var answer =
        as(Role.PROCESSOWNER)
            .press(
                page,
                "/console/models/"
                    + path.replace("processes/onboarding", "processes/" + key)
                    + "/roll-back");
    assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("?done=live");
  }

  private Map<String, byte[]> zip(String bundle) {
    var files = new TreeMap<String, byte[]>();
    try {
      var body =
          controller.download(bundle, new Viewer("owner", Set.of(Role.PROCESSOWNER))).getBody();
      try (var in = new ZipInputStream(new ByteArrayInputStream(body))) {
        for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
    return files;
  }

  private static String renamed(String name) throws IOException {
    return Files.readString(TRANSFER)
        .replace(
            "id=\"updateAccount\" name=\"Write the change to the account\"",
            "id=\"updateAccount\" name=\"%s\"".formatted(name));
  }

  private static String looser() throws IOException {
    return Files.readString(WIPES)
        .replace("\"one\"", "\"none\"")
        .replace("\"escalate\"", "\"wipe\"");
  }

  private String name(String element) {
    var definition = newest("transfer");
    var model = engine.getRepositoryService().getBpmnModelInstance(definition.getId());
    return ((org.camunda.bpm.model.bpmn.instance.FlowElement) model.getModelElementById(element))
        .getName();
  }

  /** Who is on record for the newest version. */
  private String author() {
    return jdbc.sql("select author from muster_deployment_author where deployment = ?")
        .param(newest("transfer").getDeploymentId())
        .query(String.class)
        .single();
  }

  @Autowired private org.springframework.jdbc.core.simple.JdbcClient jdbc;

  private org.camunda.bpm.engine.repository.ProcessDefinition newest(String process) {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .processDefinitionKey(process)
        .latestVersion()
        .singleResult();
  }

  private int version(String process) {
    return newest(process).getVersion();
  }

  private int tableVersion(String table) {
    return engine
        .getRepositoryService()
        .createDecisionDefinitionQuery()
        .decisionDefinitionKey(table)
        .latestVersion()
        .singleResult()
        .getVersion();
  }
}
