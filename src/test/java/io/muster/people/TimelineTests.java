package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.PersonState.Access;
import io.muster.people.PersonState.CaseKind;
import io.muster.people.PersonState.Phase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever order HR's events arrive in, and however often, they come to the same. */
class TimelineTests {
  static final Instant T = Instant.parse("2026-03-02T09:00:00Z");
  private static final EmployeeId ADA = new EmployeeId("E1");
  private static final List<Duration> LOOKS =
      List.of(Duration.ofHours(2), Duration.ofDays(10), Duration.ofDays(100));
  private static final Duration PRE_HIRE = Duration.ofDays(3);
  private static final int SETS = 2_000;
  private static final int ORDERS = 50;

  @Test
  void everyOrderOfEventsWithDuplicatesComesToTheSame() {
    var begun = cpuTime();
    for (var seed = 0; seed < SETS; seed++) {
      var run = seed;
      var random = new Random(seed);
      var events = HrEvents.upToSeven(random, ADA, T);
      var inOrder = outcome(events, new Random(seed));
      for (var order = 0; order < ORDERS; order++) {
        var arrival = withDuplicates(events, random);
        Collections.shuffle(arrival, random);
        assertThat(outcome(arrival, random))
            .as(() -> "seed %d, arrival %s, entered %s".formatted(run, arrival, events))
            .isEqualTo(inOrder);
      }
    }
    assertThat(cpuTime().minus(begun)).isLessThan(Duration.ofSeconds(30));
  }

  /** What this thread has used; a machine that is busy with other things does not count. */
  private static Duration cpuTime() {
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  /** What is seen at three times. */
  private static List<String> outcome(List<EmploymentChange> arrival, Random random) {
    var world = new TimelineWorld(T.plus(Duration.ofHours(1)));
    for (var event : arrival) {
      world.hear(event);
      world.work(random);
    }
    var seen = new ArrayList<String>();
    for (var look : LOOKS) {
      var time = T.plus(look);
      world.pass(time);
      seen.add(seen(world, time, arrival));
    }
    return seen;
  }

  private static String seen(TimelineWorld world, Instant time, List<EmploymentChange> arrival) {
    var standing = world.standing();
    if (standing.isOut(time)) {
      demandNoAccess(world, time, arrival);
    } else if (standing.employment().isPresent()) {
      demandAccess(world, time, arrival);
    }
    return "%s out=%s employed=%s away=%s leaves=%s"
        .formatted(
            standing.workerAt(time),
            standing.isOut(time),
            standing.isEmployed(time),
            !standing.isOut(time) && world.state().isIn(CaseKind.LEAVE, Phase.ACTIVE),
            world.state().isIn(CaseKind.OFFBOARDING, Phase.SCHEDULED));
  }

  private static void demandNoAccess(
      TimelineWorld world, Instant time, List<EmploymentChange> arrival) {
    var state = world.state();
    assertThat(state.access())
        .as(() -> "a leaver is forgotten at %s: %s after %s".formatted(time, state, arrival))
        .isNotEqualTo(Access.GIVEN);
    assertThat(state.cases())
        .as(() -> "something still runs at %s: %s after %s".formatted(time, state, arrival))
        .doesNotContainKeys(CaseKind.ONBOARDING, CaseKind.TRANSFER, CaseKind.OFFBOARDING);
  }

  private static void demandAccess(
      TimelineWorld world, Instant time, List<EmploymentChange> arrival) {
    var state = world.state();
    var standing = world.standing();
    assertThat(state.isIn(CaseKind.OFFBOARDING, Phase.ACTIVE))
        .as(() -> "a leaver's case runs at %s: %s after %s".formatted(time, state, arrival))
        .isFalse();
    if (standing.firstDay().filter(day -> !day.minus(PRE_HIRE).isAfter(time)).isEmpty()) {
      return;
    }
    assertThat(state.access())
        .as(
            () ->
                "somebody employed is disabled at %s: %s after %s".formatted(time, state, arrival))
        .isNotEqualTo(Access.TAKEN);
    if (!standing.isEmployed(time)) {
      return; // nobody told us of a hire: whatever account there is stays as it is
    }
    assertThat(state.access())
        .as(
            () ->
                "somebody employed has no access at %s: %s after %s"
                    .formatted(time, state, arrival))
        .isEqualTo(Access.GIVEN);
    if (!state.isIn(CaseKind.LEAVE, Phase.ACTIVE)) {
      assertThat(Optional.ofNullable(state.applied()))
          .as(() -> "other facts are set up at %s: %s after %s".formatted(time, state, arrival))
          .isEqualTo(standing.workerAt(time));
    }
  }

  private static List<EmploymentChange> withDuplicates(
      List<EmploymentChange> events, Random random) {
    var all = new ArrayList<>(events);
    for (var copies = random.nextInt(3); copies > 0; copies--) {
      all.add(events.get(random.nextInt(events.size())));
    }
    return all;
  }
}
