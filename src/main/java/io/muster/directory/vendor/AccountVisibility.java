package io.muster.directory.vendor;

import java.time.Duration;

/** How soon a directory shows what it took. */
public sealed interface AccountVisibility {
  /** Whatever it took it shows at once, when asked by id. */
  record Immediate() implements AccountVisibility {}

  /**
   * A new account may not be shown for a while, and a second one would be asked for in vain.
   *
   * @param awaited how long a new one is waited for before it is asked for again
   */
  record NewAccountsLate(Duration awaited) implements AccountVisibility {}

  /**
   * Several copies answer, and one may not know yet what another took. A second account is refused
   * by the directory itself.
   */
  record Replicated() implements AccountVisibility {}
}
