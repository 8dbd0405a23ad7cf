package io.muster.system;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.demo.PlayedEstate;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.simulator.Journal;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Invitation;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.simulator.hr.HrFeed;
import io.muster.simulator.okta.OktaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way, with nothing but the vendors played: HR speaks by webhook and by file, the job
 * executor works, people answer in a real Tasklist in a real browser, and what counts is what
 * arrived at Okta and Hexnode.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThroughTasklistIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PASSWORD = UUID.randomUUID().toString();
  private final String today = LocalDate.now(Clock.systemUTC()).toString();
  private static final String HEADER =
      "Event,Employee ID,First name,Last name,Work email,Department,Job title,Location,Time zone,Start date,Last day of work,Reason,Immediate\n";

  @TempDir private static Path folder;

  private final PlayedEstate estate = new PlayedEstate();
  private final OktaSimulator okta = estate.okta();
  private final HexnodeSimulator hexnode = estate.hexnode();
  private PlayedService service;
  private String address;
  private HrFeed hr;

  @BeforeAll
  void start() throws IOException {
    for (var part : List.of("inbox", "done", "quarantine", "results")) {
      Files.createDirectories(folder.resolve("hr").resolve(part));
    }
    var settings = new HashMap<String, String>();
    settings.put("muster.csv.folder", folder.resolve("hr").toString());
    settings.put("muster.csv.poll", "1s");
    settings.put("muster.csv.settle", "1s");
    // a played company is so small that a few leavers are most of it
    settings.put("muster.safety.breaker.least", "10");
    settings.put("muster.safety.breaker.leavers.least", "20");
    settings.put("muster.waits.group-check", "1s");
    settings.put("muster.waits.enrolment-check", "1s");
    settings.put("muster.waits.access-check", "1s");
    // looking every second costs more calls than the real Hexnode allows
    settings.put("muster.budgets.connections.hexnode.per-minute", "100000");
    settings.put("muster.budgets.connections.hexnode.per-day", "1000000");
    settings.put("logging.level.muster.story", "info");
    service = new PlayedService(estate, PASSWORD, settings);
    address = service.address();
    hr = service.hr();
    List.of("approver", "operator").forEach(service::admit);
  }

  @AfterAll
  void stop() {
    try (estate) {
      if (service != null) {
        service.close();
      }
    }
  }

  @Test
  void takesJoinersInAndAsksAPersonWhatTheRulesCannotSay(@TempDir Path profile) throws Exception {
    send(
        "worker.hired",
        Map.of(
            "employeeId", "J1",
            "givenName", "Ada",
            "familyName", "Byron",
            "workEmail", "ada.byron@example.com",
            "department", "Engineering",
            "title", "Developer",
            "location", "Berlin",
            "timeZone", "Europe/Berlin",
            "startDate", today));
    drop(
        "joiners.csv",
        "hired,J2,Søren,Sample,soren.sample@example.com,Sales,Representative,New York,America/New_York,%s,,,"
            .formatted(today),
        "hired,J3,Klara,Daniel,klara.daniel@example.com,Wizardry,Wizard,Berlin,Europe/Berlin,%s,,,"
            .formatted(today));

    try (var tasklist = Tasklist.signedIn(address, "oneoperator", PASSWORD, profile)) {
      tasklist.open("Joiners", "Say what an unknown department means");
      assertThat(tasklist.form()).contains("Klara Daniel", "J3", "Wizardry");
      assertThat(okta.status("klara.daniel@example.com")).as("before anybody answered").isEmpty();
      tasklist.choose("Go on without any groups: an account is created, no group policies follow");
      tasklist.complete();
    }
    var mac = enrolWhenAsked("ada.byron@example.com", Machine.MAC);
    var laptop = enrolWhenAsked("soren.sample@example.com", Machine.WINDOWS);
    enrolWhenAsked("klara.daniel@example.com", Machine.IPHONE);
    List.of("J1", "J2", "J3").forEach(person -> awaitTheEnd("onboarding", person, "onboarded"));

    // accounts, each made once, with what HR said about the person
    assertThat(okta.journal().effects("POST", "/api/v1/users$")).hasSize(3);
    assertThat(okta.status("ada.byron@example.com")).hasValue("PROVISIONED");
    assertThat(okta.attribute("ada.byron@example.com", "employeeNumber")).hasValue("J1");
    assertThat(okta.attribute("soren.sample@example.com", "department")).hasValue("Sales");
    assertThat(okta.attribute("soren.sample@example.com", "firstName")).hasValue("Søren");
    assertThat(okta.groupsOf("klara.daniel@example.com")).doesNotContain("Engineering", "Sales");

    // users and groups mirrored, policies tied to the groups and so on the device
    assertThat(mirroredGroupsOf("ada.byron@example.com"))
        .containsExactlyInAnyOrder("Engineering", "Berlin");
    assertThat(mirroredGroupsOf("soren.sample@example.com"))
        .containsExactlyInAnyOrder("Sales", "New York");
    assertThat(mirroredGroupsOf("klara.daniel@example.com")).isEmpty();
    assertThat(hexnode.policiesOnGroup("Engineering"))
        .contains("Company baseline", "Engineering Wi-Fi and VPN");
    assertThat(hexnode.device(mac).policies())
        .contains("Engineering Wi-Fi and VPN", "Hexnode Access for Mac");
    assertThat(hexnode.device(laptop).policies())
        .contains("Sales apps catalogue", "Hexnode Access for Windows");

    // Access deployed, and really on the machines
    for (var machine : List.of(mac, laptop)) {
      assertThat(hexnode.device(machine).applications()).anyMatch(app -> app.contains("Access"));
    }
  }

  @Test
  void letsLeaversOutAndWipesNothingButWhatIsTheirs(@TempDir Path profile) throws Exception {
    var grace = colleague("L1", "Grace", "Leaving");
    var pat = colleague("L2", "Pat", "Phone");
    var linus = colleague("S1", "Linus", "Staying");
    int laptop = estate.device(grace, Machine.MAC, false);
    int ownPhone = estate.device(grace, Machine.IPHONE, true);
    int patsPhone = estate.device(pat, Machine.IPHONE, true);
    int othersLaptop = estate.device(linus, Machine.MAC, false);
    int othersPhone = estate.device(linus, Machine.IPHONE, true);
    int group = hexnode.addUserGroup("Everybody in Engineering");
    List.of(grace, pat, linus).forEach(user -> hexnode.addMember(group, user));

    send(
        "worker.terminated",
        Map.of(
            "employeeId",
            "L1",
            "lastDayOfWork",
            today,
            "reason",
            "involuntary",
            "immediate",
            true));
    drop("leavers.csv", "terminated,L2,,,,,,,,,%s,voluntary,yes".formatted(today));

    try (var tasklist = Tasklist.signedIn(address, "oneapprover", PASSWORD, profile)) {
      tasklist.open("Wipe approvals", "Approve the wipe");
      assertThat(tasklist.form())
          .contains("Grace Leaving", "L1", hexnode.device(laptop).serial(), "MacBook Pro")
          .contains("Everything on the device", "cannot be called back")
          .contains("the administrators are asked");
      assertThat(hexnode.device(laptop).wipes()).as("before anybody agreed").isZero();
      assertThat(hexnode.device(laptop).locked()).isTrue();
      tasklist.choose("Wipe it");
      tasklist.write("Files were handed over.");
      tasklist.complete();
    }
    awaitTheEnd("offboarding", "L1", "offboarded");
    awaitTheEnd("offboarding", "L2", "offboarded");

    // the account is barred and its sessions ended, then retired
    for (var leaver : List.of("grace.leaving@example.com", "pat.phone@example.com")) {
      assertThat(okta.status(leaver)).hasValue("DEPROVISIONED");
      assertThat(okta.sessionsEnded(leaver)).isPositive();
      assertThat(mirroredGroupsOf(leaver)).isEmpty();
    }

    // lock before suspend before wipe
    var lock = only(calls("lock_devices").stream().filter(call -> devices(call).contains(laptop)));
    var suspend = only(okta.journal().effects("POST", "/lifecycle/suspend$").stream().limit(1));
    var wipe = only(calls("wipe_device").stream());
    assertThat(devices(lock)).containsExactlyInAnyOrder(laptop, ownPhone);
    assertThat(lock.at()).isBefore(suspend.at());
    assertThat(suspend.at()).isBefore(wipe.at());

    // each wipe once, for one device, by its own number and nobody's group
    assertThat(devices(wipe)).containsExactly(laptop);
    assertThat(calls("disenroll").stream().map(ThroughTasklistIT::devices))
        .containsExactlyInAnyOrder(List.of(ownPhone), List.of(patsPhone));
    for (var action : List.of("lock_devices", "wipe_device", "disenroll")) {
      assertThat(calls(action))
          .allSatisfy(
              call -> {
                assertThat(targets(call, "users")).isEmpty();
                assertThat(targets(call, "usergroups")).isEmpty();
                assertThat(targets(call, "devicegroups")).isEmpty();
              });
    }
    assertThat(hexnode.device(laptop).wipes()).isOne();
    assertThat(hexnode.device(ownPhone).listed()).isFalse();
    assertThat(hexnode.device(patsPhone).listed()).isFalse();

    // a colleague in the same group never noticed
    for (var others : List.of(othersLaptop, othersPhone)) {
      assertThat(hexnode.device(others).actions()).isEmpty();
      assertThat(hexnode.device(others).locked()).isFalse();
      assertThat(hexnode.device(others).listed()).isTrue();
    }
    assertThat(okta.status("linus.staying@example.com")).hasValue("ACTIVE");
  }

  private void send(String type, Map<String, ?> data) throws Exception {
    assertThat(hr.send(type, data).status()).isEqualTo(202);
  }

  private static void drop(String name, String... rows) throws IOException {
    var inbox = folder.resolve("hr/inbox");
    var part = inbox.resolve(name + ".part");
    Files.writeString(part, HEADER + String.join("\n", rows) + "\n");
    Files.move(part, inbox.resolve(name));
  }

  /** Somebody who has worked here for long, and whom HR told us about. */
  private int colleague(String number, String given, String family) {
    var worker =
        new Worker(
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
    service.bean(Workforce.class).know(worker);
    return estate.employee(worker);
  }

  private int enrolWhenAsked(String email, Machine machine) {
    var invitation =
        await("an invitation to " + email)
            .atMost(PATIENCE)
            .until(
                () ->
                    hexnode.invitations().stream()
                        .filter(sent -> sent.email().equals(email))
                        .toList(),
                sent -> !sent.isEmpty())
            .stream()
            .map(Invitation::user)
            .findFirst()
            .orElseThrow();
    return hexnode.enrol(invitation, NewDevice.of(machine, "C02-" + email.charAt(0)).corporate());
  }

  private void awaitTheEnd(String process, String person, String event) {
    var history = service.bean(HistoryService.class);
    try {
      await("%s of %s".formatted(process, person))
          .atMost(PATIENCE)
          .until(
              () ->
                  history
                          .createHistoricProcessInstanceQuery()
                          .processDefinitionKey(process)
                          .variableValueEquals("employee", person)
                          .finished()
                          .executedActivityIdIn(event)
                          .count()
                      == 1);
    } catch (ConditionTimeoutException never) {
      throw new AssertionError(never.getMessage() + " It waits for: " + openTasksOf(person), never);
    }
  }

  private List<String> openTasksOf(String person) {
    var tasks = service.bean(TaskService.class);
    return tasks.createTaskQuery().processVariableValueEquals("employee", person).list().stream()
        .map(task -> task.getName() + " " + tasks.getVariables(task.getId()))
        .toList();
  }

  private Set<String> mirroredGroupsOf(String email) {
    return hexnode.usersWith(email).stream()
        .flatMap(user -> hexnode.groupsOf(user).stream())
        .collect(toSet());
  }

  private List<Journal.Entry> calls(String action) {
    return hexnode.journal().calls("POST", "/actions/" + action + "/$");
  }

  private static List<Integer> devices(Journal.Entry call) {
    return targets(call, "devices");
  }

  private static List<Integer> targets(Journal.Entry call, String kind) {
    return StreamSupport.stream(call.json().path(kind).spliterator(), false)
        .map(id -> id.asInt())
        .toList();
  }

  private static <T> T only(Stream<T> all) {
    var list = all.toList();
    assertThat(list).hasSize(1);
    return list.get(0);
  }
}
