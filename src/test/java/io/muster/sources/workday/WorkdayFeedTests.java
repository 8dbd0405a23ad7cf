package io.muster.sources.workday;

import static io.muster.sources.workday.WorkdayWorld.TODAY;
import static io.muster.sources.workday.WorkdayWorld.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.simulator.Answer;
import io.muster.simulator.workday.Block;
import io.muster.simulator.workday.WorkdayOptions;
import io.muster.simulator.workday.WorkdaySimulator;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** How a tenant is read, and what is said and done when it cannot be. */
@ProcessTest
@TestPropertySource(
    properties = {
      "muster.sources.mapped.zones.Berlin=Europe/Berlin",
      "muster.sources.mapped.zones.Melbourne=Australia/Melbourne",
      "muster.sources.mapped.zones.Honolulu=Pacific/Honolulu"
    })
class WorkdayFeedTests {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String SOAP = "Human_Resources";
  private static final String REPORT = "customreport2";
  private static final Pattern AS_OF =
      Pattern.compile("As_Of_Entry_DateTime>([^<]+)<.*?Page>(\\d+)<", Pattern.DOTALL);

  @Autowired private FieldMappings mappings;
  @Autowired private Snapshots snapshots;
  @Autowired private SourceCursors bookmarks;
  @Autowired private SourceHealthRecorder news;
  @Autowired private DataSource database;
  @Autowired private MovableClock clock;

  private final List<WorkdayWorld> worlds = new ArrayList<>();
  private final String someone = number();

  @AfterEach
  void close() {
    worlds.forEach(WorkdayWorld::close);
  }

  private WorkdayWorld open(WorkdayOptions options, Map<String, String> settings) {
    var world =
        new WorkdayWorld(
            new WorkdayWorld.Service(mappings, snapshots, bookmarks, news, database, clock),
            options,
            settings);
    worlds.add(world);
    for (int colleague = 0; colleague < 9; colleague++) {
      world.hire(number(), TODAY.minusYears(1));
    }
    return world;
  }

  private WorkdayWorld open(Map<String, String> settings) {
    return open(WorkdayOptions.realistic(), settings);
  }

  // signing in

