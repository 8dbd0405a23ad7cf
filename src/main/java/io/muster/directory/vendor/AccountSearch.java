package io.muster.directory.vendor;

import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is who: by employee number, whose index may lag, and by address, which is current. */
public final class AccountSearch<U extends VendorUser> {
  private final VendorAccounts<U> vendor;

  /** Asks this connection. */
  public AccountSearch(VendorAccounts<U> vendor) {
    this.vendor = vendor;
  }

  /** The one who bears the number now. */
  Optional<U> bearing(EmployeeId employee) {
    return onlyOne(employee, allBearing(employee).values());
  }

  /** The id of the one who bears the number and is not in the bin, where links cannot lead. */
  public Optional<String> idOf(EmployeeId employee) {
    return onlyOne(employee, bearing(employee, vendor.searchByNumber(employee)).values())
        .filter(user -> !user.deleted())
        .map(VendorUser::id);
  }

  /** Who signs in with this login. */
  Optional<U> signingIn(String login) {
    return vendor.holder(login).filter(user -> user.login().equalsIgnoreCase(login));
  }

  /** Whom mail to this address reaches. */
  Optional<U> reachedAt(String address) {
    return onlyReached(vendor.searchByMail(address));
  }

  /**
   * The worker's own account, found by number and by address, because the number is searched late.
   *
   * @throws Refused if somebody else has the address
   */
  Optional<U> of(Worker worker) {
    var mine = allBearing(worker.id());
    var atAddress = vendor.holder(worker.workEmail());
    atAddress.filter(user -> bears(user, worker.id())).ifPresent(user -> mine.put(user.id(), user));
    var found = onlyOne(worker.id(), mine.values());
    var other = atAddress.filter(user -> !bears(user, worker.id()));
    // one in the bin comes back with an address that must be free
    if (other.isPresent() && found.filter(user -> !user.deleted()).isEmpty()) {
      throw addressTaken(worker, other.get());
    }
    return found;
  }

  /**
   * Looks whether an account with the worker's address can be made.
   *
   * @throws Refused if not
   */
  void demandFree(Worker worker) {
    vendor.demandFree(worker);
    onlyReached(vendor.holdersByAlias(worker.workEmail()))
        .ifPresent(
            holder -> {
              throw addressTaken(worker, holder);
            });
  }

  /** The bin is looked through only where there is no other. */
  private Map<String, U> allBearing(EmployeeId employee) {
    var found = bearing(employee, vendor.searchByNumber(employee));
    return found.isEmpty() ? bearing(employee, vendor.searchDeletedByNumber(employee)) : found;
  }

  private Map<String, U> bearing(EmployeeId employee, List<U> found) {
    var bearing = new LinkedHashMap<String, U>();
    found.stream()
        .filter(user -> bears(user, employee))
        .forEach(user -> bearing.put(user.id(), user));
    return bearing;
  }

  private boolean bears(U user, EmployeeId employee) {
    return vendor.number(user).filter(employee.value()::equals).isPresent();
  }

  /** The one who bears the number; former accounts count only where there is no other. */
  private Optional<U> onlyOne(EmployeeId employee, Collection<U> found) {
    var inUse = found.stream().filter(user -> !vendor.isFormer(user)).toList();
    var candidates = inUse.isEmpty() ? List.copyOf(found) : inUse;
    if (candidates.size() > 1) {
      throw new Refused(
          "Accounts %s in %s all bear the employee number %s. Leave it on one of them."
              .formatted(
                  candidates.stream().map(VendorUser::id).toList(), vendor.connection(), employee));
    }
    return candidates.stream().findFirst();
  }

  private Optional<U> onlyReached(List<U> reached) {
    if (reached.size() > 1) {
      throw new Refused(
          "Accounts %s in %s all have one mail address. Leave it on one of them."
              .formatted(reached.stream().map(VendorUser::id).toList(), vendor.connection()));
    }
    return reached.stream().findFirst();
  }

  private Refused addressTaken(Worker worker, U holder) {
    return new Refused(
        "Account %s in %s holds the address of employee %s%s and bears %s. If it is theirs, write the number on it as %s; if not, have HR give another address."
            .formatted(
                holder.id(),
                vendor.connection(),
                worker.id(),
                holder.login().equalsIgnoreCase(worker.workEmail()) ? "" : " as an alias",
                vendor.number(holder).map("the number %s"::formatted).orElse("no number"),
                vendor.attributes().get("employeeId")));
  }
}
