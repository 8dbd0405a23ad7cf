package io.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.demo.PlayedEstate;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.simulator.Faults.Held;
import io.muster.simulator.Journal;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.DeviceState;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.okta.OktaOptions;
import io.muster.testing.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of HR, with the service killed again and again in the middle of it: everything that was
 * acknowledged ends as it should, and nothing happens twice.
 */
class KilledHalfWayIT {
  private static final int ROWS = 40;
  private static final List<String> DEPARTMENTS =
      List.of("Engineering", "Sales", "Finance", "Support", "IT", "HR");

  private final PlayedEstate estate =
      new PlayedEstate(
          token -> OktaOptions.realistic(token).perMinute(6000).rulesAfter(Duration.ofSeconds(1)),
          new HexnodeOptions()
              .unlimited()
              .deviceDelay(Duration.ofSeconds(1))
              .accessDelay(Duration.ofSeconds(1)),
          SimulatorSettings.onLoopback());

  private final List<Held> held = new ArrayList<>();

  @TempDir private Path folder;
  private int grace;
  private int linus;
  private int pat;
  private int filed;

  @BeforeEach
  void peopleWhoWorkHere() {
    grace = hasWorkedHere("L1", "Grace", "Leaving", "Engineering", Machine.MAC);
    linus = hasWorkedHere("L2", "Linus", "Going", "Sales", Machine.WINDOWS);
    pat = hasWorkedHere("L3", "Pat", "Phone", "Support", Machine.IPHONE);
    filed = hasWorkedHere("L4", "Filed", "Away", "Finance", Machine.MAC);
  }

  /** Somebody with a device; the answer is its number. */
  private int hasWorkedHere(
      String number, String given, String family, String department, Machine machine) {
    var worker =
        new Worker(
            new EmployeeId(number),
            given,
            family,
            "%s.%s@example.com".formatted(given, family).toLowerCase(Locale.ROOT),
            department,
            "Analyst",
            "Berlin",
            null,
            null,
            ZoneOffset.UTC,
            LocalDate.of(2020, 1, 1),
            false);
    return estate.device(estate.employee(worker), machine, machine == Machine.IPHONE);
  }

  @AfterEach
  void closeTheEstate() {
    estate.close();
  }

  @Test
  void endsEveryCaseRightAndDoesNothingTwice() throws Exception {
    var log = Path.of("target", "killed-half-way.log");
    Files.deleteIfExists(log);
    try (var day = PlayedDay.begin(estate, Postgres.emptyDatabase(), folder, log)) {
      whileCallsWaitForTheirAnswers(day);
      whileAWipeIsOnItsWay(day);
      whileAFileIsReadAndEventsComeIn(day);
      wheneverItHappensToBe(day, 50);
      wheneverItHappensToBe(day, 250);

      day.await(
          "everything has ended",
          Duration.ofMinutes(4),
          () -> day.unanswered().isEmpty() && day.taken("csv") == ROWS && day.allEnded());

      everyEventHasItsOneCaseThatEndedRight(day);
      nothingWasMadeTwice();
      nobodyWasAskedTwiceOnOneOccasion(day);
      leaversWereLockedThenBarredThenWipedOnce(day);
    }
  }

  /** A leaver between lock and suspension; an account and a device user just made. */
  private void whileCallsWaitForTheirAnswers(PlayedDay day) throws Exception {
    var isolating = hold(estate.hexnode(), "/actions/associate_policy/$");
    day.hr("L1-out", "worker.terminated", leaver("L1", "involuntary"));
    day.await("L1 is locked and cut off", isolating);
    assertThat(orders("lock_devices", grace)).hasSize(1);
    assertThat(estate.okta().status("grace.leaving@example.com")).contains("ACTIVE");

    var deviceUser = hold(estate.hexnode(), "/users/$");
    day.hr("J01-in", "worker.hired", joiner("J01", "Engineering"));
    day.await("a device user is made", deviceUser);
    var account = hold(estate.okta(), "/users$");
    day.hr("J02-in", "worker.hired", joiner("J02", "Sales"));
    day.await("an account is made", account);

    killAndStartAgain(day);
  }

