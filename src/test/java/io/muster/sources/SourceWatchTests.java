package io.muster.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.Inbox;
import io.muster.lifecycle.Alarms;
import io.muster.lifecycle.Integrations;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding.Severity;
import io.muster.testing.MovableClock;
import io.muster.testing.WalkedPaths;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A source that falls silent, fails or holds something back asks for somebody, once. */
@ProcessTest
@TestPropertySource(
    properties = {
      "muster.sources.nightly.rhythm=26h",
      "muster.sources.pushed.rhythm=26h",
      "muster.sources.owned.owner=OWNER-1",
      "muster.owners.pushed=OWNER-3",
      "muster.sources.worded.zones.New\\ York=America/New_York"
    })
class SourceWatchTests {
  @Autowired private SourceWatch watch;
  @Autowired private SourcesPreflight preflight;
  @Autowired private SourceHealthRecorder news;
  @Autowired private Snapshots snapshots;
  @Autowired private Inbox inbox;
  @Autowired private MovableClock clock;
  @Autowired private ProcessEngine engine;
  @Autowired private WalkedPaths walked;
  @Autowired private Expectations expectations;
  @Autowired private ProcessEstate.Walk walk;
  @Autowired private Alarms alarms;
  @Autowired private List<Integrations> integrations;
  @Autowired private FieldMappings mappings;
  @Autowired private UnmatchedWords unmatched;

  @Test
  void listsInTheDoctorTheLocationsThatHaveNoZoneUntilTheyHaveOne() {
    var mapping = mappings.of("worded", Map.of("location", List.of("Location")));
    assertThat(mapping.facts(Map.of("Location", "new york")))
        .containsEntry("timeZone", "America/New_York");
    assertThat(mapping.facts(Map.of("Location", "M\u00fcnchen"))).doesNotContainKey("timeZone");
    news.heard("worded");

    assertThat(preflight.check(expectations))
        .filteredOn(finding -> finding.what().contains("muster.sources.worded.zones"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).contains("'M\u00fcnchen'").doesNotContain("ew york");
              assertThat(finding.remedy()).contains("muster.sources.worded.zones");
            });

