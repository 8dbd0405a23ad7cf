package io.muster.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private static final int MOST_REQUEST_IDS = 50;
  private static final int LONGEST_REQUEST_ID = 100;
  private static final ThreadLocal<@Nullable Intent> INTENT = new ThreadLocal<>();

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
    if (!READS.contains(method) && INTENT.get() == null) {
      throw new IllegalStateException(
          "a %s to %s without an intent in the ledger".formatted(method, connection));
    }
    budget.pay(connection);
  }

  /**
   * Keeps the id that the other system gave a request, for the intent at work. It is what the
   * vendor finds the request by in its own logs.
   *
   * @param requestId as the response's header has it, or null if it has none
   */
  public static void answeredAs(@Nullable String requestId) {
    var intent = INTENT.get();
    if (intent != null && requestId != null && !requestId.isBlank()) {
      intent.keep(requestId.strip());
    }
  }

  /** Does a call whose intent is in the ledger; for the ledger alone. */
  public static <T> T withIntent(Intent intent, Supplier<T> call) {
    var before = INTENT.get();
    INTENT.set(intent);
    try {
      return call.get();
    } finally {
      if (before == null) {
        INTENT.remove();
      } else {
        INTENT.set(before);
      }
    }
  }

  /** One intent of the ledger, and the ids of the requests that it took. */
  public static final class Intent {
    private final List<String> requestIds = new ArrayList<>();

    private void keep(String requestId) {
      if (requestIds.size() < MOST_REQUEST_IDS) {
        requestIds.add(
            requestId.length() <= LONGEST_REQUEST_ID
                ? requestId
                : requestId.substring(0, LONGEST_REQUEST_ID));
      }
    }

    /** The vendor's ids, in the order of the requests; no more than 50. */
    public List<String> requestIds() {
      return List.copyOf(requestIds);
    }
  }
}
