package io.muster.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes facts into the chain as part of the transaction in which they happen.
 *
 * <p>They are written when it is about to commit, not before. So a chain has the order of the
 * commits and is locked for an instant only. A step that writes an outcome and then, in a
 * transaction apart, an intent of the same case would otherwise wait for itself for ever.
 */
@Component
class EvidenceChain {
  private final ChainWriter writer;
  private final TransactionTemplate alone;

  EvidenceChain(ChainWriter writer, PlatformTransactionManager transactions) {
    this.writer = writer;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Has the fact written when this transaction commits; at once where there is none. */
  void add(Fact fact) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()
        || !TransactionSynchronizationManager.isActualTransactionActive()) {
      alone.executeWithoutResult(transaction -> writer.append(List.of(fact)));
      return;
    }
    for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
      if (synchronization instanceof Pending pending && pending.isOf(this)) {
        if (pending.written) {
          alone.executeWithoutResult(transaction -> writer.append(List.of(fact)));
        } else {
          pending.facts.add(fact);
        }
        return;
      }
    }
    var pending = new Pending();
    pending.facts.add(fact);
    TransactionSynchronizationManager.registerSynchronization(pending);
  }

  /** What one transaction has to write. */
  private final class Pending implements TransactionSynchronization, Ordered {
    private final List<Fact> facts = new ArrayList<>();
    private final Map<Object, Integer> savepoints = new HashMap<>();
    private boolean written;

    boolean isOf(EvidenceChain chain) {
      return chain == EvidenceChain.this;
    }

    /** After everybody else, so that what they find is written too. */
    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void savepoint(Object savepoint) {
      savepoints.put(savepoint, facts.size());
    }

    /** What is undone did not happen. */
    @Override
    public void savepointRollback(Object savepoint) {
      // a savepoint we do not know was made before the first fact
      var known = savepoints.getOrDefault(savepoint, 0);
      facts.subList(Math.min(known, facts.size()), facts.size()).clear();
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      written = true;
      if (!facts.isEmpty()) {
        writer.append(List.copyOf(facts));
      }
    }
  }
}
