package io.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.Muster;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.simulator.hr.HrFeed;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One installation with several directories of every vendor at once: the same people come and go
 * behind each of them, and only behind the one they are routed to.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryDirectoryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PASSWORD = UUID.randomUUID().toString();
  private final String today = LocalDate.now(Clock.systemUTC()).toString();

  @TempDir private static Path models;

  private final PlayedOktaOrg east = PlayedOktaOrg.start("okta-east", "east.example");
  private final PlayedOktaOrg west = PlayedOktaOrg.start("okta-west", "west.example");
  private final List<PlayedDirectory> directories =
      List.of(
          east,
          west,
          PlayedEntraTenant.start("tenant", "example.com"),
          PlayedEntraTenant.start("tenant-labs", "elsewhere.example"),
          PlayedGoogleDomain.start("workspace", "google.example"),
          PlayedGoogleDomain.start("workspace-labs", "labs.example"),
          PlayedGoogleDomain.start("workspace-firm", "firm.example"));
  private final HexnodeSimulator hexnode =
      HexnodeSimulator.start(
          new HexnodeOptions()
              .unlimited()
              .deviceDelay(Duration.ofSeconds(1))
              .accessDelay(Duration.ofSeconds(1)),
          SimulatorSettings.onLoopback());
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> settings = new HashMap<>();
  private ConfigurableApplicationContext service;
  private URI address;
  private HrFeed hr;
  private String accountFromBefore;

  @BeforeAll
  void start() throws IOException {
    for (var policy :
        List.of(
            "Company baseline",
            "Engineering Wi-Fi and VPN",
            "Sales apps catalogue",
            "Finance restrictions",
            "Support apps catalogue",
            "Leaver lockdown")) {
      hexnode.addPolicy(policy);
    }
    hexnode.addAccessPolicy("Hexnode Access for Mac");
    hexnode.addAccessPolicy("Hexnode Access for Windows");
    // long enough before anybody asks for a search to show them
    west.org().addUser("mary.jackson@west.example", "M-1");
    east.org().addUser("mary.jackson@east.example", "M-1");
    accountFromBefore = west.org().addUser("edith.clarke@west.example", "E-1");
    routeByDomain();
    var secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    directories.forEach(directory -> settings.putAll(directory.settings()));
    settings.put("muster.hexnode.url", hexnode.api().toString());
    settings.put("muster.hexnode.api-key", hexnode.apiKey());
    settings.put("muster.hexnode.list-age", "1s"); // the next device is not a minute away
    settings.put("muster.budgets.connections.hexnode.per-minute", "10000");
    settings.put("muster.budgets.connections.hexnode.per-day", "100000");
    settings.put("muster.models-dir", models.toString());
    settings.put("muster.admin.password", PASSWORD);
    settings.put("muster.webhook.sources.hr.secrets[0]", secret);
    // a played company is so small that a few leavers are most of it
    settings.put("muster.safety.breaker.least", "10");
    settings.put("muster.safety.breaker.leavers.least", "20");
    settings.put("muster.waits.group-check", "10s");
    settings.put("muster.waits.news-damping", "1s");
    settings.put("muster.waits.enrolment-check", "1s");
    settings.put("muster.waits.access-check", "1s");
    settings.put("muster.waits.device-looks", "1s");
    settings.put("server.port", "0");
    settings.put("spring.datasource.url", Postgres.emptyDatabase());
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("logging.level.root", "warn");
    settings.put("logging.level.com.okta.sdk.impl.config", "error"); // our Okta speaks http
    launch();
    address =
        URI.create(
            "http://127.0.0.1:"
                + service.getEnvironment().getRequiredProperty("local.server.port"));
    hr = new HrFeed(address.resolve("/hr/v1/sources/hr/events"), secret, Clock.systemUTC());
    verifyHook(east);
    verifyHook(west);
  }

  private void launch() {
    service =
        new SpringApplication(Muster.class)
            .run(
                settings.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new));
  }

  /** What an operator does after a change of the settings; it listens where it did before. */
  private void restart() {
    service.close();
    settings.put("server.port", String.valueOf(address.getPort()));
    launch();
  }

  @AfterAll
  void stop() {
    if (service != null) {
      service.close();
    }
    directories.forEach(PlayedDirectory::close);
    hexnode.close();
  }

  @Test
  void takesPeopleInAndLetsThemOutBehindTheDirectoryTheyAreRoutedTo() throws Exception {
    for (var home : directories) {
      hire("P-" + home.connection(), adaOf(home));
    }
    for (var home : directories) {
      enrolWhenAsked(adaOf(home));
    }
    for (var home : directories) {
      var mail = adaOf(home);
      awaitTheEnd("onboarding", "P-" + home.connection(), "onboarded");
      assertThat(home.letsIn(mail)).as("into %s", home.connection()).isTrue();
      assertThat(home.groupsOf(mail)).contains("Engineering", "Berlin");
      for (var other : directories) {
        assertThat(other.knows(mail)).as("in %s", other.connection()).isEqualTo(other == home);
      }
      var user = hexnode.usersWith(mail).get(0);
      assertThat(hexnode.groupsOf(user)).contains("Engineering", "Berlin");
    }

    for (var home : directories) {
      terminate("P-" + home.connection());
    }
    for (var home : directories) {
      approveTheWipeOf("P-" + home.connection());
    }
    for (var home : directories) {
      var mail = adaOf(home);
      awaitTheEnd("offboarding", "P-" + home.connection(), "offboarded");
      assertThat(home.letsIn(mail)).as("into %s", home.connection()).isFalse();
      assertThat(hexnode.groupsOf(hexnode.usersWith(mail).get(0))).isEmpty();
    }
  }

  @Test
  void saysWhichConnectionHasARevokedSecretAndGoesOnOnceItHasAnother() throws Exception {
    for (var home : List.of(directory("okta-east"), directory("tenant"), directory("workspace"))) {
      var number = "R-" + home.connection();
      home.revokeSecret();
      hire(number, "grace.hopper@" + home.domain());
      var incident = awaitIncident(number);
      assertThat(incident.getIncidentMessage())
          .contains(home.connection(), "muster.", ".connections." + home.connection())
          .doesNotContain(home.secret());

      settings.putAll(home.makeSecret());
      restart();
      service
          .getBean(ManagementService.class)
          .setJobRetries(incident.getConfiguration(), 1); // what an operator does in Cockpit
      enrolWhenAsked("grace.hopper@" + home.domain());
      awaitTheEnd("onboarding", number, "onboarded");
      assertThat(home.letsIn("grace.hopper@" + home.domain())).isTrue();
    }
  }

  @Test
  void waitsInTheDatabaseAndNotInAThreadWhenTurnedAway() throws Exception {
    for (var home : directories) {
      home.server()
          .faults()
          .next(1, "GET", "^/(api|admin|v1)")
          .answer(429, Map.of("Retry-After", "20"));
      hire("T-" + home.connection(), "joan.clarke@" + home.domain());
      var waiting = awaitJobOfLater(caseOf("T-" + home.connection()));
      assertThat(waiting.getRetries()).as("costs no retry").isEqualTo(7);
      assertThat(waiting.getExceptionMessage()).contains(home.connection());
    }
    assertThat(Thread.getAllStackTraces().values())
        .as("no worker sleeps it out")
        .noneMatch(
            stack ->
                stack.length > 0
                    && stack[0].getMethodName().equals("sleep")
                    && Stream.of(stack).anyMatch(it -> it.getClassName().contains("Step")));
    for (var home : directories) {
      enrolWhenAsked("joan.clarke@" + home.domain());
    }
    for (var home : directories) {
      awaitTheEnd("onboarding", "T-" + home.connection(), "onboarded");
    }
  }

  @Test
  void looksAtOnceWhenTheOrgSaysThatSomethingHasChanged() throws Exception {
    var engine = service.getBean(ManagementService.class);
    east.org().setRules("Berlin", "INACTIVE");
    hire("H-1", "hedy.kiesler@east.example");
    var caseId = caseOf("H-1");
    await("a look that is some way off")
        .atMost(PATIENCE)
        .until(() -> due(engine, caseId), due -> due.isAfter(now().plusSeconds(5)));

    east.org().setRules("Berlin", "ACTIVE");
    await("the rule to be worked out")
        .atMost(PATIENCE)
        .until(() -> east.groupsOf("hedy.kiesler@east.example").contains("Berlin"));
    assertThat(east.org().tellHooks(2)).hasSize(2).allMatch(status -> status == 204);
    assertThat(due(engine, caseId)).isBefore(now().plusSeconds(3));
    enrolWhenAsked("hedy.kiesler@east.example");
    awaitTheEnd("onboarding", "H-1", "onboarded");
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  /** When the case looks at its groups again; at once if it is not waiting. */
  private static Instant due(ManagementService engine, String caseId) {
    return engine
        .createJobQuery()
        .processInstanceId(caseId)
        .activityId("waitForRules")
        .list()
        .stream()
        .map(job -> job.getDuedate().toInstant())
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  @Test
  void barsALeaverBehindEveryDirectoryThatKnowsThem() throws Exception {
    terminate("M-1");
    awaitTheEnd("offboarding", "M-1", "offboarded");
    assertThat(west.org().status("mary.jackson@west.example")).hasValue("DEPROVISIONED");
    assertThat(east.org().status("mary.jackson@east.example")).hasValue("DEPROVISIONED");
  }

  @Test
  void asksAboutAMoverWhomTheTableSendsToAnotherConnection() throws Exception {
    var before = directory("workspace");
    var after = directory("workspace-firm");
    hire("V-1", "vera.rubin@" + before.domain());
    enrolWhenAsked("vera.rubin@" + before.domain());
    awaitTheEnd("onboarding", "V-1", "onboarded");

    var mail = "vera.rubin@" + after.domain();
    var moved = worker("V-1", mail);
    moved.put("effectiveDate", today);
    assertThat(hr.send("worker.changed", moved).status()).isEqualTo(202);
    var task = awaitTask("resolveAccount", "V-1");
    assertThat(service.getBean(TaskService.class).getVariable(task, "problem").toString())
        .contains(
            "'workspace-firm' by connection-routing.dmn", "in 'workspace'", "Disable it there");
    assertThat(after.knows(mail)).as("a second account").isFalse();
    assertThat(before.letsIn("vera.rubin@" + before.domain())).as("nobody is locked out").isTrue();

    before.bar("vera.rubin@" + before.domain());
    complete(task, "operator", "tryAgain");
    awaitTheEnd("transfer", "V-1", "transferred");
    assertThat(after.letsIn(mail)).isTrue();
    assertThat(after.groupsOf(mail)).contains("Engineering", "Berlin");
  }

  private PlayedDirectory directory(String connection) {
    return directories.stream()
        .filter(directory -> directory.connection().equals(connection))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givesNobodyASecondAccountWhoStillHasOneBehindAnotherDirectory() throws Exception {
    hire("E-1", "edith.clarke@east.example");
    var task = awaitTask("resolveAccount", "E-1");
    assertThat(service.getBean(TaskService.class).getVariable(task, "problem").toString())
        .contains("okta-east", "okta-west", accountFromBefore);
    assertThat(east.knows("edith.clarke@east.example")).isFalse();

    west.org().setStatus(accountFromBefore, "SUSPENDED");
    complete(task, "operator", "tryAgain");
    enrolWhenAsked("edith.clarke@east.example");
    awaitTheEnd("onboarding", "E-1", "onboarded");
  }

  @Test
  void tellsAnOperatorWhetherEverythingIsAsItHasToBe() throws Exception {
    addPerson("operator");
    var answer = get("/api/doctor", "text/plain", "oneoperator");
    assertThat(answer.body())
        .contains("okta-east (Okta)", "okta-west (Okta)", "hexnode (Hexnode)")
        .contains(
            "workspace (Google Workspace)", "tenant (Entra ID)", "Can find people by their number.")
        .contains("connection-routing.dmn routes people to 'okta-west'")
        .contains("There is no group 'Sales', which expected-groups.dmn expects.")
        .doesNotContain(east.token(), hexnode.apiKey());
    assertThat(answer.statusCode()).as("what a script sees").isEqualTo(503);
  }

  // HR and people

  /** One Ada of each directory; of two with one name the service asks whose the devices are. */
  private static String adaOf(PlayedDirectory home) {
    return "ada.%s@%s".formatted(home.connection(), home.domain());
  }

  private void hire(String number, String mail) throws Exception {
    assertThat(hr.send("worker.hired", worker(number, mail)).status()).isEqualTo(202);
  }

  private Map<String, Object> worker(String number, String mail) {
    var names = mail.substring(0, mail.indexOf('@')).split("\\.", 2);
    var data = new HashMap<String, Object>();
    data.put("employeeId", number);
    data.put("givenName", names[0]);
    data.put("familyName", names[1]);
    data.put("workEmail", mail);
    data.put("department", "Engineering");
    data.put("title", "Developer");
    data.put("location", "Berlin");
    data.put("timeZone", "Europe/Berlin");
    data.put("startDate", today);
    return data;
  }

  private void terminate(String number) throws Exception {
    var data =
        Map.of(
            "employeeId",
            number,
            "lastDayOfWork",
            today,
            "reason",
            "involuntary",
            "immediate",
            true);
    assertThat(hr.send("worker.terminated", data).status()).isEqualTo(202);
  }

  private void enrolWhenAsked(String mail) {
    var user =
        await("an invitation to " + mail)
            .atMost(PATIENCE)
            .until(
                () ->
                    hexnode.invitations().stream()
                        .filter(sent -> sent.email().equals(mail))
                        .toList(),
                sent -> !sent.isEmpty())
            .get(0)
            .user();
    hexnode.enrol(user, NewDevice.of(Machine.MAC, "C02" + mail.hashCode()).corporate());
  }

  private void approveTheWipeOf(String number) {
    complete(awaitTask("approveWipe", number), "approver", "approve");
  }

  private String awaitTask(String key, String number) {
    return await("%s of %s".formatted(key, number))
        .atMost(PATIENCE)
        .until(
            () ->
                service
                    .getBean(TaskService.class)
                    .createTaskQuery()
                    .taskDefinitionKey(key)
                    .processVariableValueEquals("employee", number)
                    .list(),
            found -> !found.isEmpty())
        .get(0)
        .getId();
  }

  private void complete(String task, String group, String decision) {
    var identity = service.getBean(IdentityService.class);
    var person = "one" + group;
    if (identity.createUserQuery().userId(person).count() == 0) {
      identity.saveUser(identity.newUser(person));
      identity.createMembership(person, group);
    }
    identity.setAuthentication(person, List.of(group));
    try {
      service.getBean(TaskService.class).claim(task, person);
      service
          .getBean(TaskService.class)
          .complete(task, Map.of("decision", decision, "comment", "seen to"));
    } finally {
      identity.clearAuthentication();
    }
  }

  private String caseOf(String number) {
    return await("a case about " + number)
        .atMost(PATIENCE)
        .until(
            () ->
                service
                    .getBean(RuntimeService.class)
                    .createProcessInstanceQuery()
                    .variableValueEquals("employee", number)
                    .list(),
            found -> !found.isEmpty())
        .get(0)
        .getId();
  }

  /** The step may be in a job of its own, or in that of the table before it. */
  private Job awaitJobOfLater(String caseId) {
    return await("a job that waits for its time")
        .atMost(PATIENCE)
        .until(
            () ->
                service
                    .getBean(ManagementService.class)
                    .createJobQuery()
                    .processInstanceId(caseId)
                    .withException()
                    .duedateHigherThan(Date.from(now()))
                    .list(),
            jobs -> !jobs.isEmpty())
        .get(0);
  }

  private Incident awaitIncident(String number) {
    var caseId = caseOf(number);
    return await("an incident")
        .atMost(PATIENCE)
        .until(
            () ->
                service
                    .getBean(RuntimeService.class)
                    .createIncidentQuery()
                    .processInstanceId(caseId)
                    .list(),
            found -> !found.isEmpty())
        .get(0);
  }

  private void awaitTheEnd(String process, String number, String event) {
    var history = service.getBean(HistoryService.class);
    await("%s of %s".formatted(process, number))
        .atMost(PATIENCE)
        .until(
            () ->
                history
                        .createHistoricProcessInstanceQuery()
                        .processDefinitionKey(process)
                        .variableValueEquals("employee", number)
                        .finished()
                        .executedActivityIdIn(event)
                        .count()
                    == 1);
  }

  // the installation

  /** The shipped table with a rule for each domain put before its own. */
  private void routeByDomain() throws IOException {
    for (var folder : List.of("processes/onboarding", "forms/onboarding")) {
      var to = Files.createDirectories(models.resolve(folder));
      try (var files = Files.list(Path.of(folder))) {
        for (var file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName().toString()));
        }
      }
    }
    var table = models.resolve("processes/onboarding/connection-routing.dmn");
    var text = Files.readString(table);
    var from = text.indexOf("<rule id=");
    var to = text.indexOf("</rule>") + "</rule>".length();
    var rules = new StringBuilder();
    for (var directory : directories) {
      var id = "rule_" + directory.connection().replace('-', '_');
      rules.append(
          """
          <rule id="%1$s">
            <inputEntry id="%1$s_1"><text>"%2$s"</text></inputEntry>
            <inputEntry id="%1$s_2"><text></text></inputEntry>
            <inputEntry id="%1$s_3"><text></text></inputEntry>
            <outputEntry id="%1$s_4"><text>"%3$s"</text></outputEntry>
          </rule>
          """
              .formatted(id, directory.domain(), directory.connection()));
    }
    Files.writeString(table, text.substring(0, from) + rules + text.substring(to));
  }

  /** What an administrator of the org does once. */
  private void verifyHook(PlayedOktaOrg okta) throws IOException {
    var hook =
        """
        {"name":"Muster","events":{"type":"EVENT_TYPE","items":["group.user_membership.add",
          "group.user_membership.remove","user.lifecycle.suspend","user.lifecycle.activate"]},
         "channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"%s","headers":[],
          "authScheme":{"type":"HEADER","key":"Authorization","value":"%s"}}}}
        """
            .formatted(address.resolve("/hooks/okta/" + okta.connection()), okta.hookSecret());
    var made = admin(okta, "", hook);
    var id = made.body().replaceAll("(?s).*\"id\":\"(\\w+)\".*", "$1");
    assertThat(admin(okta, "/" + id + "/lifecycle/verify", "").body()).contains("\"VERIFIED\"");
  }

  private HttpResponse<String> admin(PlayedOktaOrg okta, String path, String body)
      throws IOException {
    return send(
        HttpRequest.newBuilder(okta.org().base().resolve("/api/v1/eventHooks" + path))
            .header("Authorization", "SSWS " + okta.token())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private void addPerson(String role) {
    var identity = service.getBean(IdentityService.class);
    var user = identity.newUser("one" + role);
    user.setPassword(PASSWORD);
    identity.saveUser(user);
    identity.createMembership(user.getId(), role);
  }

  private HttpResponse<String> get(String path, String accept, String user) throws IOException {
    var pair = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Accept", accept)
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException(stopping);
    }
  }
}