  /** A wipe just received; a request to enrol just sent; an account just suspended. */
  private void whileAWipeIsOnItsWay(PlayedDay day) throws Exception {
    var asking = hold(estate.hexnode(), "/send_request/$");
    day.await("L1 is suspended", () -> !lifecycle(day, "suspend", "L1").isEmpty());
    var suspending = hold(estate.okta(), "/lifecycle/suspend$");
    var wiping = hold(estate.hexnode(), "/actions/wipe_device/$");
    day.hr("L2-out", "worker.terminated", leaver("L2", "voluntary"));
    day.await("L2 is suspended", suspending);
    day.await("a wipe was received", wiping);
    day.await("somebody was asked to enrol", asking);

    killAndStartAgain(day);
  }

  /** A file of which some rows are in; events whose answers are open. */
  private void whileAFileIsReadAndEventsComeIn(PlayedDay day) throws Exception {
    day.drop("people.csv", file());
    day.await("a part of the file is in", () -> day.taken("csv") >= ROWS / 4);
    try (var stopped = day.stopTheInbox()) {
      assertThat(day.taken("csv")).isLessThan(ROWS);
      for (int number = 3; number <= 8; number++) {
        var employee = "J0" + number;
        day.hr(employee + "-in", "worker.hired", joiner(employee, "IT"));
      }
      day.hr("L3-out", "worker.terminated", leaver("L3", "voluntary"));
      day.await("row and events wait", () -> stopped.waiting() >= 4);
      day.kill();
    }
    assertThat(day.unanswered()).hasSize(7);
    day.startAgain();
  }

  /** After so many more calls, in whatever state everything is then. */
  private void wheneverItHappensToBe(PlayedDay day, int callsLater) throws Exception {
    var until = calls() + callsLater;
    day.await(callsLater + " more calls were made", () -> calls() >= until);
    assertThat(day.allEnded()).isFalse();
    killAndStartAgain(day);
  }

  private void killAndStartAgain(PlayedDay day) throws Exception {
    day.kill();
    held.forEach(Held::release);
    held.clear();
    day.startAgain();
  }

  /** The next such call takes effect, and its caller never hears of it. */
  private Callable<Boolean> hold(Simulator simulator, String path) {
    var holding = simulator.faults().next(1, "POST", path).holdAnswer();
    held.add(holding);
    return () -> holding.awaitCall(Duration.ZERO);
  }

  private int calls() {
    return estate.okta().journal().calls().size() + estate.hexnode().journal().calls().size();
  }

  private static Map<String, Object> joiner(String number, String department) {
    return Map.of(
        "employeeId",
        number,
        "givenName",
        "Jo",
        "familyName",
        "Ner " + number,
        "workEmail",
        number.toLowerCase(Locale.ROOT) + "@example.com",
        "department",
        department,
        "title",
        "Analyst",
        "location",
        "Berlin",
        "timeZone",
        "Europe/Berlin",
        "startDate",
        LocalDate.now(Clock.systemUTC()).toString());
  }

  private static Map<String, Object> leaver(String number, String reason) {
    var today = LocalDate.now(Clock.systemUTC()).toString();
    return Map.of(
        "employeeId", number, "lastDayOfWork", today, "reason", reason, "immediate", true);
  }

  private static String file() {
    var header =
        "Event,Event ID,Employee ID,First name,Last name,Work email,Department,Job title,Location,Time zone,Start date,Last day of work\n";
    var today = LocalDate.now(Clock.systemUTC());
    return IntStream.range(1, ROWS)
        .mapToObj(
            row ->
                "hired,row-%d,C%d,Cee,Ess Vee,c%d@example.com,%s,Analyst,Berlin,Europe/Berlin,%s,\n"
                    .formatted(row, row, row, DEPARTMENTS.get(row % DEPARTMENTS.size()), today))
        .collect(
            Collectors.joining(
                "", header + "terminated,row-0,L4,,,,,,,,,%s\n".formatted(today.minusDays(3)), ""));
  }

  // what must hold in the end

