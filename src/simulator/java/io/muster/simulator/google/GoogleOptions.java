package io.muster.simulator.google;

import java.security.PublicKey;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** How this customer's domain behaves; each wish gives new options and leaves the old ones. */
public final class GoogleOptions {
  private static final int PUBLISHED_PER_MINUTE = 2400;
  private static final Duration RULE_DELAY = Duration.ofSeconds(5);
  private static final Duration INDEX_DELAY = Duration.ofSeconds(2);

  private final String domain;
  private final Account account;
  private int perMinute = PUBLISHED_PER_MINUTE;
  private TooMuch tooMuch = TooMuch.FORBIDDEN_403;
  private boolean dynamicGroups = true;
  private Duration shownAfter = Duration.ZERO;
  private Duration completeAfter = Duration.ZERO;
  private int pageSize = Integer.MAX_VALUE;
  private int archiveLicences = Integer.MAX_VALUE;

  private GoogleOptions(String domain, Account account) {
    this.domain = domain;
    this.account = account;
  }

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

  /** How Google says that a quota is used up; it does both. */
  public enum TooMuch {
    FORBIDDEN_403,
    TOO_MANY_429
  }

  /** Slow rules and a lagging index, as in a real domain; the published quota. */
  public static GoogleOptions realistic(String domain, Account account) {
    return new GoogleOptions(domain, account);
  }

  /** So many calls a minute in the name of one administrator. */
  public GoogleOptions perMinute(int calls, TooMuch answer) {
    return with(
        it -> {
          it.perMinute = calls;
          it.tooMuch = answer;
        });
  }

  /** Of an edition without dynamic groups. */
  public GoogleOptions withoutDynamicGroups() {
    return with(it -> it.dynamicGroups = false);
  }

  /** New users cannot be read for some time, and take no change for some time. */
  public GoogleOptions newUsers(Duration shown, Duration complete) {
    return with(
        it -> {
          it.shownAfter = shown;
          it.completeAfter = complete;
        });
  }

  /** Lists show so many things at most, whatever is asked for. */
  public GoogleOptions inPagesOf(int things) {
    return with(it -> it.pageSize = things);
  }

  /** So many users can be archived. */
  public GoogleOptions archiving(int licences) {
    return with(it -> it.archiveLicences = licences);
  }

  private GoogleOptions with(Consumer<GoogleOptions> change) {
    var copy = new GoogleOptions(domain, account);
    copy.perMinute = perMinute;
    copy.tooMuch = tooMuch;
    copy.dynamicGroups = dynamicGroups;
    copy.shownAfter = shownAfter;
    copy.completeAfter = completeAfter;
    copy.pageSize = pageSize;
    copy.archiveLicences = archiveLicences;
    change.accept(copy);
    return copy;
  }

  String domain() {
    return domain;
  }

  Account account() {
    return account;
  }

  int perMinute() {
    return perMinute;
  }

  TooMuch tooMuch() {
    return tooMuch;
  }

  boolean dynamicGroups() {
    return dynamicGroups;
  }

  /** How long a dynamic group takes to be worked out after a change. */
  Duration ruleDelay() {
    return RULE_DELAY;
  }

  /** How long a search does not see a change. */
  Duration indexDelay() {
    return INDEX_DELAY;
  }

  Duration shownAfter() {
    return shownAfter;
  }

  Duration completeAfter() {
    return completeAfter;
  }

  int pageSize() {
    return pageSize;
  }

  int archiveLicences() {
    return archiveLicences;
  }
}
