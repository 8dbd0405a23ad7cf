package io.muster.directory.google;

import io.muster.directory.DirectoryWorld;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.directory.vendor.VendorAccountsContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;

/** Google's primitives keep their promises, through Google's own client and HTTP. */
class GoogleAccountsTests extends VendorAccountsContract<GoogleUser> {
  private final SimulatedGoogle world = new SimulatedGoogle();
  private final VendorAccounts<GoogleUser> accounts = world.accounts();

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @Override
  protected VendorAccounts<GoogleUser> accounts() {
    return accounts;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    world.close("primitives-" + test.getTestMethod().orElseThrow().getName());
  }
}
