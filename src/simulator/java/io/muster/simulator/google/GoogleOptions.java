package io.muster.simulator.google;

import java.security.PublicKey;
import java.time.Duration;
import java.util.Set;

/**
 * How this customer's domain behaves.
 *
 * @param domain the mail domain
 * @param account the service account that may call
 * @param perMinute calls a minute, in the name of one administrator, before 403 or 429
 * @param tooMuch how a call beyond that is answered, as Google does both
 * @param dynamicGroups whether the edition has them
 * @param ruleDelay how long a dynamic group takes to be worked out after a change
 * @param indexDelay how long a search does not see a change
 * @param shownAfter how long a new user cannot be read
 * @param completeAfter how long a new user takes no change
 * @param pageSize how many things a list shows at most, whatever is asked for
 * @param archiveLicences how many users can be archived
 */
public record GoogleOptions(
    String domain,
    Account account,
    int perMinute,
    TooMuch tooMuch,
    boolean dynamicGroups,
    Duration ruleDelay,
    Duration indexDelay,
    Duration shownAfter,
    Duration completeAfter,
    int pageSize,
    int archiveLicences) {
  private static final int PUBLISHED_PER_MINUTE = 2400;
  private static final int MANY = Integer.MAX_VALUE;

  /**
   * A service account with domain-wide delegation.
   *
   * @param email its address
   * @param key the public half of its key
   * @param scopes what an administrator allowed its client id to ask for
   */
  public record Account(String email, PublicKey key, Set<String> scopes) {
    public Account {
      scopes = Set.copyOf(scopes);
    }
  }

  /** How Google says that a quota is used up. */
  public enum TooMuch {
    FORBIDDEN_403,
    TOO_MANY_429
  }

  /** Slow rules and a lagging index, as in a real domain; the published quota. */
  public static GoogleOptions realistic(String domain, Account account) {
    return new GoogleOptions(
        domain,
        account,
        PUBLISHED_PER_MINUTE,
        TooMuch.FORBIDDEN_403,
        true,
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ZERO,
        Duration.ZERO,
        MANY,
        MANY);
  }

  public GoogleOptions perMinute(int calls, TooMuch answer) {
    return new GoogleOptions(
        domain,
        account,
        calls,
        answer,
        dynamicGroups,
        ruleDelay,
        indexDelay,
        shownAfter,
        completeAfter,
        pageSize,
        archiveLicences);
  }

  /** Of an edition without dynamic groups. */
  public GoogleOptions withoutDynamicGroups() {
    return new GoogleOptions(
        domain,
        account,
        perMinute,
        tooMuch,
        false,
        ruleDelay,
        indexDelay,
        shownAfter,
        completeAfter,
        pageSize,
        archiveLicences);
  }

  public GoogleOptions newUsers(Duration shown, Duration complete) {
    return new GoogleOptions(
        domain,
        account,
        perMinute,
        tooMuch,
        dynamicGroups,
        ruleDelay,
        indexDelay,
        shown,
        complete,
        pageSize,
        archiveLicences);
  }

  public GoogleOptions inPagesOf(int things) {
    return new GoogleOptions(
        domain,
        account,
        perMinute,
        tooMuch,
        dynamicGroups,
        ruleDelay,
        indexDelay,
        shownAfter,
        completeAfter,
        things,
        archiveLicences);
  }

  public GoogleOptions archiving(int licences) {
    return new GoogleOptions(
        domain,
        account,
        perMinute,
        tooMuch,
        dynamicGroups,
        ruleDelay,
        indexDelay,
        shownAfter,
        completeAfter,
        pageSize,
        licences);
  }
}
