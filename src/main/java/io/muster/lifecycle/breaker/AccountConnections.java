package io.muster.lifecycle.breaker;

import io.muster.directory.KnownAccounts;
import io.muster.people.EmployeeId;
import io.muster.safety.LeaverConnections;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Where a leaver's account was seen last. */
@Component
class AccountConnections implements LeaverConnections {
  private final KnownAccounts accounts;

  AccountConnections(KnownAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Optional<String> of(EmployeeId employee) {
    return accounts.of(employee).stream().map(place -> place.connection()).findFirst();
  }
}
