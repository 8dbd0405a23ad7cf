package io.muster.intake;

import io.muster.intake.Inbox.Fate;
import io.muster.people.EmploymentChange;
import io.muster.process.ProcessLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says what events would come to. They are taken in one after the other, each after what those
 * before it would have done, in a transaction that is then undone as a whole.
 */
@Component
public class DryRun {
  /** No more events than this are tried at once, as nobody else can work on these people then. */
  public static final int MOST = 500;

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Inbox inbox;
  private final TransactionTemplate undone;

  DryRun(Inbox inbox, PlatformTransactionManager transactions) {
    this.inbox = inbox;
    this.undone = new TransactionTemplate(transactions);
    this.undone.setName(ProcessLog.DRY_RUN);
    this.undone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.undone.setTimeout(Math.toIntExact(LONGEST.toSeconds()));
  }

  /**
   * An event that is tried.
   *
   * @param payload the event as it would be kept
   */
  public record Tried(EmploymentChange change, String payload) {}

  /**
   * What would become of an event.
   *
   * @param caseId the case that there is already and that acts on the event, or null
   * @param reason why nothing would be done, or where a case of the person waits; or null
   * @param repeat true if the event came in before
   */
  public record Expected(
      Fate fate, @Nullable String caseId, @Nullable String reason, boolean repeat) {}

  /**
   * What would become of each event, in the order given.
   *
   * @param events no more than {@link #MOST}
   * @throws IllegalArgumentException if there are more
   */
  public List<Expected> of(List<Tried> events) {
    if (events.size() > MOST) {
      throw new IllegalArgumentException(
          "No more than %d events are tried at once.".formatted(MOST));
    }
    var expected = new ArrayList<Expected>();
    undone.executeWithoutResult(
        status -> {
          var begun = new HashSet<String>(); // cases that nobody will ever find
          try {
            events.forEach(event -> expected.add(take(event, begun)));
          } finally {
            status.setRollbackOnly();
          }
        });
    return List.copyOf(expected);
  }

  private Expected take(Tried event, Set<String> begun) {
    try {
      var receipt = inbox.take(event.change(), event.payload());
      var caseId = receipt.caseId();
      if (caseId != null && receipt.fate() == Fate.STARTED && !receipt.repeat()) {
        begun.add(caseId);
      }
      return new Expected(
          receipt.fate(),
          caseId == null || begun.contains(caseId) ? null : caseId,
          receipt.reason(),
          receipt.repeat());
    } catch (EventIdReused reused) {
      return new Expected(Fate.REFUSED, null, reused.getMessage(), false);
    }
  }
}