  private void everyEventHasItsOneCaseThatEndedRight(PlayedDay day) {
    assertThat(day.acknowledged()).hasSize(11).doesNotHaveDuplicates();
    for (var eventId : day.acknowledged()) {
      assertThat(day.endsOf(eventId))
          .as("cases of event " + eventId)
          .containsExactly(eventId.endsWith("-in") ? "onboarded" : "offboarded");
    }
    for (int row = 0; row < ROWS; row++) {
      assertThat(day.endsOf("row-" + row))
          .as("cases of row " + row)
          .containsExactly(row == 0 ? "offboarded" : "onboarded");
    }
    assertThat(day.count("select count(*) from muster_inbox")).isEqualTo(11 + ROWS);
    assertThat(
            day.count(
                "select count(*) from act_hi_procinst where proc_def_key_ in ('onboarding', 'offboarding')"))
        .isEqualTo(11 + ROWS);
    assertThat(
            day.count("select count(*) from act_hi_procinst where proc_def_key_ = 'residueSweep'"))
        .as("each leaver is looked at afterwards, once")
        .isEqualTo(4);
    assertThat(day.count("select count(*) from act_ru_incident")).isZero();
    assertThat(folder.resolve("done/people.csv")).exists();
    assertThat(folder.resolve("inbox/people.csv")).doesNotExist();
  }

  private void nothingWasMadeTwice() {
    var accounts = said(estate.okta().journal().effects("POST", "/users$"), "/profile/login");
    assertThat(accounts).hasSize(7 + ROWS).doesNotHaveDuplicates();
    var portal = estate.hexnode().journal();
    var users = said(portal.effects("POST", "/users/$"), "/email");
    assertThat(users).hasSize(7 + ROWS).doesNotHaveDuplicates();
    var groups = said(portal.effects("POST", "/usergroups/$"), "/groupname");
    assertThat(groups).isNotEmpty().doesNotHaveDuplicates();
    var members =
        portal.effects("POST", "/usergroups/[0-9]+/$").stream()
            .map(entry -> entry.call().path() + entry.call().body())
            .toList();
    assertThat(members).isNotEmpty().doesNotHaveDuplicates();
  }

  private void nobodyWasAskedTwiceOnOneOccasion(PlayedDay day) {
    assertThat(
            day.texts(
                """
                select case_id || ' ' || target from muster_effect
                where action = 'enrolment.ask' and answer <> 'NOT_SENT'
                group by case_id, target having count(*) > 1
                """))
        .isEmpty();
    var asked = day.count("select count(*) from muster_effect where action = 'enrolment.ask'");
    assertThat((long) estate.hexnode().invitations().size()).isLessThanOrEqualTo(asked);
  }

  private void leaversWereLockedThenBarredThenWipedOnce(PlayedDay day) {
    var wiped = estate.hexnode().devices().stream().filter(device -> device.wipes() > 0);
    assertThat(wiped.map(DeviceState::id)).containsExactlyInAnyOrder(grace, linus, filed);
    var devices = Map.of("L1", grace, "L2", linus, "L3", pat, "L4", filed);
    devices.forEach(
        (employee, device) -> {
          var locked = orders("lock_devices", device);
          var barred = lifecycle(day, "suspend", employee);
          var erased = orders(device == pat ? "disenroll" : "wipe_device", device);
          var retired = lifecycle(day, "deactivate", employee);
          assertThat(List.of(locked, barred, erased, retired))
              .as("lock, suspension, wipe and retirement of " + employee)
              .allSatisfy(effects -> assertThat(effects).hasSize(1));
          assertThat(locked.get(0)).isBefore(barred.get(0));
          assertThat(barred.get(0)).isBefore(erased.get(0));
          assertThat(erased.get(0)).isBefore(retired.get(0));
        });
  }

  /** When this was asked of the device, with effect. */
  private List<Instant> orders(String action, int device) {
    return estate.hexnode().journal().effects("POST", "/actions/" + action + "/$").stream()
        .filter(entry -> names(entry.json().path("devices"), device))
        .map(Journal.Entry::at)
        .toList();
  }

  /** When this was done to the employee's account. */
  private List<Instant> lifecycle(PlayedDay day, String step, String employee) {
    var path = "/users/%s/lifecycle/%s$".formatted(day.accountOf(employee), step);
    return estate.okta().journal().effects("POST", path).stream().map(Journal.Entry::at).toList();
  }

  private static boolean names(JsonNode devices, int device) {
    return IntStream.range(0, devices.size()).anyMatch(i -> devices.get(i).asInt() == device);
  }

  private static List<String> said(List<Journal.Entry> calls, String pointer) {
    return calls.stream().map(entry -> entry.json().at(pointer).asText()).toList();
  }
}
