package io.muster.directory.entra;

import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryWorld;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.Gates;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.entra.EntraOptions;
import io.muster.simulator.entra.EntraSimulator;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.InMemoryLedger;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A simulated tenant and the real adapter to it, on one clock. */
final class SimulatedEntra implements DirectoryWorld, AutoCloseable {
  static final String TENANT = "11111111-2222-3333-4444-555555555555";
  static final String CLIENT = "99999999-8888-7777-6666-555555555555";
  static final String SECRET = "the-client-secret";
  private static final String WRITES = "/v1\\.0/.*";

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final InMemoryHolds holds = new InMemoryHolds(clock);
  private final EntraSimulator tenant;
  private final Directory directory;

  SimulatedEntra(EntraOptions options) {
    this(options, Map.of());
  }

  SimulatedEntra(EntraOptions options, Map<String, String> settings) {
    tenant =
        EntraSimulator.start(
            options, SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
    directory = directory(settings);
  }

  static EntraOptions realistic() {
    return EntraOptions.realistic(TENANT, CLIENT, SECRET);
  }

  static EntraOptions prompt() {
    return EntraOptions.prompt(TENANT, CLIENT, SECRET);
  }

  /** An adapter to this tenant with other settings. */
  Directory directory(Map<String, String> settings) {
    return adapter(settings).directory();
  }

  /** Everything that production makes for this tenant. */
  EntraConfiguration.Tenant adapter(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    all.put("authority", tenant.base().toString());
    all.put("graph-url", tenant.base() + "/v1.0");
    all.put("tenant-id", TENANT);
    all.put("client-id", CLIENT);
    if (!settings.containsKey("certificate")) {
      all.put("client-secret", SECRET);
    }
    all.putAll(settings);
    var properties = properties(all);
    properties.check();
    return EntraConfiguration.tenant(
        "acme",
        Objects.requireNonNull(properties.connections().get("acme")),
        Gates.open(),
        holds,
        ledger,
        clock);
  }

  static EntraProperties properties(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach((name, value) -> all.put("muster.entra.connections.acme." + name, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("muster.entra", EntraProperties.class)
        .get();
  }

  EntraSimulator tenant() {
    return tenant;
  }

  @Override
  public MovableClock clock() {
    return clock;
  }

  InMemoryHolds holds() {
    return holds;
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

  /** The writing calls that took effect, as {@code METHOD path}. */
  List<String> writes() {
    return tenant.journal().calls().stream()
        .filter(entry -> !entry.call().method().equals("GET"))
        .filter(entry -> entry.call().path().startsWith("/v1.0/"))
        .filter(entry -> entry.acted() && entry.status() < 300)
        .map(entry -> entry.call().method() + " " + entry.call().path().substring(5))
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
    tenant.addGroup(name);
  }

  @Override
  public void rule(String group, String department) {
    tenant.setRule(group, "user.department -eq \"" + department + "\"");
  }

  @Override
  public void timePasses() {
    clock.advance(Duration.ofMinutes(5));
  }

  @Override
  public AccountId account(String login, @Nullable EmployeeNumber number) {
    return new AccountId(tenant.addUser(login, number == null ? null : number.value()));
  }

  @Override
  public void rename(AccountId account, String login) {
    tenant.set(account.value(), "userPrincipalName", login);
  }

  @Override
  public void remove(AccountId account) {
    tenant.removeUser(account.value());
  }

  @Override
  public void suspend(AccountId account) {
    tenant.enable(account.value(), false);
  }

  @Override
  public void retire(AccountId account) {
    tenant.bin(account.value());
  }

  @Override
  public int size() {
    return tenant.userCount();
  }

  @Override
  public void loseNextAnswer(String operation) {
    tenant.faults().next(1, method(operation), WRITES).loseAnswer();
  }

  @Override
  public void turnAwayNext(String operation) {
    tenant.faults().next(1, method(operation), WRITES).answer(429);
  }

  private static String method(String operation) {
    return switch (operation) {
      case "ensureAccount", "ensureSessionsEnded", "ensureMembership" -> "POST";
      case "ensureRetired" -> "DELETE";
      default -> "PATCH";
    };
  }

  /** Ends, and leaves what was said on the wire in target. */
  void close(String test) throws IOException {
    var folder = Files.createDirectories(Path.of("target/traffic/entra"));
    tenant.journal().writeTo(folder.resolve(test.replaceAll("\\W+", "-") + ".jsonl"));
    close();
  }

  @Override
  public void close() {
    tenant.close();
  }
}
