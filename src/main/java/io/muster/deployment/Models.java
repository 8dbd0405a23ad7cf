package io.muster.deployment;

import io.muster.deployment.BundleReport.State;
import io.muster.guard.Loosening;
import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ProcessEnginePersistenceException;
import org.camunda.bpm.engine.RepositoryService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * Keeps what is live equal to the files: each bundle is deployed whole, so that a diagram and its
 * forms stay together, and only when one of its files differs from what was deployed last,
 * whichever node did it. A bundle that is refused changes nothing.
 */
final class Models {
  private static final Logger log = LoggerFactory.getLogger(Models.class);
  private static final String STRAY = "(none)";

  /** By which the service marks what it deploys itself. */
  static final String SOURCE = "muster";

  private final RepositoryService repository;
  private final ModelFiles files;
  private final Clock clock;
  private final Loosenings loosenings;
  private final Map<String, BundleReport> reports = new ConcurrentSkipListMap<>();
  private final Map<String, Long> held = new ConcurrentHashMap<>();
  private final Map<String, String> dealtWith = new ConcurrentHashMap<>();
  private final Map<String, String> seen = new ConcurrentHashMap<>();

  Models(RepositoryService repository, ModelFiles files, Clock clock, Loosenings loosenings) {
    this.loosenings = loosenings;
    this.repository = repository;
    this.files = files;
    this.clock = clock;
  }

  /** How every bundle stands. */
  Collection<BundleReport> reports() {
    return reports.values().stream().map(this::asTheEngineHasIt).toList();
  }

  private BundleReport asTheEngineHasIt(BundleReport given) {
    var report = given.state() == State.waiting ? asPeopleHaveIt(given) : given;
    try {
      var gone = missing(report.bundle());
      return gone.isEmpty()
          ? report
          : new BundleReport(
              report.bundle(),
              State.missing,
              report.since(),
              gone.stream()
                  .map(
                      key ->
                          new Problem(
                              report.bundle(),
                              "'%s'".formatted(key),
                              "was deleted from the engine",
                              "wait a minute, it is deployed again; see the audit log for who did it"))
                  .toList());
    } catch (IOException passing) {
      return report;
    }
  }

  /** What waited here may be live by now, on whichever node. */
  private BundleReport asPeopleHaveIt(BundleReport report) {
    var change = Optional.ofNullable(held.get(report.bundle())).flatMap(loosenings::find);
    if (change.isEmpty()) {
      return report;
    }
    if (change.get().state() != Loosenings.State.LIVE) {
      return waiting(report.bundle(), change.get(), report.since());
    }
    var end = change.get().end();
    return new BundleReport(
        report.bundle(), State.live, end == null ? report.since() : end.at(), List.of());
  }

  private static BundleReport waiting(String bundle, Change change, Instant since) {
    return new BundleReport(
        bundle,
        State.waiting,
        since,
        List.of(
            new Problem(
                bundle,
                "the bundle",
                "makes destruction easier: " + String.join("; ", change.loosens()),
                HeldDeployment.remedy(change))));
  }