    var heard = new HeardWords.Word("worded", "muster.sources.worded.zones", "M\u00fcnchen");
    unmatched.heard(heard, true);
    assertThat(preflight.check(expectations))
        .noneMatch(finding -> finding.what().contains("muster.sources.worded.zones"));
  }

  @Test
  void asksOnceWhenASourceIsSilentForLongerThanItsRhythmAndNoMoreOnceItIsHeard() {
    news.heard("nightly");
    look(Duration.ofHours(25));
    assertThat(tasks("nightly")).isEmpty();

    look(Duration.ofHours(2));
    look(Duration.ofMinutes(1));
    assertThat(tasks("nightly"))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(variable(task, "problem")).contains("Nothing has been heard since");
              assertThat(variable(task, "source")).isEqualTo("nightly");
            });
    assertThat(preflightOf("nightly")).containsExactly(Severity.BLOCKS);
    assertThat(watch.feeds())
        .filteredOn(feed -> feed.source().equals("nightly"))
        .singleElement()
        .satisfies(feed -> assertThat(feed.kinds()).containsExactly("silent"));

    news.heard("nightly");
    look(Duration.ofMinutes(1));
    assertThat(tasks("nightly")).isEmpty();
    assertThat(preflightOf("nightly")).containsExactly(Severity.GOOD);
  }

  @Test
  void asksAgainTheNextDayIfSomebodyHasSeenToItInVain() {
    news.heard("nightly");
    look(Duration.ofHours(27));
    seenTo("nightly");
    look(Duration.ofHours(1));
    assertThat(tasks("nightly")).isEmpty();

    look(Duration.ofHours(24));
    assertThat(tasks("nightly")).hasSize(1);
    news.heard("nightly");
    look(Duration.ofMinutes(1));
  }

  @Test
  void doesNotSayOfASourceThatWasNeverHeardThatItWas() {
    var met = clock.instant();
    news.failed("mute", "It cannot be reached.");
    assertThat(said("mute"))
        .contains("The source 'mute' has not been heard yet, since %s".formatted(met))
        .doesNotContain("last heard");

    clock.advance(Duration.ofMinutes(1));
    news.heard("mute");
    assertThat(said("mute")).contains("was last heard at %s".formatted(clock.instant()));
  }

  @Test
  void countsAnEventThatWasPushedAsBeingHeard() {
    look(Duration.ofHours(25));
    inbox.refuse("pushed", "event-" + clock.instant(), null, "{}", "whatever it was");
    look(Duration.ofHours(20));
    assertThat(tasks("pushed")).isEmpty();
    look(Duration.ofHours(7));
    assertThat(tasks("pushed")).hasSize(1);
  }

  @Test
  void leavesTheAlarmOfAConnectionWhenTheSourceOfItsNameIsWell() {
    var connection =
        integrations.stream()
            .flatMap(all -> all.of(new EmployeeId("OWNER-3")).stream())
            .findFirst()
            .orElseThrow();
    alarms.raise(connection.name(), "It stops once its owner is barred.");
    news.heard("pushed");
    look(Duration.ofMinutes(1));
    assertThat(tasks(connection.name())).hasSize(1);
    alarms.over(connection.name());
  }

  @Test
  void takesBackOnlyWhatWorksAgainAndHearsNothingByThat() {
    news.heard("fetched");
    clock.advance(Duration.ofMinutes(1));
    news.failed("fetched", "SFTP: the server cannot be reached.");
    news.works("fetched", "Another door ");
    look(Duration.ofMinutes(31));
    assertThat(tasks("fetched")).hasSize(1);

    var before = heard("fetched");
    news.works("fetched", "SFTP");
    look(Duration.ofMinutes(1));
    assertThat(tasks("fetched")).isEmpty();
    assertThat(heard("fetched")).isEqualTo(before);
  }

  @Test
  void bearsFailuresThatPassAndAsksAboutThoseThatDoNot() {
    news.failed("polled", "Its password was refused (401). Set it anew.");
    look(Duration.ofMinutes(29));
    assertThat(tasks("polled")).isEmpty();
    news.heard("polled");
    news.failed("polled", "Its password was refused (401). Set it anew.");
    look(Duration.ofMinutes(29));
    assertThat(tasks("polled")).isEmpty();

    look(Duration.ofMinutes(2));
    assertThat(tasks("polled"))
        .singleElement()
        .satisfies(task -> assertThat(variable(task, "problem")).contains("Set it anew."));
  }

  @Test
  void asksAtOnceAboutAReadingThatIsHeld() {
    var people = people("H");
    snapshots.all("halved", people);
    snapshots.all("halved", people.subList(0, 20));
    news.heard("halved");
    look(Duration.ofMinutes(1));
    assertThat(tasks("halved")).hasSize(1);
    assertThat(variable(tasks("halved").get(0), "problem")).contains("let it through");

    snapshots.all("halved", people);
    look(Duration.ofMinutes(1));
    assertThat(tasks("halved")).isEmpty();
  }

  @Test
  void asksAboutWhatElseGoesWrongAndKeepsTheWordsUpToDate() {
    var people = people("N");
    snapshots.all("nightly", people);
    news.heard("nightly");
    look(Duration.ofHours(27));
    assertThat(variable(tasks("nightly").get(0), "problem")).contains("Nothing has been heard");

    news.heard("nightly");
    snapshots.all("nightly", people.subList(0, 20));
    look(Duration.ofMinutes(1));
    assertThat(tasks("nightly")).hasSize(1);
    assertThat(variable(tasks("nightly").get(0), "problem"))
        .contains("let it through")
        .doesNotContain("Nothing has been heard");

    seenTo("nightly");
    look(Duration.ofMinutes(1));
    assertThat(tasks("nightly")).isEmpty();
    look(Duration.ofHours(27));
    assertThat(variable(tasks("nightly").get(0), "problem"))
        .contains("let it through", "Nothing has been heard");
    seenTo("nightly");
    news.failed("nightly", "Its password was refused (401). Set it anew.");
    look(Duration.ofMinutes(61));
    assertThat(tasks("nightly")).as("another trouble, within the day").hasSize(1);

    snapshots.all("nightly", people);
    news.heard("nightly");
    look(Duration.ofMinutes(1));
    assertThat(tasks("nightly")).isEmpty();
  }

  @Test
  void asksAsSoonAsTheOneInWhoseNameASourceRunsIsToLeave() {
    news.heard("owned");
    look(Duration.ofMinutes(1));
    assertThat(tasks("owned")).isEmpty();

    walk.leaveAfter(
        new EmployeeId("OWNER-1"),
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(30));
    look(Duration.ofMinutes(1));

    assertThat(tasks("owned"))
        .singleElement()
        .satisfies(
            task -> assertThat(variable(task, "problem")).contains("in the name of OWNER-1"));
  }

  @Test
  void walksEveryPathOfTheDiagram() {
    asksOnceWhenASourceIsSilentForLongerThanItsRhythmAndNoMoreOnceItIsHeard();
    asksAgainTheNextDayIfSomebodyHasSeenToItInVain();
    assertThat(walked.notWalked(engine.getRepositoryService(), "source-alarm")).isEmpty();
  }

  private List<WorkerSnapshot> people(String prefix) {
    var today = Instant.now(clock);
    return IntStream.range(0, 50)
        .mapToObj(number -> People.employed(prefix + number, LocalDate.of(2020, 1, 1), today))
        .toList();
  }

  private void seenTo(String source) {
    engine.getIdentityService().setAuthentication("olivia", List.of("operator"));
    try {
      engine.getTaskService().complete(tasks(source).get(0).getId(), Map.of("decision", "seenTo"));
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  private void look(Duration later) {
    clock.advance(later);
    watch.look();
    runJobs();
    watch.look();
  }

  private void runJobs() {
    var jobs = engine.getManagementService();
    var query = jobs.createJobQuery().processDefinitionKey("source-alarm").executable();
    while (query.count() > 0) {
      query.list().forEach(job -> jobs.executeJob(job.getId()));
    }
  }

  private Instant heard(String source) {
    return watch.health().stream()
        .filter(health -> health.standing().source().equals(source))
        .findFirst()
        .orElseThrow()
        .lastHeard()
        .orElseThrow();
  }

  private List<Task> tasks(String source) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .taskDefinitionKey("seeToSource")
        .processVariableValueEquals("source", source)
        .list();
  }

  private String variable(Task task, String name) {
    return String.valueOf(engine.getTaskService().getVariable(task.getId(), name));
  }

  private String said(String source) {
    return preflight.check(expectations).stream()
        .filter(finding -> finding.severity() == Severity.GOOD)
        .map(finding -> finding.what())
        .filter(what -> what.contains("'" + source + "'"))
        .findFirst()
        .orElseThrow();
  }

  private List<Severity> preflightOf(String source) {
    return preflight.check(expectations).stream()
        .filter(finding -> finding.what().contains("'" + source + "'"))
        .map(finding -> finding.severity())
        .toList();
  }
}
