package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.doors.Role;
import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import io.muster.guard.Person;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Processes and tables as they are read on the console. */
class ModelsPageTests extends ConsoleStage {
  private static final Path WIPES = Path.of("processes/offboarding/wipe-decision.dmn");
  private static final Path TRANSFER = Path.of("processes/transfer/transfer.bpmn");
  private static final String WIPE_PAGE = "/console/models/tables/wipeDecision";

  @Autowired private Loosenings loosenings;

  private ProcessInstance offboarding;

  @BeforeAll
  void aLeaverWhoseLaptopWaits() {
    var leaver = worker("MODEL-1", "Counted", "Leaver");
    laptopOf(leaver);
    offboarding = fired(leaver);
  }

  @Test
  void listsWhatIsLiveAndHowMuchRunsOnIt() throws Exception {
    var page = page(Role.PROCESSOWNER, "/console/models");
    assertThat(page)
        .contains(
            "/console/models/processes/offboarding",
            WIPE_PAGE,
            "Every bundle is live as its files are",
            ">offboarding</a>")
        .doesNotContain("Counted");
    assertThat(row(page, "<code class=\"muted\">offboarding<"))
        .containsPattern("data-label=\"Running\">[1-9]");
  }

  @Test
  void countsWhatStandsWhereOnAVersionWithItsTable() throws Exception {
    var page = page(Role.OPERATOR, "/console/models/processes/offboardDevice");
    assertThat(page).contains("data-loads", "diagram.bpmn?version=");
    assertThat(row(page, "data-element=\"approveWipe\""))
        .containsPattern("data-waiting=\"[1-9]\\d*\"")
        .contains("data-incidents=\"0\"", "data-heat=\"4\"");
    // a process owner sees how many, and whom not
    assertThat(page(Role.OPERATOR, "/console/models/processes/offboarding"))
        .contains("Counted Leaver", "/console/cases/" + offboarding.getId());
    assertThat(page(Role.PROCESSOWNER, "/console/models/processes/offboarding"))
        .doesNotContain("Counted Leaver", offboarding.getId());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 0", "1, 8, 1", "2, 8, 1", "3, 8, 2", "4, 8, 2", "5, 8, 3", "6, 8, 3", "7, 8, 4",
    "8, 8, 4", "1, 1, 4", "0, 0, 0"
  })
  void isTheHotterTheMoreWaitThere(int waiting, int most, int heat) {
    assertThat(ModelReader.heat(waiting, most)).isEqualTo(heat);
  }

  @Test
  void handsOutTheDiagramOfEachVersion() throws Exception {
    var address = "/console/models/processes/transfer/diagram.bpmn";
    var answer = as(Role.PROCESSOWNER).get(address);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("id=\"transfer\"");
    assertThat(as(Role.HR).get(address).statusCode()).isEqualTo(403);
    assertThat(as(Role.PROCESSOWNER).get(address + "?version=999").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/models/processes/nothing",
        "/console/models/processes/transfer?version=999",
        "/console/models/processes/transfer?version=x",
        "/console/models/processes/nothing/difference",
        "/console/models/processes/transfer/difference?from=998&to=999",
        "/console/models/tables/nothing",
        "/console/models/tables/wipeDecision?version=999"
      })
  void saysWhatThereIsWhereNothingIs(String address) throws Exception {
    assertThat(as(Role.AUDITOR).get(address).statusCode()).isEqualTo(404);
  }

  @Test
  void showsWhatOneVersionHasOtherwiseThanAnother() throws Exception {
    var shipped = Files.readString(TRANSFER);
    var before = version("transfer");
    transfer(
            shipped.replace(
                "id=\"updateAccount\" name=\"Write the change to the account\"",
                "id=\"updateAccount\" name=\"Tell the directory\""))
        .deploy();
    try {
      var page =
          page(
              Role.PROCESSOWNER,
              "/console/models/processes/transfer/difference?from=%d&to=%d"
                  .formatted(before, before + 1));
      assertThat(page)
          .contains("data-changed=\"updateAccount\"", "Tell the directory", "Write the change");
      assertThat(page(Role.PROCESSOWNER, "/console/models/processes/transfer"))
          .contains("version " + (before + 1), "version " + before, "difference?from=" + before);
    } finally {
      transfer(shipped).deploy();
    }
    assertThat(
            page(
                Role.PROCESSOWNER,
                "/console/models/processes/transfer/difference?from=%d&to=%d"
                    .formatted(before, before + 2)))
        .contains("Nothing that is drawn or done differs");
  }

  @Test
  void showsAChangeThatMakesWipesEasierAndWaits() throws Exception {
    assertThatThrownBy(
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .name("an edit that waits")
                    .addString("wipe-decision.dmn", looser())
                    .deploy())
        .hasMessageContaining("easier");
    var waiting = loosenings.waiting();
    try {
      assertThat(page(Role.PROCESSOWNER, "/console/models"))
          .contains("an edit that waits", "more people have to agree", "approval by one")
          .doesNotContain("no change waits");
    } finally {
      waiting.forEach(
          change ->
              loosenings.refuse(
                  change.number(),
                  new Person("somebody", Set.of(), Set.of("approver")),
                  "the test is over"));
    }
  }

  @Test
  void saysInPlainWordsWhichAccountAndWhichHoldWaits() throws Exception {
    worker("HOLD-9", "Guarded", "Person");
    var account =
        submitted(
            new Subject(Kind.ACCOUNT, "someaccount", "joined:approver", "an account"),
            "'someaccount' would decide about wipes although 'mallory' put it into a group");
    var hold =
        submitted(
            new Subject(Kind.HOLD, "HOLD-9", null, "a legal hold"),
            "the legal hold on employee HOLD-9 would be lifted: the case is closed");
    try {
      for (var path : List.of("/console/models", "/console/approve")) {
        for (var role : List.of(Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR)) {
          assertThat(page(role, path))
              .as("%s as %s", path, role)
              .contains(
                  "The account &#39;someaccount&#39; would decide about wipes",
                  "Asked for by <span>mallory</span>",
                  "signs in and works, and decides nothing",
                  "1 more person has to agree",
                  "The legal hold on Guarded Person would be lifted",
                  "the case is closed",
                  "Until then the hold stands");
        }
      }
      assertThat(page(Role.APPROVER, "/console/approve")).contains("Guarded Person");
      assertThat(page(Role.PROCESSOWNER, "/console/models"))
          .contains("someaccount")
          .doesNotContain("Guarded", "HOLD-9", "the case is closed");
      for (var role : List.of(Role.HR, Role.PROCESSOWNER)) {
        assertThat(as(role).get("/console/approve").statusCode()).isEqualTo(403);
      }
      assertThat(as(Role.HR).get("/console/models").statusCode()).isEqualTo(403);
      var bob = new Person("bob", Set.of(), Set.of("approver"));
      loosenings.agree(account.number(), account.content(), bob, "she is new in the team");
      assertThat(page(Role.OPERATOR, "/console/approve"))
          .containsPattern("Agreed: .*bob, .*\\(she is new in the team\\)");
    } finally {
      var end = new Person("somebody", Set.of(), Set.of("approver"));
      loosenings.refuse(account.number(), end, "the test is over");
      loosenings.refuse(hold.number(), end, "the test is over");
    }
  }

  private Change submitted(Subject subject, String loosens) {
    return loosenings.submit(
        new Loosening(
            subject,
            new Digest(subject.name(), subject.kind().name()),
            List.of(loosens),
            new Person("mallory", Set.of(), Set.of("administrator")),
            Map.of()));
  }

  @Test
  void readsATableInPlainWords() throws Exception {
    var page = page(Role.OPERATOR, WIPE_PAGE);
    assertThat(page)
        .contains("The first row that fits counts.", "<strong>complete</strong>", ">any<")
        .doesNotContain("Try an edited table", "&quot;complete&quot;");
    assertThat(page(Role.PROCESSOWNER, WIPE_PAGE)).contains("Try an edited table");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|any",
        "-|any",
        "\"a\"|a",
        "\"a\", \"b\"|a or b",
        "not(\"a\")|not(\"a\")",
        "> 3|> 3",
        "\"a\" + b|\"a\" + b"
      })
  void writesPlainTextsWithoutQuotationMarks(String cell, String words) {
    assertThat(TablePage.plain(cell, "any")).isEqualTo(words);
  }

  @Test
  void triesAnEditedTableTheWorstFirstAndNothingGoesLive() throws Exception {
    var live = tableVersion();
    var asked = trial(Role.PROCESSOWNER, looser(), "30");
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body())
        .contains("A wipe would be easier", "Was answered", "the-file")
        .doesNotContain(offboarding.getId(), ">Cases<");
    assertThat(trial(Role.AUDITOR, looser(), "30").body()).contains(">Cases<", "/console/cases/");
    assertThat(trial(Role.PROCESSOWNER, Files.readString(WIPES), "30").body())
        .contains("Nobody would have been answered otherwise");
    assertThat(trial(Role.PROCESSOWNER, stricter(), "30").body())
        .contains("A wipe would be harder")
        .doesNotContain("A wipe would be easier");
    assertThat(tableVersion()).isEqualTo(live);
    assertThat(loosenings.waiting()).as("nothing is handed in by it").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 422", "1, 200", "366, 200", "367, 422", "-1, 422"})
  void looksBackADayToAYear(String days, int status) throws Exception {
    assertThat(trial(Role.PROCESSOWNER, Files.readString(WIPES), days).statusCode())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no table at all", "<definitions/>"})
  void saysWhyAFileCannotBeTried(String file) throws Exception {
    var answer = trial(Role.PROCESSOWNER, file, "30");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("role=\"alert\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HR", "APPROVER", "OPERATOR"})
  void isTriedByNobodyElse(Role role) throws Exception {
    var answer = as(role).upload("/console", WIPE_PAGE + "/replay", Map.of("days", "30"), looser());
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void isNotTriedWithoutTheTokenOfThePage() throws Exception {
    var answer =
        as(Role.PROCESSOWNER)
            .upload("/console/assets/muster.svg", WIPE_PAGE + "/replay", Map.of(), looser());
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> trial(Role role, String file, String days) throws Exception {
    return as(role).upload(WIPE_PAGE, WIPE_PAGE + "/replay", Map.of("days", days), file);
  }

  private static String looser() throws IOException {
    return Files.readString(WIPES)
        .replace("\"one\"", "\"none\"")
        .replace("\"escalate\"", "\"wipe\"");
  }

  private static String stricter() throws IOException {
    return Files.readString(WIPES).replace("\"one\"", "\"two\"");
  }

  private DeploymentBuilder transfer(String diagram) throws IOException {
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("transfer")
            .addString("transfer.bpmn", diagram);
    try (var forms = Files.list(Path.of("forms/transfer"))) {
      for (var form : forms.sorted().toList()) {
        deployment.addString(String.valueOf(form.getFileName()), Files.readString(form));
      }
    }
    return deployment;
  }

  private int version(String process) {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .processDefinitionKey(process)
        .latestVersion()
        .singleResult()
        .getVersion();
  }

  private int tableVersion() {
    return engine
        .getRepositoryService()
        .createDecisionDefinitionQuery()
        .decisionDefinitionKey("wipeDecision")
        .latestVersion()
        .singleResult()
        .getVersion();
  }

  private static String row(String page, String mark) {
    var at = page.indexOf(mark);
    assertThat(at).as(mark).isPositive();
    return page.substring(page.lastIndexOf("<tr", at), page.indexOf("</tr>", at));
  }
}
