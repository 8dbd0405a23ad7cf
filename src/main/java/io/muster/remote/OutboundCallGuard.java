package io.muster.remote;

import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The one gate every call to another system passes, in the HTTP client itself.
 *
 * <p>It pays the call from the budget, and stops a writing call for which nobody wrote an intent
 * into the ledger first.
 */
@Component
public class OutboundCallGuard {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final ThreadLocal<Boolean> INTENT_WRITTEN = ThreadLocal.withInitial(() -> false);

  private final CallBudget budget;

  OutboundCallGuard(CallBudget budget) {
    this.budget = budget;
  }

  /**
   * Lets one call pass, or not.
   *
   * @param connection the configured name of the connection
   * @param method the HTTP method
   * @throws RemoteFailure.Unavailable if the budget is spent
   * @throws IllegalStateException if a writing call has no intent in the ledger
   */
  public void pass(String connection, String method) {
    if (!READS.contains(method) && !INTENT_WRITTEN.get()) {
      throw new IllegalStateException(
          "a %s to %s without an intent in the ledger".formatted(method, connection));
    }
    budget.pay(connection);
  }

  /** Does a call whose intent is in the ledger; for the ledger alone. */
  public static <T> T withIntent(Supplier<T> call) {
    var before = INTENT_WRITTEN.get();
    INTENT_WRITTEN.set(true);
    try {
      return call.get();
    } finally {
      INTENT_WRITTEN.set(before);
    }
  }
}
