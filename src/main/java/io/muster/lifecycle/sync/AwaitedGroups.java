package io.muster.lifecycle.sync;

import io.muster.directory.DirectoryChangedEvent;
import io.muster.lifecycle.Cases;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A run that misses a selected group asks a person, and looks again as soon as the directory tells
 * of groups: a mirror that is pushed is empty until the first push.
 */
@Component
class AwaitedGroups {
  private static final Logger log = LoggerFactory.getLogger(AwaitedGroups.class);

  private final SyncProperties properties;
  private final Cases cases;
  private final ManagementService jobs;
  private final TransactionTemplate newTransaction;
  private final Clock clock;

  AwaitedGroups(
      SyncProperties properties,
      Cases cases,
      ManagementService jobs,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.properties = properties;
    this.cases = cases;
    this.jobs = jobs;
    this.clock = clock;
    this.newTransaction = new TransactionTemplate(transactions);
    this.newTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @TransactionalEventListener(fallbackExecution = true)
  void heard(DirectoryChangedEvent news) {
    var settings = properties.connections().get(news.connection());
    if (settings == null || (news.groups().isEmpty() && !news.accounts().isEmpty())) {
      return;
    }
    try {
      newTransaction.executeWithoutResult(
          transaction ->
              cases
                  .running(DirectorySync.KEY, DirectorySync.standingFor(news.connection()))
                  .ifPresent(
                      run ->
                          jobs.createJobQuery()
                              .processInstanceId(run)
                              .activityId(DirectorySync.SCOPE_OUTDATED)
                              .timers()
                              .list()
                              .forEach(timer -> bringForward(timer, settings))));
    } catch (OptimisticLockingException | NullValueException | NotFoundException looking) {
      // its turn has come this very moment
      log.debug("the run of {} is looking already", news.connection());
    }
  }

  /** Not at once: with one push come many. */
  private void bringForward(Job timer, SyncProperties.Connection settings) {
    Instant due = clock.instant().plus(settings.quiet());
    if (timer.getDuedate() != null && timer.getDuedate().toInstant().isAfter(due)) {
      jobs.setJobDuedate(timer.getId(), Date.from(due));
    }
  }
}
