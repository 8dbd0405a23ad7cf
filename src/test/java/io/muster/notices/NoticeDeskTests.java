package io.muster.notices;

import static io.muster.notices.NoticeStage.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.notices.NoticeDesk.Audience;
import io.muster.notices.NoticeDesk.Found;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeDeskTests {
  private static final String PAUSE = "pause";

  private final NoticeStage stage = new NoticeStage();

  @Test
  void tellsEachRecipientOnceWithALinkToTheConsole() {
    var desk = stage.desk(NoticeStage.settings());
    desk.tellAll(
        List.of(new Found("one", notice("x"))),
        new Audience(List.of("operator", "approver", "unknown"), null),
        count -> notice("many"));
    assertThat(stage.kept())
        .containsExactly(
            "mail op@example.com: x", "mail both@example.com: x", "chat.wipes wipes: x");
    assertThat(stage.jdbc.sql("select distinct link from muster_notice").query(String.class).list())
        .containsExactly("https://muster.example.com/console");
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "0, 4", "1, 4"})
  void repeatsWhatLastsWhenItsTimeHasPassedAndNoSooner(long second, int notices) {
    stage.desk(NoticeStage.settings()).tell(new Found("feed/csv/silent", notice("silent")));
    stage.clock.advance(NoticeStage.REPEAT.plusSeconds(second));
    stage.desk(NoticeStage.settings()).tell(new Found("feed/csv/silent", notice("silent")));
    assertThat(stage.kept()).hasSize(notices);
  }

  @Test
  void neverRepeatsATaskHoweverLongItWaits() {
    var desk = stage.desk(NoticeStage.settings());
    for (var day = 0; day < 3; day++) {
      desk.tellAll(
          List.of(new Found("task/1/operator", notice("task"))),
          new Audience(Set.of("operator"), null),
          count -> notice("many"));
      stage.clock.advance(Duration.ofDays(30));
    }
    assertThat(stage.kept()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "2, 1, 1", "2, 2, 2", "2, 3, 1"})
  void tellsManyAtOnceInOne(int oneByOne, int found, int notices) {
    var desk = stage.desk(NoticeStage.settings(oneByOne, Map.of()));
    desk.tellAll(
        IntStream.range(0, found).mapToObj(one -> new Found("k" + one, notice("one"))).toList(),
        new Audience(Set.of("approver"), null),
        count -> notice(count + " at once"));
    assertThat(stage.kept()).hasSize(2 * notices);
    if (found > oneByOne && found > 1) {
      assertThat(stage.kept()).contains("mail both@example.com: %d at once".formatted(found));
    }
  }

  @Test
  void tellsThatSomethingIsOverOnceAndOnlyIfItsBeginningWasTold() {
    var desk = stage.desk(NoticeStage.settings());
    desk.over(PAUSE, null, notice("over"));
    assertThat(stage.kept()).isEmpty();
    desk.tell(new Found("pause/1", notice("paused")));
    desk.over(PAUSE, "pause/1", notice("over"));
    assertThat(stage.kept()).hasSize(2);
    desk.over(PAUSE, null, notice("over"));
    desk.over(PAUSE, null, notice("over"));
    assertThat(stage.kept()).hasSize(4).contains("mail op@example.com: over");
  }

  @Test
  void aTopicWithoutGroupsIsToldToNobodyAndClaimsNothing() {
    var silent = stage.desk(NoticeStage.settings(5, Map.of("feed", List.of())));
    silent.tell(new Found("feed/csv/silent", notice("silent")));
    assertThat(stage.kept()).isEmpty();
    stage.desk(NoticeStage.settings()).tell(new Found("feed/csv/silent", notice("silent")));
    assertThat(stage.kept()).hasSize(2);
  }

  @Test
  void whatCannotBeKeptIsNotClaimedEither() {
    var desk = stage.desk(NoticeStage.settings());
    stage
        .jdbc
        .sql("alter table muster_notice add constraint no_more check (subject <> 'x')")
        .update();
    assertThatThrownBy(() -> desk.tell(new Found("feed/a", notice("x"))))
        .hasMessageContaining("no_more");
    stage.jdbc.sql("alter table muster_notice drop constraint no_more").update();
    desk.tell(new Found("feed/a", notice("x")));
    assertThat(stage.kept()).hasSize(2);
  }

  @Test
  void forgetsWhatIsOldAndNothingElse() {
    var desk = stage.desk(NoticeStage.settings());
    desk.tell(new Found("a", notice("a")));
    stage.post().deliver(new NoticeStage.Played());
    var now = NoticeStage.NINE;
    stage.store.forget(now, now);
    assertThat(stage.kept()).hasSize(2);
    stage.store.forget(now.plusMillis(1), now.plusMillis(1));
    assertThat(stage.kept()).isEmpty();
    desk.tell(new Found("a", notice("a")));
    assertThat(stage.kept()).as("waiting ones stay").hasSize(2);
    stage.store.forget(now.plusSeconds(9), now);
    assertThat(stage.kept()).hasSize(2);
  }
}
