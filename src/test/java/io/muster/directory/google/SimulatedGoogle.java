package io.muster.directory.google;

import com.google.api.client.http.HttpTransport;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryWorld;
import io.muster.directory.PublicAddress;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.Gates;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.google.GoogleOptions;
import io.muster.simulator.google.GoogleSimulator;
import io.muster.testing.GoogleServiceAccount;
import io.muster.testing.InMemoryLedger;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A simulated domain and the real adapter to it, on one clock. */
final class SimulatedGoogle implements DirectoryWorld, AutoCloseable {
  static final String DOMAIN = "example.com";
  private static final GoogleServiceAccount ACCOUNT = GoogleServiceAccount.named("muster");
  private static final Set<String> SCOPES =
      Stream.of(Scope.values()).map(Scope::uri).collect(Collectors.toUnmodifiableSet());

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final JdbcClient jdbc;
  private final HttpTransport transport = GoogleClients.transport();
  private final GoogleSimulator domain;
  private final Directory directory;

  SimulatedGoogle() {
    this(options());
  }

  /** Without a database, which only the reading side needs. */
  SimulatedGoogle(GoogleOptions options) {
    this(options, new DriverManagerDataSource());
  }

  SimulatedGoogle(GoogleOptions options, DataSource database) {
    jdbc = JdbcClient.create(database);
    domain =
        GoogleSimulator.start(
            options, SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
    directory = directory(Map.of());
  }

  /** A domain as it is in reality, and whose service account is allowed everything we need. */
  static GoogleOptions options() {
    return GoogleOptions.realistic(
        DOMAIN, new GoogleOptions.Account(ACCOUNT.email(), ACCOUNT.publicKey(), SCOPES));
  }

  /** An adapter to this domain with other settings. */
  Directory directory(Map<String, String> settings) {
    return GoogleConfiguration.directory(line(settings), ledger, jdbc, clock);
  }

  /** The primitives of the same domain. */
  VendorAccounts<GoogleUser> accounts() {
    return GoogleConfiguration.adapter(line(Map.of()), jdbc, clock).accounts();
  }

  /** A look at this domain by somebody whose clock is this one. */
  GooglePreflight preflight(Map<String, String> settings, @Nullable URI here, Clock ours) {
    return GoogleConfiguration.preflight(
        line(settings, ours), new PublicAddress(here), new Channels(jdbc, clock), ours);
  }

  private GoogleConfiguration.Line line(Map<String, String> settings) {
    return line(settings, clock);
  }

  private GoogleConfiguration.Line line(Map<String, String> settings, Clock ours) {
    var properties = properties(settings);
    properties.check();
    return GoogleConfiguration.line(
        "acme",
        Objects.requireNonNull(properties.connections().get("acme")),
        transport,
        Gates.open(),
        ours);
  }

  /** Rings at this address when an account changes. */
  GoogleWatchChannels bell(URI here) {
    return GoogleConfiguration.bell(
            line(Map.of()), new PublicAddress(here), new Channels(jdbc, clock), jdbc, clock)
        .orElseThrow();
  }

  private GoogleProperties properties(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    all.put("service-account-key", key());
    all.put("admin-email", domain.admin());
    all.put("domains", DOMAIN);
    all.put("root-url", domain.base() + "/");
    all.put("cloud-identity-url", domain.base() + "/");
    all.put("token-url", domain.base() + "/token");
    all.putAll(settings);
    return bound(all);
  }

  static GoogleProperties bound(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach((name, value) -> all.put("muster.google.connections.acme." + name, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("muster.google", GoogleProperties.class)
        .get();
  }

  /** The JSON that Google gives for a key. */
  static String key() {
    return ACCOUNT.json();
  }

  GoogleSimulator domain() {
    return domain;
  }

  @Override
  public MovableClock clock() {
    return clock;
  }

  InMemoryLedger ledger() {
    return ledger;
  }

  /** Does the work as a step of one case about this person. */
  static <T> T inCase(EmployeeId employee, Supplier<T> work) {
    return new CaseRef("contract", "case-1", employee, "step").during(work);
  }

  /** Does the work as a step of one case about this person. */
  static void inCase(EmployeeId employee, Runnable work) {
    inCase(
        employee,
        () -> {
          work.run();
          return true;
        });
  }

  /** The writing calls that took effect, as {@code METHOD path}; tokens are none. */
  List<String> writes() {
    return domain.journal().calls().stream()
        .filter(entry -> !entry.call().method().equals("GET"))
        .filter(entry -> !entry.call().path().equals("/token"))
        .filter(entry -> entry.acted() && entry.status() < 300)
        .map(entry -> entry.call().method() + " " + entry.call().path())
        .toList();
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public Directory keeper() {
    return directory(Map.of("groups", "muster"));
  }

  @Override
  public void group(String name) {
    domain.addGroup(name);
  }

  @Override
  public void rule(String group, String department) {
    domain.setQuery(
        group, "user.organizations.exists(org, org.department=='%s')".formatted(department));
  }

  @Override
  public void timePasses() {
    clock.advance(Duration.ofSeconds(10));
  }

  @Override
  public AccountId account(String login, @Nullable EmployeeNumber number) {
    return new AccountId(domain.addUser(login, number == null ? null : number.value()));
  }

  @Override
  public void rename(AccountId account, String login) {
    domain.rename(account.value(), login);
  }

  @Override
  public void remove(AccountId account) {
    domain.deleteUser(account.value());
  }

  @Override
  public void suspend(AccountId account) {
    domain.change(account.value(), user -> user.put("suspended", true));
  }

  @Override
  public void retire(AccountId account) {
    domain.change(account.value(), user -> user.put("suspended", true).put("archived", true));
  }

  @Override
  public int size() {
    return domain.userCount();
  }

  @Override
  public void loseNextAnswer(String operation) {
    domain.faults().next(1, method(operation), path(operation)).loseAnswer();
  }

  @Override
  public void turnAwayNext(String operation) {
    domain.faults().next(1, method(operation), path(operation)).answer(429);
  }

  private static String method(String operation) {
    return switch (operation) {
      case "ensureAccount", "ensureSessionsEnded", "ensureMembership" -> "POST";
      default -> "PUT";
    };
  }

  private static String path(String operation) {
    return operation.equals("ensureMembership") ? "/members$" : "/users";
  }

  /** Ends, and leaves what was said on the wire in target. */
  void close(String test) throws IOException {
    var folder = Files.createDirectories(Path.of("target/traffic/google"));
    domain.journal().writeTo(folder.resolve(test.replaceAll("\\W+", "-") + ".jsonl"));
    close();
  }

  @Override
  public void close() {
    domain.close();
    try {
      transport.shutdown();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** For messages that must not hold any of it. */
  static List<String> partsOfTheKey() {
    var encoded = ACCOUNT.privateKey();
    return List.of(encoded.substring(0, 40), encoded.substring(200, 240));
  }
}
