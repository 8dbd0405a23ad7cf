package io.muster.directory.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryContract;
import io.muster.directory.DirectoryWorld;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.Gates;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.Secret;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.okta.OktaOptions;
import io.muster.simulator.okta.OktaSimulator;
import io.muster.testing.InMemoryLedger;
import io.muster.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The Okta adapter keeps the directory's promises, through Okta's own SDK and HTTP. */
class OktaDirectoryTests extends DirectoryContract {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final OktaSimulator okta =
      OktaSimulator.start(
          OktaOptions.realistic("right"),
          SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final World world = new World();

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @AfterEach
  void keepTheTraffic() {
    var file = System.getProperty("muster.traffic.okta");
    if (file != null) {
      okta.journal().writeTo(Path.of(file, System.nanoTime() + ".jsonl"));
    }
    okta.close();
  }

  @Test
  void deactivatesWhatOktaCannotSuspend() {
    var id = okta.addUser("ada@example.com", "E-1");
    okta.setStatus(id, "LOCKED_OUT");
    inCase(() -> world.directory.ensureSuspended(new AccountId(id)));
    assertThat(okta.status(id)).contains("DEPROVISIONED");
  }

  @Test
  void suspendsAnActiveAccountAndSeesItDone() {
    var id = okta.addUser("ada@example.com", "E-1");
    inCase(() -> world.directory.ensureSuspended(new AccountId(id)));
    assertThat(okta.status(id)).contains("SUSPENDED");
    assertThat(ledger.of(new EmployeeId("E-1")))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("account.suspend");
              assertThat(entry.asWished()).isTrue();
            });
  }

  @Test
  void endsSessionsAndTokensToo() {
    var id = okta.addUser("ada@example.com", "E-1");
    inCase(() -> world.directory.ensureSessionsEnded(new AccountId(id)));
    assertThat(okta.journal().calls("DELETE", "/api/v1/users/.*/sessions"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.call().url()).contains("oauthTokens=true"));
  }

  @Test
  void waitsUntilOktaCountsAnewWhenItHasHadEnough() {
    okta.faults()
        .next(1, "GET", ".*")
        .answer(
            429,
            Map.of(
                "X-Rate-Limit-Limit",
                "600",
                "X-Rate-Limit-Remaining",
                "0",
                "X-Rate-Limit-Reset",
                Long.toString(Instant.now().plusSeconds(40).getEpochSecond())));
    assertThatThrownBy(() -> world.directory.read(new AccountId("x")))
        .isInstanceOfSatisfying(
            Unavailable.class,
            turnedAway ->
                assertThat(turnedAway.notBefore().orElseThrow())
                    .isBetween(clock.instant().plusSeconds(30), clock.instant().plusSeconds(50)));
    assertThat(okta.journal().calls()).hasSize(1);
  }

  @Test
  void saysWhichTokenIsWrongAndNeverShowsIt() {
    var wrong = directory(new Secret("wrong-token"));
    assertThatThrownBy(() -> wrong.read(new AccountId("x")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("muster.okta.connections.okta.api-token")
        .hasMessageNotContaining("wrong-token");
  }

  @Test
  void saysWhyARuleDoesNotWork() {
    okta.addRule("Sales", "user.department==\"Sales\"");
    okta.setRules("Sales", "INVALID");
    var id = new AccountId(okta.addUser("ada@example.com", "E-1"));
    assertThat(world.directory.whyNotIn(id, java.util.Set.of("Sales"))).contains("broken");
    okta.setRules("Sales", "INACTIVE");
    assertThat(world.directory.whyNotIn(id, java.util.Set.of("Sales"))).contains("switched off");
    okta.addGroup("Empty");
    assertThat(world.directory.whyNotIn(id, java.util.Set.of("Empty"))).contains("no group rule");
  }

  @Test
  void refusesToSpeakInTheClearToAnybodyElse() {
    var properties =
        new OktaProperties(Map.of("acme", connection(Map.of("org-url", "http://192.0.2.1"))));
    assertThatThrownBy(properties::check)
        .hasMessageContaining("muster.okta.connections.acme.org-url must begin with https://")
        .hasMessageContaining("muster.okta.connections.acme.api-token is missing");
  }

  private Directory directory(Secret token) {
    return OktaConfiguration.directory(
        "okta",
        connection(Map.of("org-url", okta.base().toString(), "api-token", token.reveal())),
        Gates.open(),
        ledger,
        clock);
  }

  private static OktaProperties.Connection connection(Map<String, String> settings) {
    var named = new HashMap<String, String>();
    settings.forEach((name, value) -> named.put("acme." + name, value));
    return new Binder(new MapConfigurationPropertySource(named))
        .bind("acme", OktaProperties.Connection.class)
        .get();
  }

  private static void inCase(Runnable work) {
    new CaseRef("contract", "case-1", new EmployeeId("E-1"), "step")
        .during(
            () -> {
              work.run();
              return true;
            });
  }

  private final class World implements DirectoryWorld {
    private final Directory directory = OktaDirectoryTests.this.directory(new Secret("right"));

    @Override
    public Directory directory() {
      return directory;
    }

    @Override
    public void rule(String group, String department) {
      okta.addRule(group, "user.department==\"" + department + "\"");
    }

    @Override
    public void timePasses() {
      clock.advance(Duration.ofSeconds(10));
    }

    @Override
    public AccountId account(String login, @Nullable EmployeeNumber number) {
      return new AccountId(okta.addUser(login, number == null ? null : number.value()));
    }

    @Override
    public void rename(AccountId account, String login) {
      okta.setAttribute(account.value(), "login", login);
    }

    @Override
    public void remove(AccountId account) {
      okta.removeUser(account.value());
    }

    @Override
    public int size() {
      return okta.userCount();
    }

    @Override
    public void loseNextAnswer(String operation) {
      okta.faults()
          .next(1, operation.equals("ensureSessionsEnded") ? "DELETE" : "POST", ".*")
          .loseAnswer();
    }
  }
}
