package io.muster.directory.entra;

import static io.muster.directory.entra.SimulatedEntra.inCase;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.people.EmployeeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tenant that deletes leavers keeps those under legal hold. */
class EntraLegalHoldTests {
  private static final EmployeeId ADA = new EmployeeId("E-1");
  private static final EmployeeId BOB = new EmployeeId("E-2");

  private final SimulatedEntra entra = new SimulatedEntra(SimulatedEntra.prompt());
  private final Directory deleting = entra.directory(Map.of("retiring", "delete"));

  @AfterEach
  void close() {
    entra.close();
  }

  @Test
  void deletesALeaverWhomNoHoldProtects() {
    entra.holds().place(BOB, "counsel", "a suit");
    var account = account("ada@example.com", "E-1");
    inCase(ADA, () -> deleting.ensureRetired(account));
    assertThat(entra.tenant().isBinned(account.value())).isTrue();
  }

  @Test
  void disablesOnlyWhileTheLeaverIsHeldAndSaysSoInTheLedger() {
    entra.holds().place(ADA, "counsel", "a suit");
    var account = account("ada@example.com", "E-1");
    inCase(ADA, () -> deleting.ensureRetired(account));
    assertKept(account);
    assertThat(entra.ledger().of(ADA))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("account.retire");
              assertThat(entry.asWished()).isTrue();
              assertThat(entry.seen()).isEqualTo("disabled, and kept for a legal hold");
            });

    entra.holds().lift(ADA, "counsel", "settled");
    inCase(ADA, () -> deleting.ensureRetired(account));
    assertThat(entra.tenant().isBinned(account.value())).isTrue();
  }

  @Test
  void keepsTheAccountOfAHeldPersonWhomTheCaseIsNotAbout() {
    entra.holds().place(ADA, "counsel", "a suit");
    var account = account("ada@example.com", "E-1");
    inCase(BOB, () -> deleting.ensureRetired(account));
    assertKept(account);
  }

  @Test
  void keepsTheAccountOfAHeldPersonWhichNoLongerBearsTheNumber() {
    entra.holds().place(ADA, "counsel", "a suit");
    var account = account("ada@example.com", null);
    inCase(ADA, () -> deleting.ensureRetired(account));
    assertKept(account);
  }

  private void assertKept(AccountId account) {
    assertThat(entra.tenant().isBinned(account.value())).isFalse();
    assertThat(entra.tenant().property(account.value(), "accountEnabled")).contains("false");
    assertThat(entra.writes()).noneMatch(write -> write.startsWith("DELETE"));
  }

  private AccountId account(String login, @Nullable String number) {
    return new AccountId(entra.tenant().addUser(login, number));
  }
}
