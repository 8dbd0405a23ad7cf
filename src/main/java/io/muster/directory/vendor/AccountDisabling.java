package io.muster.directory.vendor;

import io.muster.remote.RemoteFailure.Refused;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How one account, as it is now, is disabled or retired.
 *
 * @param write the call, left out where the account is as wished already
 * @param done whether an account is as wished; one that is gone always is
 * @param note is added to what the ledger says was seen; mostly empty
 * @param afterwards what a person has to do although the call took effect
 */
public record AccountDisabling<U extends VendorUser>(
    AccountWrite write, Predicate<U> done, String note, Optional<Refused> afterwards) {

  /** One that is over with its call. */
  public AccountDisabling(AccountWrite write, Predicate<U> done) {
    this(write, done, "", Optional.empty());
  }

  /** The same, with a note in the ledger. */
  public AccountDisabling<U> noting(String words) {
    return new AccountDisabling<>(write, done, words, afterwards);
  }

  /** The same, and a person is asked once it took effect. */
  public AccountDisabling<U> thenAsking(Refused question) {
    return new AccountDisabling<>(write, done, note, Optional.of(question));
  }
}
