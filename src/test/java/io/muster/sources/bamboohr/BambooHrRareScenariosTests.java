package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.Inbox;
import io.muster.lifecycle.ProcessTest;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.sources.HrScenarios;
import io.muster.sources.PlayedHr;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.bamboohr.BambooHrConfiguration.Intake;
import io.muster.sources.bamboohr.Feed.Turn;
import io.muster.testing.MovableClock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rarer things HR does in BambooHR, and those that only BambooHR does. */
@ProcessTest
class BambooHrRareScenariosTests extends HrScenarios<PlayedBambooHr> {
  @Autowired private Snapshots snapshots;
  @Autowired private SourceCursors bookmarks;
  @Autowired private SourceHealthRecorder news;
  @Autowired private Inbox inbox;
  @Autowired private DataSource database;
  @Autowired private JdbcClient jdbc;
  @Autowired private MovableClock clock;

  @Override
  protected PlayedBambooHr open() {
    var bamboo =
        new PlayedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY).tellsOfEffect(),
            new Intake(snapshots, bookmarks, news, inbox, database, jdbc, clock));
    for (int colleague = 0; colleague < 10; colleague++) {
      bamboo.colleagues.add(bamboo.hire(number(), TODAY.minusYears(1), ENGINEER));
    }
    return bamboo;
  }

  // S09

  @Test
  void whatIsFilledInOnTheLastDayAndDoesNotBearOnWhenSomebodyGoesThrowsNobodyOut() {
    var ada = number();
    var record = works(ada, ENGINEER);
    var day = LocalDate.parse("2026-05-13");
    var end = (int) hr().end(record, day, true);
    later();
    at("2026-05-13T08:00:00Z");
    hr().company
        .rewrite(
            record, end, day, Map.of("comment", "Badge returned", "terminationRehireId", "Yes"));
    at("2026-05-13T08:15:00Z");
    assertThat(account(ada)).isEqualTo("open");
    hr().company.rewrite(record, end, day, Map.of("terminationReasonId", "Misconduct"));
    at("2026-05-13T08:30:00Z");
    assertThat(account(ada)).as("another reason may be one to go at once").isEqualTo("barred");
  }

  // S12, by one record

  @Test
  void aConversionInOneRecordIsNoEndAndNoBeginning() {
    var ada = number();
    var record = works(ada, ENGINEER);
    hr().end(record, LocalDate.parse("2026-05-13"), false);
    hr().company.setEmployment(record, LocalDate.parse("2026-05-14"), "Full-Time");
    later();
    for (int day = 13; day < 17; day++) {
      at("2026-05-%dT08:00:00Z".formatted(day));
      assertThat(account(ada)).isEqualTo("open");
      at("2026-05-%dT22:30:00Z".formatted(day));
      assertThat(account(ada)).isEqualTo("open");
    }
    assertThat(cases(ada)).containsExactly("onboarding");
    assertThat(questions(ada)).isEmpty();
  }

  @Test
  void anEndAfterWhichNothingBeginsSoonIsOneThoughSomethingBeginsLater() {
    var ada = number();
    var record = works(ada, ENGINEER);
    hr().end(record, LocalDate.parse("2026-05-13"), false);
    hr().company.setEmployment(record, LocalDate.parse("2026-07-01"), "Full-Time");
    later();
    at("2026-05-13T22:30:00Z");
    assertThat(account(ada)).isEqualTo("barred");
  }

  @Test
  void ofARecordThatIsDeletedNothingFollowsForSomebodyWhoIsThereByAnother() {
    var ada = number();
    var contract = works(ada, ENGINEER);
    at("2026-05-13T08:00:00Z");
    hr().end(contract, LocalDate.parse("2026-05-12"), false);
    hr().hire(ada, LocalDate.parse("2026-05-13"), ENGINEER);
    at("2026-05-13T18:00:00Z");
    hr().delete(contract);
    later();
    at("2026-05-14T18:00:00Z");
    assertThat(account(ada)).isEqualTo("open");
    assertThat(questions(ada)).isEmpty();
  }

  // S14

  @Test
  void aListThatIsCutOffIsNotTakenInAndOneThatIsSaidToBeSoShortIsHeld() {
    hr().company.cutPages(0.3);
    setClock("2026-05-12T02:30:00Z");
    assertThat(hr().feed.poll()).isEqualTo(Turn.FAILED);
    assertThat(hr().failure()).get().asString().contains("read again later");

    hr().company.cutPages(1);
    hr().company.showOnly(Set.copyOf(hr().colleagues.subList(0, 3))::contains);
    for (int day = 13; day < 18; day++) {
      at("2026-05-%dT18:00:00Z".formatted(day));
    }
    assertThat(held()).contains("It has 3 people, the last reading had 10");
    assertThat(eventsOfAll())
        .as("nobody is missing, asked about or let out")
        .isNotEmpty()
        .allMatch(it -> it.startsWith("Nothing of reading"));

    hr().company.showOnly(id -> true);
    at("2026-05-18T18:00:00Z");
    assertThat(eventsOfAll()).allMatch(it -> it.startsWith("Nothing of reading"));
  }

  // S15

  @Test
  void whatTheKeyMayNoLongerSeeChangesNothingAndWhatItStillSeesGoesOn() {
    var ada = number();
    var record = works(ada, new PlayedHr.Job("Engineering", "Honolulu"));
    hr().end(record, LocalDate.parse("2026-05-13"), false);
    later();
    hr().company.hide(Set.of("location", "department"), Set.of());
    hr().touch(record);
    later();
    assertThat(questions(ada)).isEmpty();
    setClock("2026-05-13T22:30:00Z"); // past midnight in Berlin and UTC
    hr().touch(record);
    assertThat(hr().feed.poll()).as("the whole reading").isEqualTo(Turn.FAILED);
    assertThat(hr().failure()).get().asString().contains("what the key may see");
    settle();
    assertThat(account(ada)).isEqualTo("open");
    assertThat(cases(ada)).containsExactly("onboarding", "offboarding");

    hr().company.hide(Set.of(), Set.of(Company.EMPLOYMENT));
    hr().touch(record);
    setClock("2026-05-14T03:00:00Z");
    assertThat(hr().feed.poll()).isEqualTo(Turn.FAILED);
    assertThat(hr().failure()).get().asString().contains("employmentStatus", "access level");
    assertThat(cases(ada)).as("no termination taken back").hasSize(2);

    hr().company.hide(Set.of(), Set.of());
    at("2026-05-14T10:15:00Z"); // past midnight in Honolulu
    assertThat(account(ada)).isEqualTo("barred");
  }

  private List<String> held() {
    return jdbc
        .sql("select held from muster_reading where source = ? and held is not null")
        .param(hr().source)
        .query(String.class)
        .list()
        .stream()
        .map(held -> held.substring(0, held.indexOf('.')))
        .distinct()
        .toList();
  }

  private List<String> eventsOfAll() {
    return jdbc.sql("select coalesce(reason, payload) from muster_inbox where source = ?")
        .param(hr().source)
        .query(String.class)
        .list();
  }
}
