package io.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.demo.PlayedEstate;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.simulator.hexnode.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/**
 * What a process owner does alone, in a browser and over REST, with no other right than the group
 * {@code processowner}: ask a new question, have equipment asked back, change a row after its
 * replay, and roll each of them back. Others only answer what they are asked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessOwnerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final String OWNER = "oneprocessowner";
  private static final Path BADGE = Path.of("examples/badge");
  private static final Path WIPES = Path.of("processes/offboarding/wipe-decision.dmn");
  private static final Path RETURN = Path.of("processes/offboarding/equipment-return.dmn");
  private static final String CHECK =
      """
      const done = arguments[arguments.length - 1];
      axe.run().then(found => done(found.violations.map(rule =>
          rule.id + ' at ' + rule.nodes.map(node => node.target.join(' ')).join(', '))));
      """;

  private final PlayedEstate estate = new PlayedEstate();
  private PlayedService service;
  private String address;

  @BeforeAll
  void start() {
    // a played company is so small that a few leavers are most of it
    service =
        new PlayedService(
            estate,
            PASSWORD,
            Map.of(
                "muster.safety.breaker.least", "10", "muster.safety.breaker.leavers.least", "20"));
    address = service.address();
    List.of("processowner", "operator", "auditor").forEach(service::admit);
  }

  @AfterAll
  void stop() {
    try (estate) {
      if (service != null) {
        service.close();
      }
    }
  }

  /** As the quick start says it, with the files that come with it. */
  @Test
  void asksTheNextJoinerAQuestionOfTheirOwnAndTakesItBack(@TempDir Path profile) throws Exception {
    try (var browser = Browser.open(profile.resolve("owner"))) {
      var page = browser.page();
      signIn(page, OWNER);
      openBundle(page, "onboarding");
      tryFiles(page, BADGE);
      assertThat(page.findElement(By.id("content")).getText())
          .contains("The gate takes them", "Ask for the badge", "Order the red badge");
      await("the diagram")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.cssSelector("[data-drawn=yes]")).isEmpty());
      assertThat(page.findElements(By.cssSelector("[data-element-id=askBadge].added")))
          .isNotEmpty();
      looksRight(page, "draft");
      press(page, "Deploy");
      assertThat(done(page)).contains("It is live");
      looksRight(page, "bundle");
    }
    hire("J1", "Ada", "Byron");
    try (var tasklist =
        Tasklist.signedIn(address, "oneoperator", PASSWORD, profile.resolve("operator"))) {
      tasklist.open("Joiners", "Ask for the badge");
      assertThat(tasklist.form()).contains("Ada Byron");
      tasklist.choose("Red: may enter the laboratory");
      tasklist.complete();
      tasklist.open("Joiners", "Order the red badge");
      assertThat(tasklist.form()).contains("Ada Byron", "the badge red");
      tasklist.complete();
    }
    passes("J1", "createAccount");
    try (var browser = Browser.open(profile.resolve("console"))) {
      var page = browser.page();
      signIn(page, "oneoperator");
      page.get(address + "/console/cases/" + caseOf("onboarding", "J1"));
      assertThat(page.findElement(By.id("content")).getText()).contains("own_badge", "red");
      signOut(page);

      signIn(page, OWNER);
      openBundle(page, "onboarding");
      rollBack(page, "processes/onboarding");
      assertThat(done(page)).contains("It is live");
    }
    hire("J2", "Joan", "Clarke");
    passes("J2", "createAccount");
    assertThat(passed("J2")).contains("expectGroups").doesNotContain("askBadge");
    assertThat(passed("J1")).contains("askBadge", "orderBadge");
  }

  @Test
  void hasEquipmentAskedBackFromTheNextLeaverAndTakesItBack(@TempDir Path profile)
      throws Exception {
    var edited = Files.createDirectory(profile.resolve("files"));
    Files.writeString(
        edited.resolve("equipment-return.dmn"),
        Files.readString(RETURN).replace("<text>false</text>", "<text>true</text>"));
    try (var browser = Browser.open(profile.resolve("owner"))) {
      var page = browser.page();
      signIn(page, OWNER);
      openBundle(page, "offboarding");
      tryFiles(page, edited);
      assertThat(page.findElement(By.id("content")).getText())
          .contains("deployed, they are live at once", "would have answered in the last");
      press(page, "Deploy");
      assertThat(done(page)).contains("It is live");
      leave("L1", "Grace", "Leaving");
      try (var tasklist =
          Tasklist.signedIn(address, "oneoperator", PASSWORD, profile.resolve("operator"))) {
        tasklist.open("All tasks", "Order the return label");
        assertThat(tasklist.form()).contains("Grace Leaving");
      }
      rollBack(page, "tables/equipmentReturn");
      assertThat(done(page)).contains("It is live");
    }
    leave("L2", "Pat", "Plain");
    isDecidedOn("L2");
    assertThat(passed("L2")).doesNotContain("equipmentReturn");
  }

  /** The row asks for more people, which counts at once; taking it back makes a wipe easier. */
  @Test
  void changesARowAfterItsReplayOverRestAndHandsInTheWayBack(@TempDir Path profile)
      throws Exception {
    leave("L3", "Rest", "Leaving");
    isDecidedOn("L3");
    var stricter = Files.readString(WIPES).replace("\"one\"", "\"two\"");
    var replayed = send("/api/tables/wipeDecision/replay?days=30", "application/xml", stricter);
    assertThat(replayed.statusCode()).isEqualTo(200);
    assertThat(json(replayed).at("/differences/0/harm").asText()).isEqualTo("STRICTER");
    assertThat(json(replayed).path("loosens")).isEmpty();

    var deployed = deploy("wipe-decision.dmn", stricter);
    assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(200);
    assertThat(live("wipeDecision")).isEqualTo(2);
    leave("L4", "Two", "Asked");
    isDecidedOn("L4");

    try (var browser = Browser.open(profile.resolve("owner"))) {
      var page = browser.page();
      signIn(page, OWNER);
      openBundle(page, "offboarding");
      rollBack(page, "tables/wipeDecision");
      assertThat(done(page)).contains("waits for other people");
      page.findElement(By.linkText("what waits")).click();
      await("what waits")
          .atMost(PATIENCE)
          .until(() -> !page.findElements(By.id("waiting")).isEmpty());
      page.findElement(By.cssSelector("section[aria-labelledby=waiting] summary"))
          .sendKeys(Keys.ENTER);
      assertThat(page.findElement(By.cssSelector("section[aria-labelledby=waiting]")).getText())
          .contains("two people → by one person", "A wipe would be easier");
      looksRight(page, "models");
    }
    assertThat(live("wipeDecision")).as("it waits").isEqualTo(2);
    var pending = json(get("/api/models/pending"));
    assertThat(pending.at("/0/replay/0/trial/groups/0/harm").asText()).isEqualTo("EASIER");
    assertThat(pending.at("/0/authors/0").asText()).isEqualTo(OWNER);
    // and the author takes it back
    assertThat(
            send(
                    "/api/models/pending/%d/refuse".formatted(pending.at("/0/number").asLong()),
                    "application/json",
                    "{\"reason\": \"two people it is\"}")
                .statusCode())
        .isEqualTo(200);
  }

  /** What no process owner sets up is refused by name; what others set up could be called. */
  @Test
  void opensNoTicketAtASystemThatNobodySetUp() throws Exception {
    var ticket =
        """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
          <bpmn:process id="ticket" name="Open a ticket" isExecutable="true" camunda:historyTimeToLive="P180D">
            <bpmn:extensionElements><camunda:properties>
              <camunda:property name="own.startedBy" value="operator" />
            </camunda:properties></bpmn:extensionElements>
            <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
            <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="open" />
            <bpmn:serviceTask id="open" name="Open it" camunda:asyncBefore="true" camunda:delegateExpression="${callSystem}">
              <bpmn:extensionElements><camunda:properties>
                <camunda:property name="system" value="nowhere" />
                <camunda:property name="method" value="POST" />
                <camunda:property name="path" value="/tickets" />
              </camunda:properties></bpmn:extensionElements>
            </bpmn:serviceTask>
            <bpmn:sequenceFlow id="f2" sourceRef="open" targetRef="done" />
            <bpmn:endEvent id="done" name="Done" />
          </bpmn:process>
        </bpmn:definitions>
        """;
    var answer = deploy("ticket.bpmn", ticket);
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(answer.body()).contains("nowhere");
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
    page.findElement(By.cssSelector("form.out button")).sendKeys(Keys.ENTER);
    await("the page that says so")
        .atMost(PATIENCE)
        .until(() -> !page.findElements(By.cssSelector("[role=status]")).isEmpty());
  }

  private static void openBundle(WebDriver page, String bundle) {
    page.findElement(By.linkText("Models")).click();
    await("the bundles")
        .atMost(PATIENCE)
        .until(() -> !page.findElements(By.linkText(bundle)).isEmpty());
    page.findElement(By.linkText(bundle)).click();
    await("the bundle")
        .atMost(PATIENCE)
        .until(() -> page.findElement(By.tagName("h1")).getText().equals(bundle));
  }

  /** What dragging files onto the field comes to. */
  private static void tryFiles(WebDriver page, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      page.findElement(By.id("file"))
          .sendKeys(
              files
                  .map(file -> file.toAbsolutePath().toString())
                  .sorted()
                  .collect(Collectors.joining("\n")));
    }
    press(page, "Try them");
    await("what they would do")
        .atMost(PATIENCE)
        .until(
            () ->
                page.findElement(By.tagName("h1"))
                    .getText()
                    .equals("What the edited files would do"));
  }

  private static void press(WebDriver page, String button) {
    page.findElement(By.xpath("//button[.='%s']".formatted(button))).sendKeys(Keys.ENTER);
  }

  private static void rollBack(WebDriver page, String what) {
    var before = page.findElement(By.id("content"));
    page.findElement(By.cssSelector("[action$='/%s/roll-back'] button".formatted(what)))
        .sendKeys(Keys.ENTER);
    await("the next page").atMost(PATIENCE).until(() -> isGone(before));
  }

  private static boolean isGone(WebElement element) {
    try {
      element.isEnabled();
      return false;
    } catch (StaleElementReferenceException gone) {
      return true;
    }
  }

  private static String done(WebDriver page) {
    await("what came of it")
        .atMost(PATIENCE)
        .until(
            () ->
                String.valueOf(page.getCurrentUrl()).contains("?")
                    && !page.findElements(By.cssSelector("[role=status]")).isEmpty());
    return page.findElement(By.cssSelector("[role=status]")).getText();
  }

  /** Accessible, and no wider than the window, wide and narrow. */
  private static void looksRight(WebDriver page, String what) throws IOException {
    var wrong = new ArrayList<String>();
    for (var width : List.of(1400, 360)) {
      page.manage().window().setSize(new Dimension(width, 1000));
      try (var axe = ProcessOwnerIT.class.getResourceAsStream("/axe.min.js")) {
        script(
            page, new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
      }
      if (((JavascriptExecutor) page).executeAsyncScript(CHECK) instanceof List<?> found
          && !found.isEmpty()) {
        wrong.add("%s at %d: %s".formatted(what, width, found));
      }
      var over = script(page, "return document.documentElement.scrollWidth - window.innerWidth");
      if (((Number) over).intValue() > 0) {
        wrong.add("%s is wider than %d".formatted(what, width));
      }
    }
    page.manage().window().setSize(new Dimension(1400, 1000));
    assertThat(wrong).isEmpty();
  }

  private static Object script(WebDriver page, String script) {
    var result = ((JavascriptExecutor) page).executeScript(script);
    return result == null ? "" : result;
  }

  private HttpResponse<String> deploy(String name, String content) throws Exception {
    var part = "--part\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
    return send(
        "/engine-rest/deployment/create",
        "multipart/form-data; boundary=part",
        part.formatted("deployment-name", "", "an edit over REST")
            + part.formatted("file", "; filename=\"%s\"".formatted(name), content)
            + "--part--\r\n");
  }

  private HttpResponse<String> send(String path, String type, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request(path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient().send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    var signIn = (OWNER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(signIn));
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  private void hire(String number, String given, String family) throws Exception {
    service
        .hr()
        .send(
            "worker.hired",
            Map.of(
                "employeeId",
                number,
                "givenName",
                given,
                "familyName",
                family,
                "workEmail",
                address(given, family),
                "department",
                "Engineering",
                "title",
                "Developer",
                "location",
                "Berlin",
                "timeZone",
                "Europe/Berlin",
                "startDate",
                LocalDate.now(Clock.systemUTC()).toString()));
  }

  private void leave(String number, String given, String family) throws Exception {
    var worker =
        new Worker(
            new EmployeeId(number),
            given,
            family,
            address(given, family),
            "Engineering",
            "Developer",
            "Berlin",
            null,
            null,
            ZoneId.of("Europe/Berlin"),
            LocalDate.of(2021, 3, 1),
            false);
    service.bean(Workforce.class).know(worker);
    estate.device(estate.employee(worker), Machine.MAC, false);
    service
        .hr()
        .send(
            "worker.terminated",
            Map.of(
                "employeeId",
                number,
                "lastDayOfWork",
                LocalDate.now(Clock.systemUTC()).toString(),
                "reason",
                "involuntary",
                "immediate",
                true));
  }

  private static String address(String given, String family) {
    return "%s.%s@example.com".formatted(given, family).toLowerCase(Locale.ROOT);
  }

  /** The table has said what becomes of this leaver's laptop. */
  private void isDecidedOn(String employee) {
    passes(employee, "approveWipe");
  }

  private void passes(String employee, String step) {
    await(step + " for " + employee).atMost(PATIENCE).until(() -> passed(employee).contains(step));
  }

  /** Every element that the cases of this person have come to. */
  private List<String> passed(String employee) {
    var history = service.bean(HistoryService.class);
    return history
        .createHistoricProcessInstanceQuery()
        .variableValueEquals("employee", employee)
        .list()
        .stream()
        .flatMap(
            one ->
                history
                    .createHistoricActivityInstanceQuery()
                    .processInstanceId(one.getId())
                    .list()
                    .stream())
        .map(one -> one.getActivityId())
        .toList();
  }

  private String caseOf(String process, String employee) {
    return service
        .bean(HistoryService.class)
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey(process)
        .variableValueEquals("employee", employee)
        .singleResult()
        .getId();
  }

  private int live(String table) {
    return service
        .bean(RepositoryService.class)
        .createDecisionDefinitionQuery()
        .decisionDefinitionKey(table)
        .latestVersion()
        .singleResult()
        .getVersion();
  }
}
