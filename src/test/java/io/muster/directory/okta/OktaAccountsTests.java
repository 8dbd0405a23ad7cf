package io.muster.directory.okta;

import io.muster.directory.DirectoryWorld;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.directory.vendor.VendorAccountsContract;
import io.muster.simulator.okta.OktaOptions;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;

/** Okta's primitives keep their promises, through Okta's own client and HTTP. */
class OktaAccountsTests extends VendorAccountsContract<OktaUser> {
  private final SimulatedOkta world = new SimulatedOkta(OktaOptions.realistic(SimulatedOkta.TOKEN));
  private final VendorAccounts<OktaUser> accounts =
      world.adapter(Map.of("api-token", SimulatedOkta.TOKEN)).adapter().accounts();

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @Override
  protected VendorAccounts<OktaUser> accounts() {
    return accounts;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    world.close("primitives-" + test.getTestMethod().orElseThrow().getName());
  }
}