  /**
   * Deploys what there is. An edited bundle that is refused leaves live what was; where nothing
   * was, the shipped one takes its place.
   */
  synchronized void deployAll() {
    try {
      for (var bundle : order()) {
        dealtWith.put(bundle, files.signature(bundle));
        if (!deploy(bundle) && !isKnown(bundle)) {
          sendShipped(bundle);
        }
      }
      reportStray();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void sendShipped(String bundle) {
    if (files.shipped(bundle).isEmpty()) {
      return;
    }
    var refusal = reports.get(bundle);
    send(bundle, files.shipped(bundle));
    if (refusal != null) {
      reports.put(bundle, refusal);
    }
  }

  /**
   * Deploys again what somebody deleted from the engine, as no case could start on it.
   *
   * @return the processes and tables that were missing
   */
  synchronized Set<String> heal() {
    var missing = new TreeSet<String>();
    try {
      for (var bundle : order()) {
        var gone = missing(bundle);
        if (gone.isEmpty()) {
          continue;
        }
        missing.addAll(gone);
        log.error(
            "{} of the bundle '{}' were deleted from the engine and are deployed again. See the audit log for who did it.",
            gone,
            bundle);
        if (!deploy(bundle)) {
          sendShipped(bundle);
        }
      }
    } catch (IOException passing) {
      log.debug("The models folder changes while it is read; looking again.", passing);
    } catch (ProcessEnginePersistenceException rival) {
      log.debug("Another node deploys it at this moment.", rival);
    }
    return missing;
  }

  /** The processes and tables of a bundle that the engine does not have, whatever we remember. */
  private Set<String> missing(String bundle) throws IOException {
    var now = missing(files.now(bundle));
    return now.isEmpty() || !isRefused(bundle) ? now : missing(files.shipped(bundle));
  }

  private boolean isRefused(String bundle) {
    var report = reports.get(bundle);
    return report != null && (report.state() == State.refused || report.state() == State.waiting);
  }

  private Set<String> missing(Map<String, byte[]> contents) {
    var missing = new TreeSet<String>();
    contents.forEach(
        (file, bytes) -> {
          if (file.endsWith(".bpmn") || file.endsWith(".dmn")) {
            try {
              missing.addAll(missing(Xml.read(bytes)));
            } catch (IllegalArgumentException unreadable) {
              log.debug("{} cannot be read; the gate says so.", file, unreadable);
            }
          }
        });
    return missing;
  }

  private Set<String> missing(Element model) {
    var missing = new TreeSet<String>();
    for (var part : Xml.children(model)) {
      var key = part.getAttribute("id");
      if ("decision".equals(part.getLocalName())) {
        if (repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).count() == 0) {
          missing.add(key);
        }
      } else if (Xml.isBpmn(part, "process")
          && repository.createProcessDefinitionQuery().processDefinitionKey(key).count() == 0) {
        missing.add(key);
      }
    }
    return missing;
  }

  /** The bundles, those behind which others find their tables first. */
  private List<String> order() throws IOException {
    var contents = new TreeMap<String, Map<String, byte[]>>();
    for (var bundle : files.bundles()) {
      contents.put(bundle, files.now(bundle));
    }
    return BundleOrder.of(contents);
  }

  /**
   * Looks at the folder once. A bundle is taken up when it has changed and then stayed the same
   * from one look to the next, so that nothing half-written is.
   */
  synchronized void look() {
    try {
      var bundles = new HashSet<>(files.bundles());
      bundles.addAll(dealtWith.keySet());
      for (var bundle : bundles) {
        var now = files.signature(bundle);
        if (now.equals(dealtWith.getOrDefault(bundle, ""))) {
          seen.remove(bundle);
        } else if (now.equals(seen.put(bundle, now))) {
          deploy(bundle);
          dealtWith.put(bundle, now);
          seen.remove(bundle);
        }
      }
      reportStray();
    } catch (IOException passing) {
      log.debug("The models folder changes while it is read; looking again.", passing);
    } catch (ProcessEnginePersistenceException passing) {
      log.warn(
          "An edited bundle could not be deployed now; trying again: {}", passing.getMessage());
    }
  }

  private boolean deploy(String bundle) throws IOException {
    var contents = files.now(bundle);
    if (contents.isEmpty()) {
      reports.remove(bundle); // its folder is gone; cases that run on it go on
      return true;
    }
    try {
      send(bundle, contents);
      loosenings.withdraw(Loosening.Kind.MODELS, bundle); // what waited is no longer in the folder
      return true;
    } catch (ProcessEnginePersistenceException passing) {
      throw passing;
    } catch (HeldDeployment kept) {
      held.put(bundle, kept.change().number());
      reports.put(bundle, waiting(bundle, kept.change(), clock.instant()));
      log.warn("The files of the bundle '{}' wait. {}", bundle, kept.getMessage());
      return false;
    } catch (ProcessEngineException refusal) {
      if (files.signature(bundle).isEmpty()) {
        throw refusal; // what we ship ourselves must be right
      }
      refused(bundle, problems(bundle, refusal));
      return false;
    }
  }

  private void send(String bundle, Map<String, byte[]> contents) {
    var deployment = repository.createDeployment().name(bundle).source(SOURCE);
    if (missing(contents).isEmpty()) {
      deployment.enableDuplicateFiltering(false);
    } // a definition that was deleted leaves its file behind, which would pass for a duplicate
    contents.forEach(
        (name, bytes) -> deployment.addInputStream(name, new ByteArrayInputStream(bytes)));
    var done = deployment.deployWithResult();
    var fresh =
        done.getDeployedProcessDefinitions() != null
            || done.getDeployedDecisionDefinitions() != null;
    if (fresh) {
      log.info("The bundle '{}' is live in a new version.", bundle);
    }
    var before = reports.get(bundle);
    if (fresh
        || before == null
        || before.state() == State.refused
        || before.state() == State.waiting) {
      reports.put(bundle, new BundleReport(bundle, State.live, clock.instant(), List.of()));
    }
  }

  private void refused(String bundle, List<Problem> problems) {
    reports.put(bundle, new BundleReport(bundle, State.refused, clock.instant(), problems));
    log.warn(
        "The files of the bundle '{}' are refused; what is live stays live. {}",
        bundle,
        problems.stream().map(Problem::toString).collect(Collectors.joining(" ")));
  }

  private void reportStray() throws IOException {
    var stray = files.stray();
    if (stray.isEmpty()) {
      reports.remove(STRAY);
      return;
    }
    var problems =
        stray.stream()
            .map(
                file ->
                    new Problem(
                        file,
                        "the file",
                        "lies where no bundle is",
                        "move it to processes/<bundle>/ or forms/<bundle>/"))
            .toList();
    var before = reports.get(STRAY);
    if (before == null || !before.problems().equals(problems)) {
      refused(STRAY, problems);
    }
  }

  private boolean isKnown(String bundle) {
    return repository.createDeploymentQuery().deploymentName(bundle).count() > 0;
  }

  /** Why the engine or the gate takes it not. */
  static List<Problem> problems(String bundle, ProcessEngineException refusal) {
    if (refusal instanceof RefusedDeployment ours) {
      return ours.problems();
    }
    if (refusal instanceof ParseException unreadable) {
      return unreadable.getResorceReports().stream()
          .flatMap(
              report ->
                  report.getErrors().stream()
                      .map(
                          error ->
                              new Problem(
                                  report.getResourceName(),
                                  error.getMainElementId() == null
                                      ? "line " + error.getLine()
                                      : "'%s'".formatted(error.getMainElementId()),
                                  String.valueOf(error.getMessage()),
                                  "mend it in Camunda Modeler")))
          .toList();
    }
    return List.of(
        new Problem(
            bundle,
            "the bundle",
            String.valueOf(refusal.getMessage()),
            "mend the file it names in Camunda Modeler"));
  }
}
