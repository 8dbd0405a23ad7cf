package io.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.demo.PlayedEstate;
import io.muster.evidence.CaseEvidence;
import io.muster.evidence.Packs;
import io.muster.intake.EventHistory;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.safety.WipeHistory;
import io.muster.simulator.hexnode.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every page of the console as each role sees it, in a real browser: wide and narrow, light and
 * dark, held against the rules of accessibility, and by keyboard alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final List<String> ROLES =
      List.of("hr", "approver", "operator", "processowner", "auditor", "administrator");

  /** Those whose pages are looked at narrow as well. */
  private static final Set<String> NARROW_TOO = Set.of("auditor", "approver", "hr", "operator");

  private static final Path WIPES = Path.of("processes/offboarding/wipe-decision.dmn");
  private static final String WAIT_A_WHILE =
      """
      sourceRef="moveGroups" targetRef="waitAWhile" />
      <bpmn:intermediateCatchEvent id="waitAWhile" name="Wait a while">
        <bpmn:incoming>moveGroups_to_assignPolicies</bpmn:incoming>
        <bpmn:outgoing>waited</bpmn:outgoing>
        <bpmn:timerEventDefinition id="aWhile">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1M</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:intermediateCatchEvent>
      <bpmn:sequenceFlow id="waited" sourceRef="waitAWhile" targetRef="assignPolicies" />
      """;
  private static final String WAIT_A_WHILE_DRAWN =
      """
      <bpmndi:BPMNShape id="waitAWhile_di" bpmnElement="waitAWhile">
        <dc:Bounds x="2692" y="362" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="waited_di" bpmnElement="waited">
        <di:waypoint x="2728" y="380" />
        <di:waypoint x="2735" y="380" />
      </bpmndi:BPMNEdge>
      """;
  private static final int WIDE = 1400;
  private static final int NARROW = 360;
  private static final int HEIGHT = 1000;
  private static final int TALLEST = 2600;
  private static final String CHECK =
      """
      const done = arguments[arguments.length - 1];
      axe.run().then(found => done(found.violations.map(rule =>
          rule.id + ' at ' + rule.nodes.map(node => node.target.join(' ')).join(', '))));
      """;

  /** What the form's button asks for, in base64. */
  private static final String DOWNLOAD =
      """
      const done = arguments[arguments.length - 1];
      const form = arguments[0].form;
      fetch(form.action + '?' + new URLSearchParams(new FormData(form)))
          .then(answer => answer.arrayBuffer())
          .then(zip => done(btoa(String.fromCharCode(...new Uint8Array(zip)))));
      """;

  private final PlayedEstate estate = new PlayedEstate();
  private final Map<String, String> pages = new LinkedHashMap<>();
  private PlayedService service;
  private String address;

  @BeforeAll
  void aLeaverWhoseLaptopWaitsForAnAnswer() throws Exception {
    service =
        new PlayedService(estate, PASSWORD, Map.of("muster.models-dir", editedModels().toString()));
    address = service.address();
    ROLES.forEach(service::admit);
    secondApprover();
    editTransfer();
    leaves(worker("L1", "Grace", "Leaving"), Machine.MAC);
    joins(worker("J1", "Joan", "Joining"));
    var tasks = service.bean(TaskService.class);
    await("a question about the laptop")
        .atMost(PATIENCE)
        .until(() -> tasks.createTaskQuery().taskDefinitionKey("approveWipe").count() == 1);
    pages.put("today", "/console");
    pages.put("find", "/console/find?q=grace");
    pages.put("person", "/console/people/L1");
    pages.put("case", "/console/cases/" + offboarding("L1"));
    pages.put("events", "/console/events?fate=started");
    pages.put("leavers", "/console/leavers");
    pages.put("audit", "/console/audit");
    pages.put("approve", "/console/approve");
    pages.put(
        "question",
        "/console/approve/"
            + tasks.createTaskQuery().taskDefinitionKey("approveWipe").singleResult().getId());
    drifted("someaccount", "L1");
    drifted("anaccount", "J1");
    pages.put("drift", "/console/drift");
    pages.put("repair", "/console/drift/repair?connection=okta&login=anaccount&group=Engineering");
    pages.put("doctor", "/console/doctor");
    await("a question about the joiner")
        .atMost(PATIENCE)
        .until(() -> tasks.createTaskQuery().taskDefinitionKey("resolveNoRule").count() == 1);
    pages.put("joiner", "/console/cases/" + caseOf("onboarding", "J1"));
    pages.put("back", pages.get("joiner") + "/back?step=expectGroups");
    pages.put("models", "/console/models");
    pages.put("process", "/console/models/processes/offboardDevice");
    pages.put("difference", "/console/models/processes/transfer/difference");
    pages.put("table", "/console/models/tables/wipeDecision");
    pages.put("table difference", pages.get("table") + "/difference?from=shipped");
    pages.put("bundle", "/console/models/bundles/offboarding");
    pages.put("refused bundle", "/console/models/bundles/source-alarm");
    pages.put("nowhere", "/console/nowhere");
  }

  @AfterAll
  void stop() {
    try (estate) {
      if (service != null) {
        service.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void isAccessibleAndFitsForEachRole(String theme, @TempDir Path profile) throws Exception {
    var dark = theme.equals("dark");
    var wrong = new ArrayList<String>();
    try (var browser =
        Browser.open(profile, "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1))) {
      var page = browser.page();
      page.get(address + "/console/sign-in");
      assertThat(script(page, "return matchMedia('(prefers-color-scheme: dark)').matches"))
          .isEqualTo(dark);
      check("sign-in", page, wrong);
      // who sees everything is enough in the dark; what others do not see is not there
      for (var role : dark ? List.of("auditor") : ROLES) {
        signIn(page, "one" + role);
        for (var width : NARROW_TOO.contains(role) ? List.of(WIDE, NARROW) : List.of(WIDE)) {
          page.manage().window().setSize(new Dimension(width, HEIGHT));
          for (var one : pages.entrySet()) {
            page.get(address + one.getValue());
            waitForTheDiagram(page);
            check("%s as %s at %d".formatted(one.getKey(), role, width), page, wrong);
            // the question as whoever answers it sees it
            if (role.equals(!dark && one.getKey().equals("question") ? "approver" : "auditor")) {
              picture("%s-%s-%d".formatted(one.getKey(), theme, width), page);
            }
          }
        }
        signOut(page);
      }
      answersToFiles(page, theme, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  /** The pages that only follow from a file: tried, replayed, and too large. */
  private void answersToFiles(WebDriver page, String theme, List<String> wrong) throws Exception {
    var files = Files.createTempDirectory("files");
    var events = files.resolve("leavers.csv");
    Files.writeString(events, "Event;Employee ID;Last day of work\nterminated;J1;2030-01-31\n");
    var large = files.resolve("large.csv");
    Files.write(large, new byte[11 * 1024 * 1024]);
    var table = files.resolve("wipe-decision.dmn");
    Files.writeString(table, Files.readString(WIPES).replace("\"one\"", "\"none\""));
    signIn(page, "onehr");
    tryFile(page, events);
    checkBoth("try", page, theme, wrong);
    tryFile(page, large);
    assertThat(page.findElement(By.tagName("h1")).getText()).isEqualTo("This file is too large");
    checkBoth("too-large", page, theme, wrong);
    page.get(address + "/console");
    signOut(page);
    signIn(page, "oneprocessowner");
    page.get(address + pages.get("table"));
    page.findElement(By.id("file")).sendKeys(table.toString());
    page.findElement(By.xpath("//button[.='Try it']")).sendKeys(Keys.ENTER);
    await("the differences")
        .atMost(PATIENCE)
        .until(() -> !page.findElements(By.id("group-0")).isEmpty());
    checkBoth("replay", page, theme, wrong);
    page.get(address + "/console");
    signOut(page);
  }

  private void tryFile(WebDriver page, Path file) {
    page.get(address + "/console/events");
    page.findElement(By.cssSelector("details summary")).sendKeys(Keys.ENTER);
    page.findElement(By.id("try-file")).sendKeys(file.toString());
    var form = page.findElement(By.cssSelector("form[action='/console/events/try'] button"));
    form.sendKeys(Keys.ENTER);
    await("the answer")
        .atMost(PATIENCE)
        .until(() -> !page.findElement(By.tagName("h1")).getText().equals("Events of HR"));
  }

  private static void checkBoth(String what, WebDriver page, String theme, List<String> wrong)
      throws IOException {
    for (var width : List.of(WIDE, NARROW)) {
      page.manage().window().setSize(new Dimension(width, HEIGHT));
      check("%s at %d".formatted(what, width), page, wrong);
      picture("%s-%s-%d".formatted(what, theme, width), page);
    }
    page.manage().window().setSize(new Dimension(WIDE, HEIGHT));
  }

  /** The whole page as it looks, where somebody wants pictures: -Dmuster.pictures=folder. */
  private static void picture(String name, WebDriver page) throws IOException {
    var folder = System.getProperty("muster.pictures");
    if (folder == null) {
      return;
    }
    script(page, "document.querySelectorAll('details').forEach(each => { each.open = false; })");
    var window = page.manage().window();
    var size = window.getSize();
    var all = ((Number) script(page, "return document.documentElement.scrollHeight")).intValue();
    window.setSize(new Dimension(size.getWidth(), Math.min(all + 140, TALLEST)));
    Files.createDirectories(Path.of(folder));
    Files.write(
        Path.of(folder, "console-%s.png".formatted(name)),
        ((TakesScreenshot) page).getScreenshotAs(OutputType.BYTES));
    window.setSize(size);
  }

  @Test
  void replaysATableByKeyboardAlone(@TempDir Path profile, @TempDir Path files) throws Exception {
    var file = files.resolve("wipe-decision.dmn");
    Files.writeString(file, Files.readString(WIPES).replace("\"one\"", "\"none\""));
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneprocessowner");
      tabUntil(page, "return document.activeElement.textContent.trim()", "Models");
      new Actions(page).sendKeys(Keys.ENTER).perform();
      await("the models")
          .atMost(PATIENCE)
          .until(() -> page.findElement(By.tagName("h1")).getText().equals("Processes and tables"));
      tabUntil(
          page,
          "return (document.activeElement.href || '').replace(location.origin, '')",
          String.valueOf(pages.get("table")));
      new Actions(page).sendKeys(Keys.ENTER).perform();
      await("the table").atMost(PATIENCE).until(() -> !page.findElements(By.id("file")).isEmpty());
      tabUntil(page, "return document.activeElement.id || ''", "file");
      // the dialog of the system is not the page's; what it would choose is put in
      page.switchTo().activeElement().sendKeys(file.toString());
      tabUntil(page, "return document.activeElement.textContent.trim()", "Try it");
      new Actions(page).sendKeys(Keys.ENTER).perform();
      await("the differences")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.id("group-0")).isEmpty());
      assertThat(page.findElement(By.id("group-0")).getText()).contains("A wipe would be easier");
    }
  }

  @Test
  void drawsThePathAndMarksWhereTheCaseStands(@TempDir Path profile) throws Exception {
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneauditor");
      page.get(address + pages.get("case"));
      waitForTheDiagram(page);
      assertThat(page.findElements(By.cssSelector("figure[data-drawn=yes]"))).hasSize(1);
      assertThat(page.findElements(By.cssSelector("[data-element-id=offboardDevice].here")))
          .isNotEmpty();
      assertThat(page.findElements(By.cssSelector("[data-element-id=containDevices].taken")))
          .isNotEmpty();
      assertThat(page.findElement(By.cssSelector(".bjs-powered-by")).isDisplayed()).isTrue();
    }
  }

  @Test
  void findsAPersonByKeyboardAlone(@TempDir Path profile) throws Exception {
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneoperator");
      new Actions(page).sendKeys("/").perform();
      new Actions(page).sendKeys("grace", Keys.ENTER).perform();
      await("what was found")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.cssSelector("#results tbody a")).isEmpty());
      for (int tabs = 0; tabs < 20 && !focus(page).endsWith("/console/people/L1"); tabs++) {
        new Actions(page).sendKeys(Keys.TAB).perform();
      }
      new Actions(page).sendKeys(Keys.ENTER).perform();
      await("the person")
          .atMost(PATIENCE)
          .until(() -> page.findElement(By.tagName("h1")).getText().startsWith("Grace Leaving"));
      new Actions(page).keyDown(Keys.CONTROL).sendKeys("k").keyUp(Keys.CONTROL).perform();
      assertThat(script(page, "return document.activeElement.id")).isEqualTo("quick");
    }
  }

  @Test
  void picksASampleInTheAuditRoomThatIsGenuine(@TempDir Path profile) throws Exception {
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneauditor");
      page.findElement(By.linkText("Audit")).click();
      await("the page")
          .atMost(PATIENCE)
          .until(() -> page.findElement(By.tagName("h1")).getText().equals("Audit room"));
      var counts = page.findElement(By.cssSelector("section[aria-labelledby=counts]")).getText();
      assertThat(counts).containsPattern("Leavers ([1-9]) \\1 \\1 agree");
      var leaver = offboarding("L1");
      var pick = page.findElement(By.cssSelector("input[name=case][value='%s']".formatted(leaver)));
      pick.sendKeys(Keys.SPACE);
      assertThat(pick.isSelected()).isTrue();
      var zip = ((JavascriptExecutor) page).executeAsyncScript(DOWNLOAD, pick);
      var verdict =
          Packs.verify(
              Base64.getDecoder().decode(String.valueOf(zip)),
              profile,
              service.bean(CaseEvidence.class).publicKeys());
      assertThat(verdict.said())
          .contains("packs/" + leaver + ".zip: GENUINE")
          .doesNotContain("NOT GENUINE");
    }
  }

  @Test
  void findsWhileSomebodyTypes(@TempDir Path profile) throws Exception {
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneoperator");
      page.get(address + "/console/find");
      page.findElement(By.id("q")).sendKeys("gr");
      await("somebody found")
          .atMost(PATIENCE)
          .until(() -> page.findElements(By.linkText("Grace Leaving")).size() == 1);
      await("the address")
          .atMost(PATIENCE)
          .until(() -> String.valueOf(page.getCurrentUrl()).endsWith("?q=gr"));
    }
  }

  @Test
  void approvesByKeyboardAloneOnANarrowScreen(@TempDir Path profile) throws Exception {
    leaves(worker("L2", "Alan", "Asked"), Machine.MAC);
    var history = service.bean(WipeHistory.class);
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      page.manage().window().setSize(new Dimension(NARROW, HEIGHT));
      signIn(page, "oneapprover");
      await("the question")
          .atMost(PATIENCE)
          .until(
              () -> {
                page.get(address + "/console/approve");
                return page.findElements(By.xpath("//tr[td[contains(., 'Alan Asked')]]//a")).size()
                    == 1;
              });
      var question =
          page.findElement(By.xpath("//tr[td[contains(., 'Alan Asked')]]//a"))
              .getDomProperty("href");
      tabUntil(page, "return document.activeElement.href || ''", String.valueOf(question));
      new Actions(page).sendKeys(Keys.ENTER).perform();
      await("the page of the question")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.name("decision")).isEmpty());
      tabUntil(page, "return document.activeElement.value || ''", "approve");
      new Actions(page)
          .sendKeys(Keys.SPACE, Keys.TAB, "compared with the asset list", Keys.TAB, Keys.ENTER)
          .perform();
      await("the page that says so")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.cssSelector("[role=status]")).isEmpty());
      assertThat(page.findElement(By.cssSelector("[role=status]")).getText()).contains("yes");
    }
    assertThat(history.of(offboarding("L2")))
        .singleElement()
        .satisfies(wipe -> assertThat(wipe.answeredBy()).isEqualTo("oneapprover"));
  }

  @Test
  void showsDriftWithItsRemedyAndADoctorThatRefreshesItself(@TempDir Path profile)
      throws Exception {
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneoperator");
      page.findElement(By.linkText("Drift")).click();
      await("a difference")
          .atMost(PATIENCE)
          .until(() -> page.findElements(By.cssSelector("tbody tr")).size() == 2);
      assertThat(page.findElement(By.xpath("//tr[contains(., 'Grace Leaving')]")).getText())
          .contains("Engineering", "expected-groups.dmn")
          .doesNotContain("Repair it");
      page.findElement(By.xpath("//tr[contains(., 'anaccount')]//a[contains(., 'Repair it')]"))
          .click();
      await("what the repair would do")
          .atMost(PATIENCE)
          .until(() -> page.findElement(By.tagName("h1")).getText().equals("Repair this?"));
      assertThat(page.findElement(By.id("content")).getText()).contains("Transfer", "Joan Joining");
      page.findElement(By.linkText("Doctor")).click();
      await("what was found, without loading the page again")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.cssSelector("#content tbody tr")).isEmpty());
    }
  }

  @Test
  void takesTwoPeopleWhereTheTableSaysTwo(@TempDir Path profile) throws Exception {
    leaves(worker("L3", "Barbara", "Both"), Machine.WINDOWS);
    var history = service.bean(WipeHistory.class);
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneapprover");
      openQuestion(page, "Barbara Both");
      assertThat(page.findElement(By.cssSelector("section[aria-labelledby=others]")).getText())
          .contains("Two different people.", "Nobody has answered yet.");
      answerYes(page, "compared with the list");
      assertThat(page.findElement(By.cssSelector("[role=status]")).getText())
          .contains("If it takes a second person, the question stays open");
      // the same person once more
      openQuestion(page, "Barbara Both");
      answerYes(page, "and once more");
      assertThat(page.findElement(By.cssSelector("[role=alert]")).getText())
          .contains("oneapprover", "Another person");
      assertThat(history.of(offboarding("L3")))
          .singleElement()
          .satisfies(wipe -> assertThat(wipe.answer()).isNull());
      signOut(page);

      signIn(page, "twoapprover");
      openQuestion(page, "Barbara Both");
      assertThat(page.findElement(By.cssSelector("section[aria-labelledby=others]")).getText())
          .contains("Two different people.", "yes", "oneapprover", "compared with the list");
      answerYes(page, "I agree");
    }
    assertThat(history.of(offboarding("L3")))
        .singleElement()
        .satisfies(
            wipe -> {
              assertThat(wipe.answer()).isEqualTo("APPROVED");
              assertThat(wipe.answeredBy()).contains("twoapprover");
            });
  }

  @Test
  void goesBackToAStepAfterThePreviewByKeyboardAlone(@TempDir Path profile) throws Exception {
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      joins(worker("J2", "Jack", "Joining"));
      await("a question about him")
          .atMost(PATIENCE)
          .until(
              () ->
                  service
                          .bean(TaskService.class)
                          .createTaskQuery()
                          .taskDefinitionKey("resolveNoRule")
                          .count()
                      == 2);
      signIn(page, "oneoperator");
      page.get(
          address + "/console/cases/" + caseOf("onboarding", "J2") + "/back?step=expectGroups");
      assertThat(page.findElement(By.id("content")).getText())
          .contains("Say what an unknown department means", "Work out the expected groups");
      tabUntil(page, "return document.activeElement.name || ''", "reason");
      new Actions(page).sendKeys("the table is corrected", Keys.TAB, Keys.ENTER).perform();
      await("the case, which says so")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.cssSelector("[role=status]")).isEmpty());
      assertThat(page.findElement(By.cssSelector("section[aria-labelledby=by-hand]")).getText())
          .contains("Went back", "oneoperator", "the table is corrected");
    }
  }

  @Test
  void showsWhatAFileWouldDo(@TempDir Path profile, @TempDir Path files) throws Exception {
    var file = files.resolve("leavers.csv");
    Files.writeString(file, "Event;Employee ID;Last day of work\nterminated;J1;2030-01-31\n");
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "onehr");
      page.get(address + "/console/events");
      page.findElement(By.cssSelector("details summary")).click();
      page.findElement(By.id("try-file")).sendKeys(file.toString());
      page.findElement(By.cssSelector("form[action='/console/events/try'] button")).click();
      await("the answer")
          .atMost(PATIENCE)
          .until(
              () -> page.findElement(By.tagName("h1")).getText().equals("What this file would do"));
      assertThat(page.findElement(By.cssSelector("tbody tr")).getText())
          .contains("J1", "Terminated", "would start a case", "Onboarding");
      var wrong = new ArrayList<String>();
      page.manage().window().setSize(new Dimension(NARROW, HEIGHT));
      check("try", page, wrong);
      assertThat(wrong).isEmpty();
    }
    assertThat(
            service
                .bean(EventHistory.class)
                .newest(new EventHistory.Filter("csv", null, null, null, null, 5)))
        .isEmpty();
  }

  @Test
  void triesAnEditedTableAndShowsWhatIsRefused(@TempDir Path profile, @TempDir Path files)
      throws Exception {
    var file = files.resolve("wipe-decision.dmn");
    Files.writeString(file, Files.readString(WIPES).replace("\"one\"", "\"none\""));
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneprocessowner");
      page.findElement(By.linkText("Models")).click();
      await("the findings")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.id("not-live")).isEmpty());
      assertThat(page.findElement(By.cssSelector("section[aria-labelledby=not-live]")).getText())
          .contains("source-alarm", "refused", "noSuchForm");
      page.get(address + pages.get("table"));
      page.findElement(By.id("file")).sendKeys(file.toString());
      page.findElement(By.xpath("//button[.='Try it']")).click();
      await("the differences")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.id("group-0")).isEmpty());
      assertThat(page.findElement(By.id("group-0")).getText()).contains("A wipe would be easier");
      var wrong = new ArrayList<String>();
      for (var width : List.of(WIDE, NARROW)) {
        page.manage().window().setSize(new Dimension(width, HEIGHT));
        check("replay at " + width, page, wrong);
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void drawsWhatStandsWhereAndWhatChanged(@TempDir Path profile) throws Exception {
    try (var browser = Browser.open(profile)) {
      var page = browser.page();
      signIn(page, "oneprocessowner");
      page.get(address + pages.get("process"));
      waitForTheDiagram(page);
      assertThat(page.findElements(By.cssSelector("[data-element-id=approveWipe].heat-4")))
          .isNotEmpty();
      await("the count, which comes once the diagram stands still")
          .atMost(PATIENCE)
          .until(
              () ->
                  page.findElements(By.cssSelector(".djs-overlay .load.waiting")).stream()
                      .anyMatch(WebElement::isDisplayed));
      page.get(address + pages.get("difference"));
      await("both diagrams")
          .atMost(PATIENCE)
          .until(() -> page.findElements(By.cssSelector("figure[data-drawn=yes]")).size() == 2);
      assertThat(page.findElements(By.cssSelector("[data-element-id=updateAccount].changed")))
          .hasSize(2);
      assertThat(page.findElements(By.cssSelector("[data-element-id=waitAWhile].added")))
          .hasSize(1);
      assertThat(page.findElement(By.id("changes")).getText())
          .contains("Tell the directory", "Wait a while");
    }
  }

  private static void openQuestion(WebDriver page, String who) {
    var link = By.xpath("//tr[td[contains(., '%s')]]//a".formatted(who));
    await("the question about " + who)
        .atMost(PATIENCE)
        .until(
            () -> {
              page.get(
                  String.valueOf(page.getCurrentUrl())
                      .replaceFirst("/console.*$", "/console/approve"));
              return page.findElements(link).size() == 1;
            });
    page.findElement(link).click();
    await("the page of the question")
        .atMost(PATIENCE)
        .until(() -> !page.findElements(By.name("decision")).isEmpty());
  }

  private static void answerYes(WebDriver page, String why) {
    page.findElement(By.cssSelector("input[value=approve]")).click();
    page.findElement(By.name("comment")).sendKeys(why);
    page.findElement(By.xpath("//button[.='Answer']")).sendKeys(Keys.ENTER);
    await("what became of the answer")
        .atMost(PATIENCE)
        .until(() -> !page.findElements(By.cssSelector("[role=status], [role=alert]")).isEmpty());
  }

  /** Windows machines take two people, and the edit of one other bundle is refused. */
  private static Path editedModels() throws IOException {
    var folder = Files.createTempDirectory("models");
    var wipes = Files.readString(WIPES);
    var asked = wipes.indexOf("<rule", wipes.indexOf("\"DEATH\""));
    var rule = wipes.substring(asked, wipes.indexOf("</rule>", asked) + "</rule>".length());
    var two = rule.replaceAll("id=\"(\\w+)\"", "id=\"two$1\"").replace("\"one\"", "\"two\"");
    var cells = two.split("<inputEntry", -1);
    cells[7] = cells[7].replaceFirst("<text>\\s*</text>|<text ?/>", "<text>\"windows\"</text>");
    Files.createDirectories(folder.resolve("processes/offboarding"));
    Files.writeString(
        folder.resolve("processes/offboarding/wipe-decision.dmn"),
        wipes.replace(rule, String.join("<inputEntry", cells) + rule));
    Files.createDirectories(folder.resolve("processes/source-alarm"));
    Files.writeString(
        folder.resolve("processes/source-alarm/source-alarm.bpmn"),
        Files.readString(Path.of("processes/source-alarm/source-alarm.bpmn"))
            .replaceFirst("camunda:formRef=\"[^\"]+\"", "camunda:formRef=\"noSuchForm\""));
    return folder;
  }

  /** A second version, with one step more and one that is called otherwise. */
  private void editTransfer() throws IOException {
    var edited =
        Files.readString(Path.of("processes/transfer/transfer.bpmn"))
            .replace("name=\"Write the change to the account\"", "name=\"Tell the directory\"")
            .replace(
                "<bpmn:incoming>moveGroups_to_assignPolicies</bpmn:incoming>",
                "<bpmn:incoming>waited</bpmn:incoming>")
            .replace("sourceRef=\"moveGroups\" targetRef=\"assignPolicies\" />", WAIT_A_WHILE)
            .replace(
                "<bpmndi:BPMNShape id=\"assignPolicies_di\"",
                WAIT_A_WHILE_DRAWN + "<bpmndi:BPMNShape id=\"assignPolicies_di\"");
    var deployment =
        service.bean(RepositoryService.class).createDeployment().name("transfer edited");
    deployment.addString("transfer.bpmn", edited);
    try (var forms = Files.list(Path.of("forms/transfer"))) {
      for (var form : forms.sorted().toList()) {
        deployment.addString(String.valueOf(form.getFileName()), Files.readString(form));
      }
    }
    deployment.deploy();
  }

  private void secondApprover() {
    var identity = service.bean(IdentityService.class);
    var user = identity.newUser("twoapprover");
    user.setPassword(PASSWORD);
    identity.saveUser(user);
    identity.createMembership("twoapprover", "approver");
  }

  /** Somebody whom no rule puts into any group. */
  private void joins(Worker worker) throws Exception {
    service
        .hr()
        .send(
            "worker.hired",
            Map.of(
                "employeeId",
                worker.id().value(),
                "givenName",
                worker.givenName(),
                "familyName",
                worker.familyName(),
                "workEmail",
                worker.workEmail(),
                "department",
                "Juggling",
                "title",
                "Juggler",
                "location",
                "Nowhere",
                "timeZone",
                "Europe/Berlin",
                "startDate",
                LocalDate.now(Clock.systemUTC()).toString()));
  }

  private String caseOf(String process, String employee) {
    return service
        .bean(RuntimeService.class)
        .createProcessInstanceQuery()
        .processDefinitionKey(process)
        .variableValueEquals("employee", employee)
        .singleResult()
        .getId();
  }

  private static void tabUntil(WebDriver page, String focus, String wanted) {
    for (int tabs = 0; tabs < 60 && !wanted.equals(script(page, focus)); tabs++) {
      new Actions(page).sendKeys(Keys.TAB).perform();
    }
    assertThat(script(page, focus)).isEqualTo(wanted);
  }

  private void leaves(Worker worker, Machine machine) throws Exception {
    service.bean(Workforce.class).know(worker);
    estate.device(estate.employee(worker), machine, false);
    service
        .hr()
        .send(
            "worker.terminated",
            Map.of(
                "employeeId",
                worker.id().value(),
                "lastDayOfWork",
                LocalDate.now(Clock.systemUTC()).toString(),
                "reason",
                "involuntary",
                "immediate",
                true));
  }

  private void drifted(String account, String employee) {
    service
        .bean(JdbcClient.class)
        .sql(
            """
            insert into muster_drift (connection, account, group_name, employee, kind, reason, found_at)
            values ('okta', ?, 'Engineering', ?, 'MISSING', 'no rule fits', now())
            """)
        .params(account, employee)
        .update();
  }

  private void signIn(WebDriver page, String user) {
    page.get(address + "/console/sign-in");
    page.findElement(By.id("name")).sendKeys(user);
    page.findElement(By.id("password")).sendKeys(PASSWORD);
    page.findElement(By.cssSelector("main button")).click();
    await("the page Today")
        .atMost(PATIENCE)
        .until(() -> !page.findElements(By.cssSelector("form.out")).isEmpty());
  }

  private static void signOut(WebDriver page) {
    // by keyboard: a click misses what a change of the window has just moved
    page.findElement(By.cssSelector("form.out button")).sendKeys(Keys.ENTER);
    await("the page that says so")
        .atMost(PATIENCE)
        .until(() -> !page.findElements(By.cssSelector("[role=status]")).isEmpty());
  }

  private static void waitForTheDiagram(WebDriver page) {
    if (!page.findElements(By.cssSelector("[data-diagram]")).isEmpty()) {
      await("the diagram")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.cssSelector("[data-drawn]")).isEmpty());
    }
  }

  private static void check(String what, WebDriver page, List<String> wrong) throws IOException {
    script(page, "document.querySelectorAll('details').forEach(each => { each.open = true; })");
    script(page, rules());
    var violations = ((JavascriptExecutor) page).executeAsyncScript(CHECK);
    if (violations instanceof List<?> found && !found.isEmpty()) {
      wrong.add("%s: %s".formatted(what, found));
    }
    var wide = "return document.documentElement.scrollWidth - window.innerWidth";
    if (((Number) script(page, wide)).intValue() > 0) {
      wrong.add("%s is wider than the window".formatted(what));
    }
  }

  private static String focus(WebDriver page) {
    return String.valueOf(script(page, "return document.activeElement.href || ''"));
  }

  private static Object script(WebDriver page, String script) {
    var result = ((JavascriptExecutor) page).executeScript(script);
    return result == null ? "" : result;
  }

  private static String rules() throws IOException {
    try (var axe = ConsoleIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String offboarding(String employee) {
    return caseOf("offboarding", employee);
  }

  private static Worker worker(String number, String given, String family) {
    return new Worker(
        new EmployeeId(number),
        given,
        family,
        "%s.%s@example.com".formatted(given, family).toLowerCase(Locale.ROOT),
        "Engineering",
        "Developer",
        "Berlin",
        null,
        null,
        ZoneId.of("Europe/Berlin"),
        LocalDate.of(2021, 3, 1),
        false);
  }
}