  @Test
  void signsInWithUserAndPasswordInTheMessage() {
    var world = open(Map.of("sign-in", "username-token"));
    world.poll();
    assertThat(world.failure()).isEmpty();
    assertThat(world.tenant().journal().calls("POST", SOAP))
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              assertThat(entry.call().header("authorization")).isEmpty();
              assertThat(entry.call().body()).contains("ISU_Muster@acme");
            });
  }

  @Test
  void signsInWithATokenThatIsRenewedWhenItEndsEarly() {
    for (var options :
        List.of(WorkdayOptions.realistic(), WorkdayOptions.realistic().answering401())) {
      var world = open(options, byToken(WorkdaySimulator.CLIENT_SECRET));
      world.poll();
      assertThat(world.tenant().journal().calls("POST", "/token")).hasSize(1);
      world.tenant().endTokens();
      world.hire(number(), TODAY);
      assertThat(world.after(QUARTER)).hasSize(1);
      assertThat(world.failure()).isEmpty();
      assertThat(world.tenant().journal().calls("POST", "/token")).hasSize(2);
    }
  }

  @Test
  void saysWhichClientGetsNoTokenAndTriesAgainSoonOnlyWhereThatMayHelp() {
    var refused = open(byToken("another"));
    assertThat(refused.feed().poll()).isEqualTo(QUARTER);
    assertThat(refused.failure().orElseThrow())
        .contains("gives us no token (401)", "refresh-token", "ISU_Muster")
        .doesNotContain("another");
    var world = open(byToken(WorkdaySimulator.CLIENT_SECRET));
    world.tenant().faults().next(1, "POST", "/token").answer(503);
    assertThat(world.feed().poll()).isEqualTo(Duration.ofSeconds(30));
    assertThat(world.feed().poll()).isEqualTo(QUARTER);
    assertThat(world.failure()).isEmpty();
  }

  private static Map<String, String> byToken(String secret) {
    return Map.of(
        "refresh-token", WorkdaySimulator.REFRESH_TOKEN,
        "client-id", WorkdaySimulator.CLIENT,
        "client-secret", secret);
  }

  @Test
  void saysWhichUserCannotSignInAndNeverThePassword() {
    for (var options :
        List.of(WorkdayOptions.realistic(), WorkdayOptions.realistic().answering401())) {
      var world = open(options, Map.of());
      world.tenant().changePassword("another");
      world.hire(someone, TODAY);
      assertThat(world.poll()).isEmpty();
      assertThat(world.failure().orElseThrow())
          .contains("does not let ISU_Muster sign in", "muster.workday.connections.")
          .doesNotContain(options.password(), "another");
      assertThat(world.feed().poll())
          .as("no hammering, or Workday locks the account")
          .isEqualTo(QUARTER);
    }
  }

  // failing

  @Test
  void saysWhichGroupNeedsWhichAccessWhereTheUserMayNotAsk() {
    var world = open(Map.of());
    world.tenant().forbidTask(true);
    world.poll();
    assertThat(world.failure().orElseThrow())
        .contains("security group", "Get access", "Public Worker Reports");
  }

  @Test
  void saysWhatToCompareWhereNothingIsAtTheAddress() {
    var world = open(Map.of("tenant", "other"));
    world.poll();
    assertThat(world.failure().orElseThrow()).contains("nothing at the address", "tenant");
  }

  @Test
  void triesAgainSoonerAfterAPassingFailureAndLaterEachTime() {
    var world = open(Map.of());
    world.tenant().faults().next(3, "POST", SOAP).answer(502);
    assertThat(world.feed().poll()).isEqualTo(Duration.ofSeconds(30));
    assertThat(world.feed().poll()).isEqualTo(Duration.ofMinutes(1));
    assertThat(world.feed().poll()).isEqualTo(Duration.ofMinutes(2));
    assertThat(world.feed().poll()).isEqualTo(QUARTER);
    assertThat(world.failure()).isEmpty();
  }

  @Test
  void waitsAsLongAsWorkdayAsks() {
    var world = open(Map.of());
    world.tenant().faults().next(1, "POST", SOAP).answer(429, Map.of("Retry-After", "120"));
    assertThat(world.feed().poll()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void waitsUntilTheMomentThatWorkdayNamesAndAMinuteWhereItNamesNone() {
    var world = open(Map.of());
    world
        .tenant()
        .faults()
        .next(1, "POST", SOAP)
        .answer(429, Map.of("Retry-After", "Mon, 11 May 2026 18:10:00 GMT"));
    assertThat(world.feed().poll()).isEqualTo(Duration.ofMinutes(10));
    var another = open(Map.of());
    another.tenant().faults().next(1, "POST", SOAP).answer(429);
    assertThat(another.feed().poll()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void waitsAsLongAsItIsToldHoweverItIsTurnedAway() {
    var world = open(Map.of());
    for (int status : new int[] {429, 408, 503}) {
      world.tenant().faults().next(1, "POST", SOAP).answer(status, Map.of("Retry-After", "600"));
      assertThat(world.feed().poll()).as("%d", status).isEqualTo(Duration.ofMinutes(10));
    }
  }

  @Test
  void triesAgainSoonAfterAFaultOfWorkdaysAndNotAfterOneOfOurs() {
    var world = open(Map.of());
    world.tenant().faults().next(1, "POST", SOAP).answer(fault("Server", "Out of order"));
    assertThat(world.feed().poll()).isEqualTo(Duration.ofSeconds(30));
    assertThat(world.failure().orElseThrow()).contains("failed: Out of order");
    world.tenant().faults().next(1, "POST", SOAP).answer(fault("Client", "Count is too large"));
    assertThat(world.feed().poll()).isEqualTo(QUARTER);
    assertThat(world.failure().orElseThrow()).contains("refused", "Count is too large", "version");
  }

  private static Answer fault(String whose, String words) {
    return new Answer(
        500,
        Map.of("Content-Type", List.of("text/xml")),
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><e:Fault><faultcode>e:%s</faultcode><faultstring>%s</faultstring></e:Fault></e:Body></e:Envelope>"
            .formatted(whose, words));
  }

  @Test
  void givesUpOnAnAnswerThatStallsAndTakesNothingIn() throws InterruptedException {
    var world =
        open(Map.of("read-by", "report", "answer-timeout", "500ms", "connect-timeout", "5s"));
    var held = world.tenant().faults().next(1, "GET", REPORT).holdAnswer();
    world.hire(someone, TODAY);
    assertThat(world.poll()).isEmpty();
    assertThat(held.awaitCall(Duration.ofSeconds(5))).isTrue();
    held.release();
    assertThat(world.failure().orElseThrow()).contains("did not answer in time");
  }

  @Test
  void takesInNothingOfAnAnswerThatBreaksOffOnItsSecondPage() {
    var world = open(WorkdayOptions.realistic(), Map.of("page-size", "3"));
    world.poll();
    var joiners = List.of(number(), number(), number(), number());
    joiners.forEach(joiner -> world.hire(joiner, TODAY));
    clock.advance(QUARTER);
    world.tenant().faults().next(1, "POST", SOAP).delay(Duration.ZERO);
    world.tenant().faults().next(1, "POST", SOAP).answer(cut());
    assertThat(world.poll()).isEmpty();
    assertThat(world.failure().orElseThrow()).contains("Nothing of it was taken in");
    assertThat(world.poll()).hasSize(4);
    assertThat(world.failure()).isEmpty();
  }

  private static Answer cut() {
    return new Answer(
        200,
        Map.of("Content-Type", List.of("text/xml")),
        "<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><wd:Get_Workers_Response xmlns:wd=\"urn:com.workday/bsvc\"><wd:Response_Res");
  }

  @Test
  void asksForEveryPageAsOfTheSameMoment() {
    var world = open(WorkdayOptions.realistic(), Map.of("page-size", "3"));
    world.poll();
    var asked =
        world.tenant().journal().calls("POST", SOAP).stream()
            .map(entry -> AS_OF.matcher(entry.call().body()))
            .filter(java.util.regex.Matcher::find)
            .toList();
    assertThat(asked).extracting(it -> it.group(2)).contains("1", "2", "3");
    assertThat(asked).extracting(it -> it.group(1)).containsOnly(asked.get(0).group(1));
  }

  @Test
  void goesOnFromTheBeginOfTheLastReadingSoThatWhatIsEnteredMeanwhileIsFound() {
    var world = open(Map.of());
    world.poll();
    world.tenant().faults().next(1, "POST", SOAP).answer(503);
    world.hire(someone, TODAY);
    assertThat(world.after(Duration.ofHours(9))).isEmpty();
    assertThat(world.after(QUARTER)).hasSize(1);
  }

  @Test
  void findsWhatWasEnteredBeforeTheLastReadingAndShownOnlyAfterIt() {
    var world = open(Map.of());
    var wid = world.hire(someone, TODAY.minusYears(1));
    world.poll();
    world.after(HOUR);
    var read = clock.instant();
    clock.set(read.minus(Duration.ofMinutes(5)));
    world.tenant().terminate(wid, TODAY.minusDays(10), Map.of("Termination_Involuntary", "0"));
    clock.set(read);
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-05-01, voluntary".formatted(someone));
  }

  @Test
  void readsOnOneNodeAtATimeAndNotTwiceInARow() {
    var world = open(Map.of());
    world.poll();
    var calls = world.tenant().journal().calls().size();
    world.feed(world.connection()).poll();
    assertThat(world.tenant().journal().calls()).hasSize(calls);
  }

  // what may be seen

  @Test
  void takesInNothingWhereWorkdayNoLongerShowsWhoIsEmployed() {
    var world = open(Map.of());
    world.poll();
    world.tenant().hide(Block.STATUS);
    world.hire(someone, TODAY);
    assertThat(world.after(QUARTER)).isEmpty();
    assertThat(world.failure().orElseThrow()).contains("shows of nobody whether they are employed");
    world.tenant().showAll();
    assertThat(world.after(QUARTER)).as("nothing is lost").hasSize(1);
  }

  @Test
  void goesOnTerminatingWhereNamesAreNoLongerShownAndSaysSo() {
    var world = open(Map.of());
    var wid = world.hire(someone, TODAY.minusYears(1));
    world.poll();
    world.tenant().hide(Block.PERSONAL, Block.ORGANIZATIONS);
    world.tenant().terminate(wid, TODAY, Map.of("Termination_Involuntary", "0"));
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-05-11, voluntary".formatted(someone));
    assertThat(world.failure().orElseThrow())
        .contains("names and addresses", "departments and cost centers")
        .contains("Person Data: Name");
  }

  @Test
  void holdsAReadingFromWhichASecurityGroupKeepsMostPeople() {
    var world = open(Map.of());
    world.poll();
    world.tenant().constrain(fields -> false);
    assertThat(world.after(Duration.ofDays(8)))
        .singleElement()
        .asString()
        .startsWith("asked: Nothing of reading");
  }

  @Test
  void takesInWhatWasEnteredBeforeAReadingThatIsHeld() {
    var world = open(Map.of("overlap", "1s"));
    var wid = world.hire(someone, TODAY.minusYears(1));
    world.poll();
    world.after(HOUR);
    clock.advance(Duration.ofDays(8));
    world.tenant().change(wid, TODAY, Map.of("Supervisory_Organization", "Sales"));
    world.tenant().constrain(fields -> false);
    assertThat(world.after(HOUR)).singleElement().asString().startsWith("asked: ");
    world.tenant().constrain(fields -> true);
    assertThat(world.after(QUARTER))
        .singleElement()
        .asString()
        .contains("changed " + someone, "Sales");
  }

  @Test
  void takesAnAnswerThatShowsFewerThanItSaysForNone() {
    var world = open(Map.of());
    world.poll();
    clock.advance(Duration.ofDays(8));
    world.tenant().loseOneOfNext();
    assertThat(world.poll()).isEmpty();
    assertThat(world.failure().orElseThrow()).contains("9 workers were announced and 8 came");
    assertThat(world.after(QUARTER)).isEmpty();
    assertThat(world.failure()).isEmpty();
  }

  @Test
  void knowsALeaverByTheDayWhereTheFlagIsNotShown() {
    var world = open(Map.of());
    var wid = world.hire(someone, TODAY.minusYears(1));
    world.tenant().hideField("Terminated");
    world.poll();
    world.tenant().terminate(wid, TODAY.minusDays(10), Map.of("Termination_Involuntary", "0"));
    assertThat(world.after(QUARTER))
        .containsExactly("terminated %s after 2026-05-01, voluntary".formatted(someone));
  }

  // reports

  @Test
  void readsAReportInJsonAndInCsvAlike() {
    for (var format : List.of("json", "csv")) {
      var world = open(Map.of("read-by", "report", "report.format", format));
      world.poll();
      var joiner = number();
      var leaver = number();
      var wid = world.hire(leaver, TODAY.minusYears(1));
      world.after(HOUR);
      world.hire(joiner, TODAY.plusDays(9));
      world.tenant().terminate(wid, TODAY.minusDays(1), Map.of("Termination_Involuntary", "0"));
      assertThat(world.after(HOUR))
          .as(format)
          .containsExactlyInAnyOrder(
              "hired %s from 2026-05-20 in Engineering (Europe/Berlin)".formatted(joiner),
              "terminated %s after 2026-05-10, voluntary".formatted(leaver));
      assertThat(world.after(HOUR)).isEmpty();
      assertThat(world.failure()).isEmpty();
    }
  }

  @Test
  void answersTheReportsPrompts() {
    var world =
        open(
            Map.of("read-by", "report", "report.prompts.Effective_as_of_Date", "2026-05-11-07:00"));
    world.poll();
    assertThat(world.failure()).isEmpty();
    assertThat(world.tenant().journal().calls("GET", REPORT))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.call().parameters())
                    .containsEntry("Effective_as_of_Date", "2026-05-11-07:00")
                    .containsEntry("format", "json"));
  }

  @Test
  void neverTakesAReportThatIsCutOffForAShorterOne() {
    for (var format : List.of("json", "csv")) {
      var world = open(Map.of("read-by", "report", "report.format", format));
      world.poll();
      world.tenant().cutNextReport(0.3);
      assertThat(world.after(HOUR)).isEmpty();
      assertThat(world.failure().orElseThrow()).contains("cannot be used");
      assertThat(world.after(HOUR)).isEmpty();
      assertThat(world.failure()).isEmpty();
    }
  }

  @Test
  void holdsAReportWhoseFilterDrops40PercentOfItsRows() {
    var world = open(Map.of("read-by", "report"));
    world.poll();
    world.tenant().filterReport(0.6);
    assertThat(world.after(HOUR))
        .singleElement()
        .asString()
        .startsWith("asked: Nothing of reading");
    assertThat(world.after(HOUR)).as("asked once").isEmpty();
  }

  @Test
  void saysWhichColumnIsMissingFromAReport() {
    var world = open(Map.of("read-by", "report"));
    world.tenant().dropColumn("Active_Status");
    world.poll();
    assertThat(world.failure().orElseThrow())
        .contains("no column Active_Status", "XML alias", "report.columns");
  }

  @Test
  void saysThatTheDayOfALeaverIsMissingFromAReportOnceThereIsALeaver() {
    var world = open(Map.of("read-by", "report"));
    var wid = world.hire(someone, TODAY.minusYears(1));
    world.tenant().dropColumn("Termination_Date");
    world.poll();
    assertThat(world.failure()).as("nobody has left").isEmpty();
    world.tenant().terminate(wid, TODAY.minusDays(1), Map.of("Termination_Involuntary", "0"));
    assertThat(world.after(HOUR)).isEmpty();
    assertThat(world.failure().orElseThrow()).contains("no column Termination_Date");
  }

  @Test
  void callsOffAHireThatAReportSaysWasTakenBack() {
    var world = open(Map.of("read-by", "report"));
    world.poll();
    var wid = world.hire(someone, TODAY.plusDays(9));
    assertThat(world.after(HOUR)).hasSize(1);
    world.tenant().rescindHire(wid);
    assertThat(world.after(HOUR)).containsExactly("hireRescinded " + someone);
  }

  // the doctor

  @Test
  void findsNothingAmissWhereEverythingIsShown() {
    var world = open(Map.of());
    clock.advance(QUARTER);
    assertThat(world.doctor())
        .noneMatch(
            finding ->
                finding.severity() == Severity.BLOCKS
                    // the simulator's answers carry the machine's date, and the test has another
                    && !finding.what().startsWith("Its clock"))
        .extracting(Finding::what)
        .contains(
            "ISU_Muster signs in and sees workers; 9 were looked at.",
            "Workday shows names and addresses.",
            "Workday shows whether a hire was taken back.");
  }

  @Test
  void namesWhatMayNotBeSeenAndWhichAccessItNeeds() {
    var world = open(Map.of());
    clock.advance(QUARTER);
    world.tenant().hide(Block.PERSONAL);
    world.tenant().hideField("Hire_Rescinded");
    var findings = world.doctor();
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what()).contains("of nobody names and addresses");
              assertThat(finding.remedy()).contains("Person Data: Name");
            })
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what()).contains("has a workEmail");
              assertThat(finding.remedy()).contains("columns.workEmail", "Work_Email");
            })
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).contains("whether a hire was taken back");
            });
  }

  @Test
  void looksAReportThroughToo() {
    var world = open(Map.of("read-by", "report"));
    assertThat(world.doctor())
        .extracting(Finding::what)
        .contains("ISU_Muster signs in and sees workers; 9 were looked at.");
  }
}
