package io.muster.directory.vendor;

import static io.muster.directory.vendor.AccountActions.CREATE;
import static io.muster.directory.vendor.AccountActions.RENAME;
import static io.muster.directory.vendor.AccountActions.UNDELETE;
import static io.muster.directory.vendor.AccountActions.UPDATE;
import static io.muster.directory.vendor.AccountWriter.LONGEST_LAG;
import static io.muster.directory.vendor.AccountWriter.SOON;

import io.muster.directory.AccountId;
import io.muster.directory.vendor.AccountVisibility.Immediate;
import io.muster.directory.vendor.AccountVisibility.NewAccountsLate;
import io.muster.directory.vendor.AccountVisibility.Replicated;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes accounts, writes what HR says, and enables them, seeing each step done. */
final class AccountOpener<U extends VendorUser> {
  private final VendorAccounts<U> vendor;
  private final AccountSearch<U> search;
  private final AccountWriter<U> writer;
  private final ManagerWriter<U> managers;

  AccountOpener(
      VendorAccounts<U> vendor,
      AccountSearch<U> search,
      AccountWriter<U> writer,
      ManagerWriter<U> managers) {
    this.vendor = vendor;
    this.search = search;
    this.writer = writer;
    this.managers = managers;
  }

  /** Sees to it that the worker has exactly one account that says what HR says. */
  AccountId ensure(Worker worker) {
    vendor.demandFits(worker);
    var user = search.of(worker).orElseGet(() -> create(worker));
    vendor.demandOurs(user, worker);
    open(user, worker);
    return new AccountId(user.id());
  }

  private U create(Worker worker) {
    var target = worker.id().value();
    if (vendor.visibility() instanceof NewAccountsLate late
        && writer.lately(CREATE, target, late.awaited())) {
      throw writer.waiting(
          "%s does not show the new account of employee %s yet."
              .formatted(vendor.connection(), target),
          SOON,
          LONGEST_LAG);
    }
    search.demandFree(worker);
    // asked beforehand, because the ledger shows the newest try alone
    var maybeMade =
        vendor.visibility() instanceof Replicated
            && writer.mayHaveHappenedLately(CREATE, target, LONGEST_LAG);
    try {
      var id = writer.create(worker);
      return vendor.read(id).orElseThrow(() -> notShown(target, "account " + id));
    } catch (Refused refused) {
      // somebody may have been faster
      return search
          .of(worker)
          .orElseThrow(
              () ->
                  maybeMade ? notShown(target, "the account") : vendor.whyNotMade(worker, refused));
    }
  }

  private Unavailable notShown(String target, String what) {
    writer.saw(CREATE, target, false, what + " is not shown yet");
    var message =
        "%s has made %s of employee %s but does not show it yet."
            .formatted(vendor.connection(), what, target);
    return vendor.visibility() instanceof Immediate
        ? Unavailable.answerLost(message, null)
        : writer.waiting(message, SOON, LONGEST_LAG);
  }

  /** Each step where it takes effect: some accounts take no change before they are back. */
  private void open(U found, Worker worker) {
    var user = enabled(managers.write(written(revived(found), worker), worker.manager()));
    writer.saw(CREATE, worker.id().value(), user.open(), user.id() + " " + user.words());
    demandOpen(user);
  }

  private U written(U found, Worker worker) {
    var user = found;
    var changes = vendor.changes(user, worker);
    if (changes.isPresent()) {
      user = writer.change(new AccountWrite(UPDATE, changes.get().call()), user.id());
      changes = vendor.changes(user, worker);
    }
    var left = changes.map(AttributeWrite::names).orElse(Set.of());
    writer.saw(
        UPDATE,
        user.id(),
        left.isEmpty(),
        left.isEmpty() ? "as HR says" : "not as HR says: " + left);
    if (!left.isEmpty()) {
      throw vendor.notWritten(user.id(), left);
    }
    return user;
  }

  /** Sees to it that the person signs in with this login. */
  void ensureLogin(String id, String login) {
    var user =
        vendor
            .read(id)
            .orElseThrow(
                () ->
                    new Refused(
                        "Account %s is gone from %s. Try again: a new one is made."
                            .formatted(id, vendor.connection())));
    if (user.login().equalsIgnoreCase(login)) {
      return;
    }
    vendor.demandLogin(user, login);
    vendor
        .holder(login)
        .filter(other -> !other.id().equals(id))
        .ifPresent(
            other -> {
              throw new Refused(
                  "Account %s in %s has the %s that account %s is to get. Give it another one, or have HR give another address; then try again."
                      .formatted(other.id(), vendor.connection(), vendor.loginWord(), id));
            });
    var seen = writer.change(new AccountWrite(RENAME, () -> vendor.writeLogin(id, login)), id);
    var done = seen.login().equalsIgnoreCase(login);
    writer.saw(
        RENAME, id, done, done ? "signs in as HR says" : "still the former " + vendor.loginWord());
    if (!done) {
      throw vendor.loginNotWritten(id);
    }
  }

  /** Sees to it that the person can sign in again. */
  void ensureActive(String id) {
    var user = vendor.read(id).or(() -> vendor.readDeleted(id)).orElseGet(() -> undeleted(id));
    demandOpen(enabled(revived(user)));
  }

  private U undeleted(String id) {
    var way = vendor.undeletion(id).orElseThrow(() -> goneForGood(id, null));
    if (!writer.lately(UNDELETE, id, way.longest())) {
      try {
        writer.perform(new AccountWrite(UNDELETE, way.call()), id);
      } catch (Refused refused) {
        throw goneForGood(id, refused);
      }
    }
    var user = vendor.read(id);
    writer.saw(UNDELETE, id, user.isPresent(), user.map(VendorUser::words).orElse("not yet back"));
    return user.orElseThrow(
        () ->
            writer.waiting(
                "%s is still bringing account %s back.".formatted(vendor.connection(), id),
                way.pause(),
                way.longest()));
  }

  private Refused goneForGood(String id, @Nullable Refused cause) {
    return new Refused(
        "Account %s in %s was deleted for good. Have the hire sent again once this case has ended: a new one is made."
            .formatted(id, vendor.connection()),
        cause);
  }

  private U revived(U found) {
    var write = vendor.revival(found);
    if (write.isEmpty()) {
      return found;
    }
    var user = writer.change(write.get(), found.id());
    writer.saw(write.get().action(), user.id(), vendor.revival(user).isEmpty(), user.words());
    return user;
  }

  private U enabled(U found) {
    var user = found.open() ? found : writer.change(vendor.enabling(found), found.id());
    for (var action : vendor.enablingActions()) {
      writer.saw(action, user.id(), user.open(), user.words());
    }
    return user;
  }

  private void demandOpen(U user) {
    if (!user.open()) {
      throw Unavailable.answerLost(
          "Account %s in %s is still %s.".formatted(user.id(), vendor.connection(), user.words()),
          null);
    }
  }
}
