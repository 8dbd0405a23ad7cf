package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.Inbox.Fate;
import io.muster.lifecycle.ChangeRefused;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.Postgres;
import java.time.Clock;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class RefusedHoldTests {
  @Test
  void placesTheHoldOfAnEventThatIsRefused() {
    var database = Postgres.dataSource();
    var clock = Clock.systemUTC();
    var holds = new InMemoryHolds(clock);
    var inbox =
        new JdbcInbox(
            JdbcClient.create(database),
            change -> {
              throw new ChangeRefused("Not now.");
            },
            holds,
            new JdbcTransactionManager(database),
            event -> {},
            clock);
    var employee = new EmployeeId("0042");

    var receipt =
        inbox.take(
            new Terminated(
                new Origin("hr", "e1", clock.instant()),
                employee,
                LocalDate.parse("2026-11-30"),
                null,
                Reason.VOLUNTARY,
                false,
                true),
            "{}");

    assertThat(receipt.fate()).isEqualTo(Fate.REFUSED);
    assertThat(holds.held(employee)).isTrue();
  }
}
