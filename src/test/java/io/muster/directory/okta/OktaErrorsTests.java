package io.muster.directory.okta;

import io.muster.directory.DirectoryWorld;
import io.muster.directory.VendorError;
import io.muster.directory.VendorErrorsContract;
import io.muster.simulator.Answer;
import io.muster.simulator.Faults;
import io.muster.simulator.okta.OktaOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Every error Okta publishes, as a case lives through it. */
class OktaErrorsTests extends VendorErrorsContract {
  private final SimulatedOkta okta = new SimulatedOkta(OktaOptions.realistic(SimulatedOkta.TOKEN));

  @AfterEach
  void close() {
    okta.close();
  }

  @Override
  protected List<VendorError> table() {
    return OktaErrors.TABLE;
  }

  @Override
  protected DirectoryWorld world() {
    return okta;
  }

  @Override
  protected Faults faults() {
    return okta.org().faults();
  }

  @Override
  protected String paths() {
    return "/api/v1/";
  }

  @Override
  protected Answer body(int status, String reason, String text) {
    return Answer.json(
        status,
        Map.of(
            "errorCode",
            reason,
            "errorSummary",
            text.isEmpty() ? "Said nothing of use" : text,
            "errorLink",
            reason,
            "errorId",
            "oae1",
            "errorCauses",
            List.of()));
  }
}
