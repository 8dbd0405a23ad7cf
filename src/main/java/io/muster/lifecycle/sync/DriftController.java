package io.muster.lifecycle.sync;

import io.muster.lifecycle.sync.Drifts.Drift;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators and auditors which memberships are not as HR's rules would have them. */
@RestController
class DriftController {
  private static final int MOST = 1000;

  private final Drifts drifts;

  DriftController(Drifts drifts) {
    this.drifts = drifts;
  }

  /** The newest first; at most a thousand. */
  @GetMapping("/api/drift")
  List<Shown> drift() {
    return drifts.newest(MOST).stream().map(Shown::of).toList();
  }

  /** One of them, as it is shown. */
  record Shown(
      String connection,
      String account,
      @Nullable String employee,
      String login,
      String group,
      Drifts.Kind kind,
      String reason,
      Instant foundAt) {
    static Shown of(Drift drift) {
      return new Shown(
          drift.connection(),
          drift.account().value(),
          drift.employee() == null ? null : drift.employee().value(),
          drift.login(),
          drift.group(),
          drift.kind(),
          drift.reason(),
          drift.foundAt());
    }
  }
}
