package io.muster.directory.entra;

import io.muster.directory.DirectoryWorld;
import io.muster.directory.VendorError;
import io.muster.directory.VendorErrorsContract;
import io.muster.simulator.Answer;
import io.muster.simulator.Faults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Every error Microsoft publishes, as a case lives through it. */
class EntraErrorsTests extends VendorErrorsContract {
  private final SimulatedEntra entra = new SimulatedEntra(SimulatedEntra.realistic());

  @AfterEach
  void close() {
    entra.close();
  }

  @Override
  protected List<VendorError> table() {
    return EntraErrors.TABLE;
  }

  @Override
  protected DirectoryWorld world() {
    return entra;
  }

  @Override
  protected Faults faults() {
    return entra.tenant().faults();
  }

  @Override
  protected String paths() {
    return "/v1.0/";
  }

  @Override
  protected Answer body(int status, String reason, String text) {
    return Answer.json(
        status,
        Map.of(
            "error",
            Map.of(
                "code",
                reason.isEmpty() ? "UnknownError" : reason,
                "message",
                text.isEmpty() ? "Said nothing of use" : text)));
  }
}
