package io.muster.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.PublicAddress;
import io.muster.lifecycle.Alarms;
import io.muster.lifecycle.ProcessTest;
import io.muster.process.TaskSubject;
import io.muster.process.WaitingTasks;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** A task of a real diagram is told to its group, and once more when it is overdue. */
@ProcessTest
class TaskNoticesTests {
  private static final String ABOUT = "told-source";

  @Autowired private Alarms alarms;
  @Autowired private ProcessEngine engine;
  @Autowired private WaitingTasks waiting;
  @Autowired private TaskSubject subject;
  @Autowired private MovableClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private DigestLook.Sources sources;
  @Autowired private NoticeStore store;

  private final NoticesProperties settings = NoticeStage.settings(100, Map.of());

  @BeforeEach
  void absorbWhatOthersLeftOpen() {
    look();
    jdbc.sql("delete from muster_notice").update();
  }

  @AfterEach
  void close() {
    alarms.over(ABOUT);
    jdbc.sql("delete from muster_notice").update();
  }

  private NoticeDesk desk() {
    return new NoticeDesk(settings, new PublicAddress(null), store, transactions, clock);
  }

  private void look() {
    new TaskLook(settings, waiting, new PersonNaming(settings, subject), desk(), clock).look();
  }

  @Test
  void tellsTheGroupOfANewTaskOnceAndOnceMoreWhenItIsOverdue() {
    var task = asked();
    look();
    look();
    assertThat(told(task)).containsExactly("TASK op@example.com", "TASK both@example.com");
    assertThat(text(task))
        .allMatch(text -> text.contains("group operator: See to what is wrong. It waits since"))
        .noneMatch(text -> text.contains(ABOUT));

    clock.advance(Duration.between(clock.instant(), task.getDueDate().toInstant()));
    look();
    assertThat(told(task)).as("due, not overdue").hasSize(2);
    clock.advance(Duration.ofMillis(1));
    look();
    look();
    assertThat(told(task))
        .containsExactly(
            "TASK op@example.com",
            "TASK both@example.com",
            "ESCALATION op@example.com",
            "ESCALATION both@example.com");
  }

  @Test
  void tellsNoGroupOfATaskThatSomebodyHasTakenOrThatIsForOthers() {
    var task = asked();
    engine.getTaskService().claim(task.getId(), "somebody");
    look();
    assertThat(told(task)).isEmpty();
    engine.getTaskService().setAssignee(task.getId(), null);
    engine.getTaskService().deleteCandidateGroup(task.getId(), "operator");
    engine.getTaskService().addCandidateGroup(task.getId(), "hr");
    look();
    assertThat(told(task)).isEmpty();
    engine.getTaskService().addCandidateGroup(task.getId(), "approver");
    look();
    assertThat(told(task)).containsExactly("TASK both@example.com", "TASK wipes");
  }

  @Test
  void tellsNobodyOfTasksWhereSettingsSaySo() {
    var task = asked();
    var silent = NoticeStage.settings(100, Map.of("task", List.of(), "escalation", List.of()));
    clock.advance(Duration.ofDays(2));
    new TaskLook(silent, waiting, new PersonNaming(silent, subject), desk(), clock).look();
    assertThat(told(task)).isEmpty();
  }

  @Test
  void nothingOfANameThatAnExpressionPutIntoTheTaskIsTold() {
    var task = asked();
    var named = engine.getTaskService().createTaskQuery().taskId(task.getId()).singleResult();
    named.setName("See to Ada Lovelace");
    engine.getTaskService().saveTask(named);
    look();
    assertThat(text(task)).isNotEmpty().noneMatch(text -> text.contains("Ada"));
  }

  @Test
  void theDigestComesOnceADayFromItsHourOnAndNotLate() {
    asked();
    var digest = new DigestLook(settings, sources, desk(), clock);
    var eight =
        clock
            .instant()
            .plus(Duration.ofDays(1))
            .truncatedTo(java.time.temporal.ChronoUnit.DAYS)
            .plus(Duration.ofHours(8));
    clock.set(eight.minusMillis(1));
    digest.look();
    assertThat(digests()).isEmpty();
    clock.set(eight);
    digest.look();
    clock.advance(Duration.ofHours(1));
    digest.look();
    assertThat(digests()).hasSize(2);
    assertThat(digests().get(0))
        .containsPattern("Tasks for operator: [1-9]\\d*, of them overdue: \\d+")
        .contains("Leavers of the last 24 hours: ", "Wipes that wait: ", "HR sources in trouble: ");

    clock.set(eight.plus(Duration.ofDays(1)).plus(DigestLook.NO_LATER));
    digest.look();
    assertThat(digests()).as("too late for that day").hasSize(2);
    clock.set(eight.plus(Duration.ofDays(2)).plus(DigestLook.NO_LATER).minusMillis(1));
    digest.look();
    assertThat(digests()).hasSize(4);
  }

  private List<String> digests() {
    return jdbc.sql("select text from muster_notice where topic = 'DIGEST' order by id")
        .query(String.class)
        .list();
  }

  private Task asked() {
    ClockUtil.setCurrentTime(java.util.Date.from(clock.instant()));
    alarms.raise(ABOUT, "It is silent.");
    var job =
        engine
            .getManagementService()
            .createJobQuery()
            .processDefinitionKey("source-alarm")
            .messages()
            .list()
            .get(0);
    engine.getManagementService().executeJob(job.getId());
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(job.getProcessInstanceId())
        .singleResult();
  }

  private List<String> told(Task task) {
    return about(task, "topic || ' ' || address");
  }

  private List<String> text(Task task) {
    return about(task, "subject || ' ' || text");
  }

  private List<String> about(Task task, String what) {
    return jdbc.sql("select %s from muster_notice where link = ? order by id".formatted(what))
        .param("https://muster.example.com/console/cases/" + task.getProcessInstanceId())
        .query(String.class)
        .list();
  }
}
