package io.muster.evidence;

import io.muster.evidence.Fact.Content;
import io.muster.evidence.Fact.Where;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.PersonErased;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes what names somebody unreadable in every chain, for good. The chains stay right. */
@Component
class Erasure {
  private static final Logger log = LoggerFactory.getLogger(Erasure.class);

  private final PersonKeys keys;
  private final ChainWriter writer;
  private final LegalHolds holds;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  Erasure(
      PersonKeys keys,
      ChainWriter writer,
      LegalHolds holds,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.keys = keys;
    this.writer = writer;
    this.holds = holds;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What came of it. */
  enum Result {
    ERASED,
    NOTHING_THERE,
    ON_HOLD
  }

  /**
   * Deletes the person's key. That it was done, by whom and why stays in the chain.
   *
   * @param by who answers for it, by sign-in name
   */
  Result erase(EmployeeId employee, String by, String why) {
    if (holds.held(employee)) {
      return Result.ON_HOLD;
    }
    return transaction.execute(
        status -> {
          var subject = Fact.employee(employee.value());
          if (keys.find(subject).isEmpty()) {
            return Result.NOTHING_THERE;
          }
          writer.append(
              List.of(
                  new Fact(
                      Where.ofPerson(employee.value()),
                      employee.value(),
                      Kinds.ERASED,
                      new Content().login("by", by).with("why", why).members())));
          keys.erase(subject);
          events.publishEvent(new PersonErased(employee)); // others keep what names them, too
          log.info("the key of employee {} is deleted, by {}", employee, by);
          return Result.ERASED;
        });
  }
}
