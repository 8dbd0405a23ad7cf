package io.muster.directory.okta;

import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryWorld;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.Gates;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.okta.OktaOptions;
import io.muster.simulator.okta.OktaSimulator;
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

/** A simulated org and the real adapter to it, on one clock. */
final class SimulatedOkta implements DirectoryWorld, AutoCloseable {
  static final String TOKEN = "the-token";

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final OktaSimulator org;
  private final Directory directory;

  SimulatedOkta(OktaOptions options) {
    this(options, Map.of("api-token", TOKEN));
  }

  SimulatedOkta(OktaOptions options, Map<String, String> settings) {
    org =
        OktaSimulator.start(
            options, SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
    directory = directory(settings);
  }

  /** An adapter to this org with other settings. */
  Directory directory(Map<String, String> settings) {
    return adapter(settings).directory();
  }

  /** Everything that production makes for this org. */
  OktaConfiguration.Org adapter(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    all.put("org-url", org.base().toString());
    all.putAll(settings);
    var properties = properties(all);
    properties.check();
    return OktaConfiguration.org(
        "acme",
        Objects.requireNonNull(properties.connections().get("acme")),
        Gates.open(),
        ledger,
        clock);
  }

  static OktaProperties properties(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach((name, value) -> all.put("muster.okta.connections.acme." + name, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("muster.okta", OktaProperties.class)
        .get();
  }

  OktaSimulator org() {
    return org;
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

  /** The writing calls that took effect, as {@code METHOD path}. */
  List<String> writes() {
    return org.journal().calls().stream()
        .filter(entry -> !entry.call().method().equals("GET"))
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
    return directory(Map.of("api-token", TOKEN, "groups", "muster"));
  }

  @Override
  public void group(String name) {
    org.addGroup(name);
  }

  @Override
  public void rule(String group, String department) {
    org.addRule(group, "user.department==\"" + department + "\"");
  }

  @Override
  public void timePasses() {
    clock.advance(Duration.ofSeconds(10));
  }

  @Override
  public AccountId account(String login, @Nullable EmployeeNumber number) {
    return new AccountId(org.addUser(login, number == null ? null : number.value()));
  }

  @Override
  public void rename(AccountId account, String login) {
    org.setAttribute(account.value(), "login", login);
  }

  @Override
  public void remove(AccountId account) {
    org.removeUser(account.value());
  }

  @Override
  public void suspend(AccountId account) {
    org.setStatus(account.value(), "SUSPENDED");
  }

  @Override
  public void retire(AccountId account) {
    org.setStatus(account.value(), "DEPROVISIONED");
  }

  @Override
  public int size() {
    return org.userCount();
  }

  @Override
  public void loseNextAnswer(String operation) {
    org.faults().next(1, method(operation), ".*").loseAnswer();
  }

  @Override
  public void turnAwayNext(String operation) {
    org.faults().next(1, method(operation), ".*").answer(429);
  }

  private static String method(String operation) {
    return switch (operation) {
      case "ensureSessionsEnded" -> "DELETE";
      case "ensureMembership" -> "PUT";
      default -> "POST";
    };
  }

  /** Ends, and leaves what was said on the wire in target. */
  void close(String test) throws IOException {
    var folder = Files.createDirectories(Path.of("target/traffic/okta"));
    org.journal().writeTo(folder.resolve(test.replaceAll("\\W+", "-") + ".jsonl"));
    close();
  }

  @Override
  public void close() {
    org.close();
  }
}
