package io.muster.directory.vendor;

import static io.muster.directory.vendor.AccountActions.MANAGER;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Links accounts to those of their managers, where the directory has such links. */
final class ManagerWriter<U extends VendorUser> {
  private final VendorAccounts<U> vendor;
  private final AccountSearch<U> search;
  private final AccountWriter<U> writer;

  ManagerWriter(VendorAccounts<U> vendor, AccountSearch<U> search, AccountWriter<U> writer) {
    this.vendor = vendor;
    this.search = search;
    this.writer = writer;
  }

  /** Writes what is different; the answer is the account as seen afterwards. */
  U write(U user, @Nullable EmployeeId manager) {
    var links = vendor.managerLinks();
    if (links.isEmpty()) {
      return user;
    }
    if (manager == null) {
      return links.get().manager(user).isEmpty() ? user : cleared(links.get(), user);
    }
    link(links.get(), user, manager);
    return user;
  }

  /** False if the manager has no account here yet, or the account itself is gone. */
  boolean ensure(String id, EmployeeId manager) {
    var links = vendor.managerLinks();
    return links.isEmpty()
        || vendor.read(id).map(user -> link(links.get(), user, manager)).orElse(false);
  }

  /**
   * Links the manager. A former one is taken away although the new one has no account here: it
   * would go on approving what is not theirs.
   */
  private boolean link(ManagerLinks<U> links, U user, EmployeeId wanted) {
    if (links.showsManager(user, wanted)) {
      return true;
    }
    var manager = search.idOf(wanted);
    if (manager.isEmpty()) {
      if (links.manager(user).isPresent() && links.mayClear(user)) {
        cleared(links, user);
      }
      return false;
    }
    if (!manager.equals(links.manager(user))) {
      var id = manager.get();
      change(links, user, () -> links.setManager(user.id(), id), manager);
    }
    return true;
  }

  private U cleared(ManagerLinks<U> links, U user) {
    return change(links, user, () -> links.clearManager(user.id()), Optional.empty());
  }

  private U change(ManagerLinks<U> links, U user, Runnable call, Optional<String> wanted) {
    var seen = writer.change(new AccountWrite(MANAGER, call), user.id());
    var shown = links.manager(seen);
    var done = shown.equals(wanted);
    writer.saw(
        MANAGER, user.id(), done, shown.map("managed by "::concat).orElse("without manager"));
    if (!done) {
      throw Unavailable.answerLost(
          "%s took the manager of account %s but does not show it yet."
              .formatted(vendor.connection(), user.id()),
          null);
    }
    return seen;
  }
}
