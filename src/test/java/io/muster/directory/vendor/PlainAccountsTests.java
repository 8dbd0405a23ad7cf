package io.muster.directory.vendor;

import io.muster.directory.DirectoryWorld;

/** The plain vendor of the workflow's tests promises what the real ones do. */
class PlainAccountsTests extends VendorAccountsContract<PlainUser> {
  private final PlainWorld world = new PlainWorld();

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @Override
  protected VendorAccounts<PlainUser> accounts() {
    return world.vendor();
  }
}
