package io.muster.intake;

import io.muster.lifecycle.DirectStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down every start at the engine's own door: what started in the commit that starts it, what
 * was refused in a commit of its own, as the refusal undoes everything around it.
 *
 * <p>The engine does not hold business keys to be unique, and people use the employee number as
 * one. So a key that comes again for something else is kept too, with a mark behind it.
 */
@Component
class DirectStarts {
  private static final Logger log = LoggerFactory.getLogger(DirectStarts.class);
  private static final int LONGEST_ID = 180;
  private static final int MARK = 12;

  private final JdbcInbox inbox;
  private final TransactionTemplate apart;

  DirectStarts(JdbcInbox inbox, PlatformTransactionManager transactions) {
    this.inbox = inbox;
    this.apart = new TransactionTemplate(transactions);
    this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @EventListener
  void on(DirectStart start) {
    if (start.refusal() == null) {
      keep(start);
      return;
    }
    try {
      apart.executeWithoutResult(status -> keep(start));
    } catch (RuntimeException failure) {
      // whoever asked must hear why it was refused, not that we could not write it down
      log.error(
          "could not keep a refused start at the engine's door, employee {}: {}",
          start.employee(),
          failure.getClass().getSimpleName());
    }
  }

  private void keep(DirectStart start) {
    var held = start.held();
    if (held != null) {
      keepHeld(start, held);
      return;
    }
    // what was sent is in no case variable any more; this tells one start from another
    var payload =
        "employee %s, case %s, %s"
            .formatted(start.employee(), start.caseId(), String.valueOf(start.refusal()));
    var id = cut(start.eventId());
    if (!inbox.note(id, start, payload)) {
      inbox.note("%s~%s".formatted(id, Digest.of(payload).substring(0, MARK)), start, payload);
    }
  }

  /** Kept as an event, so that it can be taken in once somebody agrees. */
  private void keepHeld(DirectStart start, DirectStart.Said said) {
    var payload = new StoredEvent(said.type(), null, said.facts()).written();
    var id = cut(start.eventId());
    if (!inbox.noteHeld(id, start, payload)) {
      var marked = "%s~%s".formatted(id, Digest.of(payload).substring(0, MARK));
      inbox.noteHeld(marked, start, payload);
    }
  }

  private static String cut(String id) {
    var printable = id.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST_ID ? printable : printable.substring(0, LONGEST_ID);
  }
}
