package io.muster.directory.entra;

import io.muster.directory.DirectoryWorld;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.directory.vendor.VendorAccountsContract;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;

/** Entra's primitives keep their promises, through Graph's own client and HTTP. */
class EntraAccountsTests extends VendorAccountsContract<EntraUser> {
  private static final Map<String, String> RETIRING = Map.of("retiring", "delete");
  private final SimulatedEntra world = new SimulatedEntra(SimulatedEntra.realistic(), RETIRING);
  private final VendorAccounts<EntraUser> accounts = world.adapter(RETIRING).adapter().accounts();

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @Override
  protected VendorAccounts<EntraUser> accounts() {
    return accounts;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    world.close("primitives-" + test.getTestMethod().orElseThrow().getName());
  }
}
