package io.muster.lifecycle.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.guard.AgreedDeployments;
import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Loosenings;
import io.muster.guard.Person;
import io.muster.lifecycle.Alarms;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Operators are asked for as long as a change waits that makes wipes easier, and no longer. */
class LooseningWatchTests {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final Loosenings loosenings = AgreedDeployments.on(Postgres.dataSource(), clock);
  private final Map<String, String> asked = new TreeMap<>();
  private final LooseningWatch watch =
      new LooseningWatch(
          loosenings,
          new Alarms() {
            @Override
            public void raise(String source, String problem) {
              asked.put(source, problem);
            }

            @Override
            public void goesOn(String source, String problem) {
              asked.replace(source, problem);
            }

            @Override
            public void over(String source) {
              asked.remove(source);
            }
          });

  @Test
  void tellsWhatWaitsHowManyPeopleAreMissingAndFromWhenItCounts() {
    watch.look();
    assertThat(asked).isEmpty();
    var change =
        loosenings.submit(
            new Loosening(
                new Subject(Kind.SETTINGS, "limits", null, "the configuration"),
                new Digest("content", "base"),
                List.of("muster.safety.breaker.most 10 → 50"),
                null,
                Map.of()));
    watch.look();
    assertThat(asked.get(LooseningWatch.ABOUT))
        .contains("breaker.most 10 → 50", "the configuration", "2 more have to agree");

    for (var name : List.of("bob", "clara")) {
      loosenings.agree(
          change.number(), "content", new Person(name, Set.of(), Set.of("approver")), "yes");
    }
    watch.look();
    assertThat(asked.get(LooseningWatch.ABOUT))
        .contains("It counts from 2026-12-01T09:00:00Z, with the next start");

    loosenings.refuse(change.number(), new Person("dave", Set.of(), Set.of("administrator")), "no");
    watch.look();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsTooLongForATaskIsCutAndSaysWhereTheRestIs() {
    waits("short", "x".repeat(3_000));
    watch.look();
    assertThat(asked.get(LooseningWatch.ABOUT))
        .hasSizeLessThan(3_500)
        .doesNotContain(LooseningWatch.REST);

    waits("long", "x".repeat(3_000));
    watch.look();
    assertThat(asked.get(LooseningWatch.ABOUT))
        .hasSizeBetween(3_500, 4_000)
        .contains(LooseningWatch.REST, "agree or refuse");
  }

  private void waits(String content, String loosens) {
    loosenings.submit(
        new Loosening(
            new Subject(Kind.ACCOUNT, content, null, "the configuration"),
            new Digest(content, "base"),
            List.of(loosens),
            new Person("adam", Set.of(), Set.of()),
            Map.of()));
  }
}
