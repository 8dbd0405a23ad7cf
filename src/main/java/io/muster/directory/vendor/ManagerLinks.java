package io.muster.directory.vendor;

import io.muster.people.EmployeeId;
import java.util.Optional;

/** Where the manager is a link to the manager's account, rather than a number that is written. */
public interface ManagerLinks<U extends VendorUser> {
  /** The id of the account that is shown as manager. */
  Optional<String> manager(U user);

  /** True if the account shown as manager bears this number. */
  boolean showsManager(U user, EmployeeId manager);

  /** True if the link may be taken away here. */
  boolean mayClear(U user);

  void setManager(String id, String manager);

  void clearManager(String id);
}
