package io.muster.lifecycle.sync;

import io.muster.directory.MissingManagers.Missing;
import io.muster.lifecycle.shared.Managers;
import io.muster.lifecycle.sync.Drifts.Drift;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators and auditors which memberships are not as HR's rules would have them. */
@RestController
class DriftController {
  private static final int MOST = 1000;

  private final Drifts drifts;
  private final Managers managers;

  DriftController(Drifts drifts, Managers managers) {
    this.drifts = drifts;
    this.managers = managers;
  }

  /** The newest first; at most a thousand. */
  @GetMapping("/api/drift")
  List<Shown> drift() {
    return Stream.concat(
            managers.newest(MOST).stream().map(Shown::of),
            drifts.newest(MOST).stream().map(Shown::of))
        .sorted(Comparator.comparing(Shown::foundAt).reversed())
        .limit(MOST)
        .toList();
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
    static Shown of(Missing missing) {
      return new Shown(
          missing.place().connection(),
          missing.place().account().value(),
          missing.employee().value(),
          missing.place().account().value(),
          Drift.MANAGER,
          Drifts.Kind.DIFFERENT,
          "HR names the manager %s, who has no account here; written as soon as there is one"
              .formatted(missing.manager()),
          missing.since());
    }

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
