package io.muster.simulator.okta;

import java.security.PublicKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How this org behaves.
 *
 * @param token the API token it accepts
 * @param perMinute calls a minute, of each kind, before 429
 * @param ruleDelay how long a group rule takes to be evaluated after a change
 * @param indexDelay how long a search does not see a change
 * @param pageSize how many things a list shows at most, whatever is asked for
 * @param leavingDelay how long a deactivation takes
 * @param app a service app that may call too, or null
 */
public record OktaOptions(
    String token,
    int perMinute,
    Duration ruleDelay,
    Duration indexDelay,
    int pageSize,
    Duration leavingDelay,
    @Nullable ServiceAppOptions app) {
  private static final int USUAL_PAGE = 200;

  /**
   * A service app.
   *
   * @param clientId its id
   * @param key the public half of its key
   * @param demandsProofs whether its tokens are bound to a key (DPoP)
   */
  public record ServiceAppOptions(String clientId, PublicKey key, boolean demandsProofs) {}

  /** Slow rules and a lagging index, as in a real org; 600 calls a minute. */
  public static OktaOptions realistic(String token) {
    return new OktaOptions(
        token, 600, Duration.ofSeconds(5), Duration.ofSeconds(2), USUAL_PAGE, Duration.ZERO, null);
  }

  /** Everything at once, as often as asked. */
  public static OktaOptions prompt(String token) {
    return new OktaOptions(
        token, Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, USUAL_PAGE, Duration.ZERO, null);
  }

  public OktaOptions perMinute(int calls) {
    return new OktaOptions(token, calls, ruleDelay, indexDelay, pageSize, leavingDelay, app);
  }

  public OktaOptions rulesAfter(Duration delay) {
    return new OktaOptions(token, perMinute, delay, indexDelay, pageSize, leavingDelay, app);
  }

  public OktaOptions searchAfter(Duration delay) {
    return new OktaOptions(token, perMinute, ruleDelay, delay, pageSize, leavingDelay, app);
  }

  public OktaOptions inPagesOf(int things) {
    return new OktaOptions(token, perMinute, ruleDelay, indexDelay, things, leavingDelay, app);
  }

  public OktaOptions deactivatingFor(Duration delay) {
    return new OktaOptions(token, perMinute, ruleDelay, indexDelay, pageSize, delay, app);
  }

  /** A service app may call too. */
  public OktaOptions withServiceApp(String clientId, PublicKey key) {
    return with(new ServiceAppOptions(clientId, key, false));
  }

  /** A service app may call too, and proves with each call that it holds a key (DPoP). */
  public OktaOptions withProvingServiceApp(String clientId, PublicKey key) {
    return with(new ServiceAppOptions(clientId, key, true));
  }

  private OktaOptions with(ServiceAppOptions newApp) {
    return new OktaOptions(token, perMinute, ruleDelay, indexDelay, pageSize, leavingDelay, newApp);
  }
}
