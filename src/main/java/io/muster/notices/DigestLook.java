package io.muster.notices;

import io.muster.guard.Loosenings;
import io.muster.leavers.LeaverReports;
import io.muster.notices.NoticeDesk.Audience;
import io.muster.notices.NoticeDesk.Found;
import io.muster.process.WaitingTasks;
import io.muster.safety.Destruction;
import io.muster.sources.FeedHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Tells once a day what stands open, in counts alone. */
@Component
class DigestLook implements Look {
  /** Who was down in the morning does not get the morning's digest at night. */
  static final Duration NO_LATER = Duration.ofHours(6);

  private static final Duration A_DAY = Duration.ofDays(1);

  private final NoticesProperties properties;
  private final Sources sources;
  private final NoticeDesk desk;
  private final Clock clock;

  DigestLook(NoticesProperties properties, Sources sources, NoticeDesk desk, Clock clock) {
    this.properties = properties;
    this.sources = sources;
    this.desk = desk;
    this.clock = clock;
  }

  /** Where the digest reads. */
  @Component
  record Sources(
      WaitingTasks tasks,
      LeaverReports leavers,
      Destruction destruction,
      FeedHealth feeds,
      Loosenings loosenings) {}

  @Override
  public String name() {
    return "notices-digest";
  }

  @Override
  public void look() {
    var now = clock.instant().atZone(properties.digest().zone());
    var due = now.toLocalDate().atTime(properties.digest().at()).atZone(now.getZone());
    if (now.isBefore(due) || !now.isBefore(due.plus(NO_LATER))) {
      return;
    }
    var groups = properties.groupsFor(Topic.DIGEST);
    if (groups.stream().noneMatch(properties.groups()::containsKey)) {
      return;
    }
    var digest = new Found("digest/" + now.toLocalDate(), digest(now));
    desk.tellAll(List.of(digest), new Audience(groups, null), count -> digest.notice());
  }

  private Notice digest(ZonedDateTime now) {
    var lines = new ArrayList<String>();
    for (var group : new TreeSet<>(properties.groupsWithTasks())) {
      lines.add(
          "Tasks for %s: %d, of them overdue: %d"
              .formatted(
                  group,
                  sources.tasks().count(group),
                  sources.tasks().countOverdue(group, now.toInstant())));
    }
    var day = sources.leavers().summary(A_DAY);
    lines.add(
        "Leavers of the last 24 hours: %d, of them secured: %d, later than promised: %d"
            .formatted(day.leavers(), day.secured(), day.late()));
    var state = sources.destruction().state();
    lines.add("Wipes that wait: %d%s".formatted(state.waiting().size(), why(state)));
    lines.add(
        "HR sources in trouble: %d"
            .formatted(
                sources.feeds().feeds().stream().filter(feed -> !feed.kinds().isEmpty()).count()));
    lines.add(
        "Changes that would make wipes easier and wait: %d"
            .formatted(sources.loosenings().waiting().size()));
    return new Notice(
        Topic.DIGEST,
        "[Muster] What stands open on " + now.toLocalDate(),
        String.join("\n", lines),
        "/console");
  }

  private static String why(Destruction.State state) {
    var paused = state.pause() == null ? "" : " (paused)";
    return state.opening() == null ? paused : paused + " (the breaker is open)";
  }
}
