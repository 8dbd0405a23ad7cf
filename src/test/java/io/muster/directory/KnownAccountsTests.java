package io.muster.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class KnownAccountsTests {
  private static final EmployeeId ADA = new EmployeeId("E1");
  private static final EmployeeId BOB = new EmployeeId("E2");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final KnownAccounts known =
      new KnownAccounts(JdbcClient.create(Postgres.dataSource()), clock);

  @Test
  void remembersEveryAccountOfAPersonTheLatestFirst() {
    known.saw(ADA, at("okta", "00u1"));
    clock.advance(Duration.ofDays(1));
    known.saw(ADA, at("entra", "g-1"));
    clock.advance(Duration.ofDays(1));
    known.saw(ADA, at("okta", "00u1"));

    assertThat(known.of(ADA)).containsExactly(at("okta", "00u1"), at("entra", "g-1"));
    assertThat(known.of(BOB)).isEmpty();
  }

  @Test
  void tellsWhoseAccountsAreWithinOneConnection() {
    known.saw(ADA, at("okta", "1"));
    known.saw(BOB, at("entra", "1"));

    var asked = Set.of(new AccountId("1"), new AccountId("2"));
    assertThat(known.whose("okta", asked)).containsExactly(ADA);
    assertThat(known.whose("entra", asked)).containsExactly(BOB);
    assertThat(known.whose("okta", Set.of())).isEmpty();
  }

  @Test
  void givesAnAccountToWhoeverWasSeenWithItLast() {
    known.saw(ADA, at("okta", "1"));
    known.saw(BOB, at("okta", "1"));

    assertThat(known.whose("okta", Set.of(new AccountId("1")))).containsExactly(BOB);
    assertThat(known.of(ADA)).isEmpty();
  }

  private static AccountAt at(String connection, String account) {
    return new AccountAt(connection, new AccountId(account));
  }
}
