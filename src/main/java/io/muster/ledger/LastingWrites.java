package io.muster.ledger;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what has happened outside, which nobody can roll back.
 *
 * <p>Where a transaction is at work, it is written as part of that, and again in one of its own if
 * that is rolled back. So a step that succeeds costs one commit and not one for each of its calls.
 * If the service dies in between, the intent stands there without an answer, as after every crash
 * during a call.
 */
final class LastingWrites {
  private final TransactionTemplate alone;

  LastingWrites(PlatformTransactionManager transactions) {
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Written with the transaction at work, and at any rate; must bear being done twice. */
  void write(Runnable write) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      writeAlone(write);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(new Again(write));
    write.run();
  }

  /** Written and committed now, whatever becomes of the transaction at work. */
  void writeAlone(Runnable write) {
    alone.executeWithoutResult(transaction -> write.run());
  }

  private final class Again implements TransactionSynchronization {
    private final Runnable write;
    private boolean undone;

    Again(Runnable write) {
      this.write = write;
    }

    @Override
    public void savepointRollback(Object savepoint) {
      // it may have been written after that
      undone = true;
    }

    @Override
    public void afterCompletion(int status) {
      if (undone || status != STATUS_COMMITTED) {
        writeAlone(write);
      }
    }
  }
}
