package io.muster.simulator.bamboohr;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How this company's BambooHR behaves; to be said before it is started. */
public final class BambooHrOptions {
  private final String company;
  private final List<User> users = new ArrayList<>();
  private ZoneId zone = ZoneOffset.UTC;
  private @Nullable App app;
  private int perMinute = Integer.MAX_VALUE;
  private int throttleStatus = 429;
  private int retryAfter = 30;
  private boolean emptyChangesAsArray;
  private @Nullable String emptyDate;
  private boolean tellsOfEffect;
  private boolean plainHooks = true;
  private boolean wrappedValues;

  /** A company, whose domain is in both forms of the address, with one user who sees everything. */
  public BambooHrOptions(String company, String apiKey) {
    this.company = company;
    users.add(new User("administrator", apiKey, Set.of(), Set.of()));
  }

  /**
   * A user with an API key.
   *
   * @param name the user's
   * @param apiKey the key, which may do what the user may
   * @param hidden fields, and columns of tables, that the user may not see
   * @param hiddenTables tables that the user may not see
   */
  public record User(String name, String apiKey, Set<String> hidden, Set<String> hiddenTables) {
    public User {
      hidden = Set.copyOf(hidden);
      hiddenTables = Set.copyOf(hiddenTables);
    }
  }

  /**
   * An app, installed by the first user.
   *
   * @param clientId its id
   * @param clientSecret its secret
   * @param refreshToken the first refresh token; every use of one ends it and gives the next
   */
  public record App(String clientId, String clientSecret, String refreshToken) {}

  /** Days begin and end for BambooHR in this zone, wherever the people are; UTC if not said. */
  public BambooHrOptions zone(ZoneId newZone) {
    zone = newZone;
    return this;
  }

  /** One more user. */
  public BambooHrOptions user(User user) {
    users.add(user);
    return this;
  }

  /** An app may call by OAuth. */
  public BambooHrOptions app(App newApp) {
    app = newApp;
    return this;
  }

  /**
   * Throttles.
   *
   * @param calls how many a minute pass
   * @param status what the others are answered: 429, or 503 as before 16 September 2026
   * @param seconds what {@code Retry-After} says
   */
  public BambooHrOptions throttling(int calls, int status, int seconds) {
    perMinute = calls;
    throttleStatus = status;
    retryAfter = seconds;
    return this;
  }

  /** No change comes as {@code []} rather than as {@code {}}. */
  public BambooHrOptions emptyChangesAsArray() {
    emptyChangesAsArray = true;
    return this;
  }

  /** An empty date looks like this, and not like JSON's null. */
  public BambooHrOptions emptyDate(String text) {
    emptyDate = text;
    return this;
  }

  /** A row that comes into force lists its person as changed. */
  public BambooHrOptions tellsOfEffect() {
    tellsOfEffect = true;
    return this;
  }

  /** Webhooks go only to addresses with TLS, as for a real company; tests have others. */
  public BambooHrOptions onlySecureHooks() {
    plainHooks = false;
    return this;
  }

  /** Field-based webhooks say {@code {"value": …}} rather than texts. */
  public BambooHrOptions wrappingValues() {
    wrappedValues = true;
    return this;
  }

  String company() {
    return company;
  }

  List<User> users() {
    return users;
  }

  ZoneId zone() {
    return zone;
  }

  @Nullable App app() {
    return app;
  }

  int perMinute() {
    return perMinute;
  }

  int throttleStatus() {
    return throttleStatus;
  }

  int retryAfter() {
    return retryAfter;
  }

  boolean changesMayBeArray() {
    return emptyChangesAsArray;
  }

  @Nullable String emptyDate() {
    return emptyDate;
  }

  boolean listsOnEffect() {
    return tellsOfEffect;
  }

  boolean takesPlainHooks() {
    return plainHooks;
  }

  boolean wrapsValues() {
    return wrappedValues;
  }
}
