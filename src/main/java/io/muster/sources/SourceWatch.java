package io.muster.sources;

import static java.util.stream.Collectors.joining;

import io.muster.intake.Inbox;
import io.muster.lifecycle.Alarms;
import io.muster.people.Departures;
import io.muster.sources.SnapshotTable.Refused;
import io.muster.sources.SourceTable.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Notices that a source has fallen silent, fails, or has something that an operator must look at.
 */
@Component
class SourceWatch implements FeedHealth {
  /** Failures that pass by themselves are nobody's business. */
  private static final Duration PASSING = Duration.ofMinutes(30);

  private static final Duration AGAIN = Duration.ofDays(1);
  private static final int NAMED = 5;
  private static final Pattern DIGITS = Pattern.compile("\\s*\\d+");

  private final SourcesProperties properties;
  private final SourceTable sources;
  private final Readings readings;
  private final SnapshotTable snapshots;
  private final Alarms alarms;
  private final Departures departures;
  private final UnmatchedWords unmatched;
  private final Inbox inbox;
  private final Clock clock;

  SourceWatch(
      SourcesProperties properties,
      SourceTable sources,
      Readings readings,
      SnapshotTable snapshots,
      Alarms alarms,
      Departures departures,
      UnmatchedWords unmatched,
      Inbox inbox,
      Clock clock) {
    this.properties = properties;
    this.sources = sources;
    this.readings = readings;
    this.snapshots = snapshots;
    this.alarms = alarms;
    this.departures = departures;
    this.unmatched = unmatched;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Looks at every source: one alarm for each that is in trouble, on whichever node. */
  void look() {
    unmatched.write();
    properties.sources().keySet().forEach(sources::meet);
    inbox.held().keySet().forEach(sources::meet);
    for (var standing : sources.all()) {
      var trouble = trouble(standing);
      if (trouble.isEmpty()) {
        sources.isWellAgain(standing.source());
        alarms.over(standing.source());
      } else if (sources.mayAlert(standing.source(), AGAIN, kinds(trouble))) {
        alarms.raise(standing.source(), together(trouble));
      } else {
        alarms.goesOn(standing.source(), together(trouble));
      }
    }
  }

  @Override
  public List<Feed> feeds() {
    return sources.all().stream()
        .map(
            standing -> {
              var trouble = trouble(standing);
              return new Feed(
                  standing.source(),
                  standing.heardAt(),
                  trouble.stream().map(Trouble::words).toList(),
                  trouble.stream()
                      .map(one -> DIGITS.matcher(one.kind()).replaceAll(""))
                      .collect(Collectors.toCollection(TreeSet::new)));
            })
        .toList();
  }

  /** Every source there is, and what is wrong with it. */
  List<Health> health() {
    return sources.all().stream()
        .map(
            standing ->
                new Health(
                    standing,
                    Optional.ofNullable(properties.of(standing.source()).rhythm()),
                    trouble(standing).stream().map(Trouble::words).toList(),
                    readings.held(standing.source()).size()))
        .toList();
  }

  /**
   * One thing that is wrong.
   *
   * @param kind tells it from others, and not from the same tomorrow
   * @param words what is wrong and what to do about it
   */
  private record Trouble(String kind, String words) {}

  private static Set<String> kinds(List<Trouble> trouble) {
    return trouble.stream().map(Trouble::kind).collect(Collectors.toSet());
  }

  private static String together(List<Trouble> trouble) {
    return trouble.stream().map(Trouble::words).collect(joining(" "));
  }

  private List<Trouble> trouble(Standing standing) {
    var trouble = new ArrayList<Trouble>();
    var now = clock.instant();
    var rhythm = properties.of(standing.source()).rhythm();
    var last = standing.heardAt() == null ? standing.firstSeen() : standing.heardAt();
    if (rhythm != null && last.plus(rhythm).isBefore(now)) {
      trouble.add(
          new Trouble(
              "silent",
              "Nothing has been heard since %s; it should be heard every %s (muster.sources.%s.rhythm). See whether the sender, its webhook or its export still runs."
                  .formatted(last, words(rhythm), standing.source())));
    }
    var failing = standing.failingSince();
    if (failing != null && failing.plus(PASSING).isBefore(now)) {
      trouble.add(
          new Trouble(
              "failing",
              "It could not be read since %s: %s".formatted(failing, standing.failure())));
    }
    var owner = properties.of(standing.source()).owner();
    if (owner != null && departures.leaves(owner)) {
      trouble.add(
          new Trouble(
              "owner",
              "It runs in the name of %s, who leaves or has left (muster.sources.%s.owner). Have it run in another's name, or nothing will be heard any more once that account is barred."
                  .formatted(owner, standing.source())));
    }
    var refused = snapshots.refused(standing.source());
    if (!refused.isEmpty()) {
      trouble.add(
          new Trouble(
              "refused rows",
              "What it says about %d people is not, or not all, taken in, since %s: %s. /api/sources/%s/refused says of each why; correct the records in HR, or the mapping, and they are read again."
                  .formatted(
                      refused.size(),
                      refused.get(0).since(),
                      numbers(refused),
                      standing.source())));
    }
    var leavers = inbox.held().getOrDefault(standing.source(), 0L);
    if (leavers > 0) {
      trouble.add(
          new Trouble(
              "held leavers",
              "Leavers that wait for a person: %d. Too many were reported at once, so nothing was done about these. Look at /api/held-leavers, ask HR, and agree or decline there."
                  .formatted(leavers)));
    }
    for (var held : readings.held(standing.source())) {
      trouble.add(
          new Trouble(
              "reading " + held.number(),
              "Reading %d of %s is held: %s Look at it at /api/sources/%s/readings/%d and let it through there, or have the source corrected."
                  .formatted(
                      held.number(),
                      held.takenAt(),
                      held.why(),
                      standing.source(),
                      held.number())));
    }
    return trouble;
  }

  private static String numbers(List<Refused> refused) {
    var named = refused.stream().limit(NAMED).map(Refused::employee).collect(joining(", "));
    return refused.size() > NAMED ? named + " and others" : named;
  }

  private static String words(Duration duration) {
    return duration.toHours() > 0 && duration.toMinutesPart() == 0
        ? duration.toHours() + " h"
        : duration.toMinutes() + " min";
  }

  /**
   * How a source is doing.
   *
   * @param trouble what is wrong and what to do about it; empty if nothing is
   * @param held how many readings an operator has to look at
   */
  record Health(Standing standing, Optional<Duration> rhythm, List<String> trouble, int held) {
    /** When it was last heard, if it ever was. */
    Optional<Instant> lastHeard() {
      return Optional.ofNullable(standing.heardAt());
    }
  }
}
