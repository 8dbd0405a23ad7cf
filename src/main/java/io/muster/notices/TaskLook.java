package io.muster.notices;

import io.muster.notices.NoticeDesk.Audience;
import io.muster.notices.NoticeDesk.Found;
import io.muster.process.WaitingTask;
import io.muster.process.WaitingTasks;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds tasks that wait for a group, and those that were not answered in time. */
@Component
class TaskLook implements Look {
  private static final int MOST = 500;
  private static final String ASKED_BY_ID = "approveWipe";

  private final NoticesProperties properties;
  private final WaitingTasks tasks;
  private final PersonNaming people;
  private final NoticeDesk desk;
  private final Clock clock;

  TaskLook(
      NoticesProperties properties,
      WaitingTasks tasks,
      PersonNaming people,
      NoticeDesk desk,
      Clock clock) {
    this.properties = properties;
    this.tasks = tasks;
    this.people = people;
    this.desk = desk;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "notices-tasks";
  }

  @Override
  public void look() {
    for (var group : properties.groupsWithTasks()) {
      desk.tellAll(
          tasks.newest(group, MOST).stream().map(task -> waits(task, group)).toList(),
          new Audience(Set.of(group), null),
          count ->
              new Notice(
                  Topic.TASK,
                  "[Muster] %d tasks wait for %s".formatted(count, group),
                  "%d more tasks wait for somebody of the group %s.".formatted(count, group),
                  "/console"));
    }
    for (var group : properties.groups().keySet()) {
      late(group);
    }
  }

  private void late(String group) {
    if (properties.topics().containsKey(Topic.ESCALATION.key())
        && properties.groupsFor(Topic.ESCALATION).isEmpty()) {
      return;
    }
    var told = new LinkedHashSet<>(List.of(group));
    told.addAll(properties.groupsFor(Topic.ESCALATION));
    desk.tellAll(
        tasks.overdue(group, clock.instant(), MOST).stream()
            .map(task -> isLate(task, group))
            .toList(),
        new Audience(told, null),
        count ->
            new Notice(
                Topic.ESCALATION,
                "[Muster] %d tasks for %s are overdue".formatted(count, group),
                "%d tasks were not answered in time. They wait for somebody of the group %s."
                    .formatted(count, group),
                "/console"));
  }

  private Found waits(WaitingTask task, String group) {
    return new Found(
        "task/%s/%s".formatted(task.id(), group),
        new Notice(
            Topic.TASK,
            "[Muster] A task waits for %s: %s".formatted(group, task.title()),
            "A task waits for somebody of the group %s: %s%s. It waits since %s%s."
                .formatted(
                    group,
                    task.title(),
                    person(task),
                    time(task.since()),
                    task.due() == null ? "" : " and is due " + time(task.due())),
            path(task)));
  }

  private Found isLate(WaitingTask task, String group) {
    return new Found(
        "late/%s/%s/%s".formatted(task.id(), group, task.due()),
        new Notice(
            Topic.ESCALATION,
            "[Muster] A task for %s is overdue: %s".formatted(group, task.title()),
            "A task was not answered in time: %s%s. It waits since %s for somebody of the group %s."
                .formatted(task.title(), person(task), time(task.since()), group),
            path(task)));
  }

  private String person(WaitingTask task) {
    return people.names() ? tasks.about(task.id()).map(people::of).orElse("") : "";
  }

  private static String path(WaitingTask task) {
    return task.key().equals(ASKED_BY_ID)
        ? "/console/approve/" + task.id()
        : "/console/cases/" + task.caseId();
  }

  static String time(Instant instant) {
    var minute = instant.truncatedTo(ChronoUnit.MINUTES).toString();
    return minute.replace("T", " ").replaceFirst(":00Z$", " UTC");
  }
}
