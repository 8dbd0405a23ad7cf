package io.muster.directory.google;

import io.muster.directory.DirectoryWorld;
import io.muster.directory.VendorError;
import io.muster.directory.VendorErrorsContract;
import io.muster.simulator.Answer;
import io.muster.simulator.Faults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Every error Google publishes, as a case lives through it. */
class GoogleErrorsTests extends VendorErrorsContract {
  private final SimulatedGoogle google = new SimulatedGoogle();

  @AfterEach
  void close() {
    google.close();
  }

  @Override
  protected List<VendorError> table() {
    return GoogleErrors.TABLE;
  }

  @Override
  protected DirectoryWorld world() {
    return google;
  }

  @Override
  protected Faults faults() {
    return google.domain().faults();
  }

  @Override
  protected String paths() {
    return "/(admin|v1)/";
  }

  @Override
  protected Answer body(int status, String reason, String text) {
    var said = text.isEmpty() ? "Said nothing of use" : text;
    return Answer.json(
        status,
        Map.of(
            "error",
            Map.of(
                "code",
                status,
                "message",
                said,
                "errors",
                reason.isEmpty()
                    ? List.of()
                    : List.of(Map.of("domain", "global", "reason", reason, "message", said)))));
  }
}
