package io.muster.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.guard.AgreedDeployments;
import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Person;
import io.muster.leavers.LeaverReports;
import io.muster.leavers.LeaverTimes;
import io.muster.leavers.Summary;
import io.muster.notices.NoticesProperties.Naming;
import io.muster.people.EmployeeId;
import io.muster.sources.FeedHealth.Feed;
import io.muster.testing.PlayedStops;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found is told, and nothing in it is more than anybody may read. */
class NoticeLooksTests {
  private static final Instant NINE = NoticeStage.NINE;

  private final NoticeStage stage = new NoticeStage();
  private final NoticesProperties settings = NoticeStage.settings();
  private final NoticeDesk desk = stage.desk(settings);

  private String everything() {
    return String.join(
        "\n",
        stage
            .jdbc
            .sql("select subject || ' ' || text || ' ' || link from muster_notice")
            .query(String.class)
            .list());
  }

  private List<String> toOperators() {
    return stage.kept().stream().filter(kept -> kept.contains("op@example.com")).toList();
  }

  @Test
  void tellsOnceThatWipesArePausedAndThatTheyGoOnButNotWhy() {
    var stops = new PlayedStops();
    var look = new StopLook(stops, desk);
    look.look();
    assertThat(stage.kept()).isEmpty();
    stops.pause("op", "Ada's secret reason");
    look.look();
    look.look();
    stops.goOn();
    look.look();
    look.look();
    assertThat(toOperators())
        .containsExactly(
            "mail op@example.com: [Muster] Wipes are paused",
            "mail op@example.com: [Muster] The pause of wipes is over");
    assertThat(everything()).doesNotContain("secret reason");
  }

  @Test
  void aPauseThatFollowsAtOnceIsToldToo() {
    var stops = new PlayedStops();
    var look = new StopLook(stops, desk);
    stops.pause("op", "");
    look.look();
    stops.pause("op", "");
    look.look();
    assertThat(toOperators()).hasSize(3);
  }

  @Test
  void tellsThatTheBreakerOpenedAndThatItWasClosedButNotForWhom() {
    var stops = new PlayedStops();
    var look = new StopLook(stops, desk);
    stops.open("department Secret has 12");
    look.look();
    look.look();
    stops.goOn();
    look.look();
    assertThat(toOperators())
        .containsExactly(
            "mail op@example.com: [Muster] The wipe breaker is open",
            "mail op@example.com: [Muster] The wipe breaker is closed");
    assertThat(everything()).doesNotContain("Secret");
  }

  @Test
  void tellsOfASilentSourceOnceADayAndOfNoOtherAndNamesNobody() {
    var feeds = new ArrayList<Feed>();
    feeds.add(new Feed("well", NINE, List.of(), Set.of()));
    feeds.add(
        new Feed(
            "nightly",
            NINE,
            List.of("refused: E1001", "silent"),
            Set.of("refused rows", "silent")));
    var look = new FeedLook(() -> feeds, desk);
    look.look();
    stage.clock.advance(NoticeStage.REPEAT.minusSeconds(1));
    look.look();
    assertThat(toOperators())
        .containsExactlyInAnyOrder(
            "mail op@example.com: [Muster] HR source nightly: refused rows",
            "mail op@example.com: [Muster] HR source nightly: silent");
    assertThat(everything()).doesNotContain("E1001").contains("last heard at 2026-11-30 09:00 UTC");
    stage.clock.advance(Duration.ofSeconds(1));
    look.look();
    assertThat(toOperators()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"NOBODY, A leaver is not", "NUMBER, A leaver (E1) is", "NAME, A leaver (Ada E1) is"})
  void namesALateLeaverOnlyAsFarAsASettingAllows(Naming naming, String said) {
    var named =
        new NoticesProperties(
            settings.consoleUrl(),
            settings.mail(),
            settings.chat(),
            settings.groups(),
            settings.topics(),
            naming,
            settings.repeat(),
            settings.oneByOne(),
            settings.digest());
    var look =
        new LeaverLook(
            named,
            new Leavers(List.of(leaver(1, true), leaver(2, false))),
            new PersonNaming(named, employee -> "Ada " + employee),
            desk);
    look.look();
    look.look();
    assertThat(toOperators())
        .containsExactly("mail op@example.com: [Muster] A leaver is not secured in time");
    assertThat(everything()).contains(said, "https://muster.example.com/console/cases/case-1");
  }

  @Test
  void manyLateLeaversAreOneNotice() {
    var many = IntStream.range(0, 40).mapToObj(number -> leaver(number, true)).toList();
    new LeaverLook(
            settings, new Leavers(many), new PersonNaming(settings, EmployeeId::toString), desk)
        .look();
    assertThat(toOperators())
        .containsExactly("mail op@example.com: [Muster] 40 leavers are not secured in time");
  }

  @Test
  void tellsOfAChangeThatWaitsAndAgainWhenOnlyARefusalStopsIt() {
    var loosenings = AgreedDeployments.on(Postgres.dataSource(), stage.clock);
    var look = new LooseningLook(loosenings, desk);
    var change =
        loosenings.submit(
            new Loosening(
                new Subject(Kind.SETTINGS, "limits", null, "the configuration"),
                new Digest("content", "base"),
                List.of("muster.safety.breaker.most 10 → 50"),
                null,
                Map.of()));
    look.look();
    look.look();
    assertThat(everything()).contains("2 more have to agree").doesNotContain("10 → 50");
    assertThat(stage.kept()).hasSize(2);
    for (var name : List.of("bob", "clara")) {
      loosenings.agree(
          change.number(), "content", new Person(name, Set.of(), Set.of("approver")), "yes");
    }
    look.look();
    look.look();
    assertThat(stage.kept()).hasSize(4);
    assertThat(everything()).contains("it counts from 2026-12-01 09:00 UTC unless");
  }

  private static LeaverTimes leaver(int number, boolean late) {
    return new LeaverTimes(
        "case-" + number,
        "E" + number,
        NINE,
        false,
        null,
        null,
        late,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  /** These leavers are not secured. */
  private record Leavers(List<LeaverTimes> unsecured) implements LeaverReports {
    @Override
    public List<LeaverTimes> unsecured(int limit) {
      return unsecured.subList(0, Math.min(limit, unsecured.size()));
    }

    @Override
    public Page newest(@Nullable Boolean secured, @Nullable Long before, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<LeaverTimes> find(String caseId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Summary summary(Duration span) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Duration promise() {
      throw new UnsupportedOperationException();
    }
  }
}
