package io.muster.directory.entra;

import io.muster.directory.vendor.ManagerLinks;
import io.muster.people.EmployeeId;
import java.util.Optional;

/** Entra's links to managers. */
final class EntraManagers implements ManagerLinks<EntraUser> {
  private final String number;
  private final EntraApi api;

  EntraManagers(String number, EntraApi api) {
    this.number = number;
    this.api = api;
  }

  @Override
  public Optional<String> manager(EntraUser user) {
    return user.manager();
  }

  @Override
  public boolean showsManager(EntraUser user, EmployeeId manager) {
    return user.isManagedBy(number, manager);
  }

  @Override
  public boolean mayClear(EntraUser user) {
    return !user.synced();
  }

  @Override
  public void setManager(String id, String manager) {
    api.setManager(id, manager);
  }

  @Override
  public void clearManager(String id) {
    api.clearManager(id);
  }
}
