package io.muster.lifecycle;

import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.KnownAccounts;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has the cases that wait for a directory look now, when the directory says that something about
 * their people has changed. Without news they look at their own intervals all the same.
 *
 * <p>A case looks no sooner than a while after its last look, however many news there are; the
 * timer itself remembers when that was, so it holds across nodes.
 */
@Component
class DirectoryChangeListener {
  private static final Logger log = LoggerFactory.getLogger(DirectoryChangeListener.class);

  /** Cases woken at once by news about a group; the others look at their own intervals. */
  private static final int MOST = 200;

  private final List<LifecycleProcess> processes;
  private final KnownAccounts accounts;
  private final Cases cases;
  private final RuntimeService engine;
  private final ManagementService jobs;
  private final WaitProperties waits;
  private final Clock clock;
  private final TransactionTemplate afresh;

  DirectoryChangeListener(
      List<LifecycleProcess> processes,
      KnownAccounts accounts,
      Cases cases,
      RuntimeService engine,
      ManagementService jobs,
      WaitProperties waits,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.processes = processes;
    this.accounts = accounts;
    this.cases = cases;
    this.engine = engine;
    this.jobs = jobs;
    this.waits = waits;
    this.clock = clock;
    this.afresh = new TransactionTemplate(transactions);
    this.afresh.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @TransactionalEventListener(fallbackExecution = true)
  void heard(DirectoryChangedEvent news) {
    for (var process : processes) {
      var waiting = process.waitsForDirectory();
      if (waiting.isEmpty()) {
        continue;
      }
      for (var caseId : concerned(news, process)) {
        waiting.forEach(activity -> wake(caseId, activity));
      }
    }
  }

  private Set<String> concerned(DirectoryChangedEvent news, LifecycleProcess process) {
    return afresh.execute(
        transaction ->
            news.accounts().isEmpty() && !news.groups().isEmpty()
                ? behind(news.connection(), process)
                : accounts.whose(news.connection(), news.accounts()).stream()
                    .flatMap(employee -> cases.running(process.key(), employee).stream())
                    .collect(Collectors.toSet()));
  }

  /** A group's news does not say whom they are about. */
  private Set<String> behind(String connection, LifecycleProcess process) {
    return engine
        .createProcessInstanceQuery()
        .processDefinitionKey(process.key())
        .activityIdIn(process.waitsForDirectory().toArray(String[]::new))
        .variableValueEquals(LifecycleVariables.CONNECTION.name(), connection)
        .listPage(0, MOST)
        .stream()
        .map(ProcessInstance::getId)
        .collect(Collectors.toSet());
  }

  private void wake(String caseId, String activity) {
    try {
      afresh.executeWithoutResult(
          transaction ->
              jobs.createJobQuery()
                  .processInstanceId(caseId)
                  .activityId(activity)
                  .timers()
                  .withRetriesLeft()
                  .list()
                  .forEach(this::bringForward));
    } catch (OptimisticLockingException | NullValueException | NotFoundException looking) {
      // its turn has come this very moment
      log.debug("case {} is looking already", caseId);
    }
  }

  private void bringForward(Job timer) {
    var now = clock.instant();
    var soonest = timer.getCreateTime().toInstant().plus(waits.newsDamping());
    Instant due = soonest.isAfter(now) ? soonest : now;
    if (timer.getDuedate() != null && timer.getDuedate().toInstant().isAfter(due)) {
      jobs.setJobDuedate(timer.getId(), Date.from(due));
    }
  }
}
