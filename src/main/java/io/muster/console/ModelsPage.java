package io.muster.console;

import io.muster.console.ModelReader.Version;
import io.muster.console.WaitingChanges.Waiting;
import io.muster.deployment.LiveBundles;
import io.muster.deployment.LiveBundles.Bundle;
import io.muster.deployment.ModelReports;
import io.muster.deployment.VersionDifference;
import io.muster.deployment.VersionDifference.What;
import io.muster.deployment.WaitingTrials;
import io.muster.deployment.WaitingTrials.Tried;
import io.muster.people.PeopleSearch;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The processes and tables: what is live, what runs on which version, and what was refused. */
@Controller
class ModelsPage implements ConsolePage {
  /** What a version is called that comes with the program. */
  static final String SHIPPED = "shipped";

  private static final int MOST_CASES = 50;

  private final ModelReader models;
  private final ModelReports reports;
  private final WaitingChanges waiting;
  private final CaseReader cases;
  private final PeopleSearch people;
  private final LiveBundles bundles;
  private final WaitingTrials trials;

  ModelsPage(
      ModelReader models,
      ModelReports reports,
      WaitingChanges waiting,
      CaseReader cases,
      PeopleSearch people,
      LiveBundles bundles,
      WaitingTrials trials) {
    this.bundles = bundles;
    this.trials = trials;
    this.models = models;
    this.reports = reports;
    this.waiting = waiting;
    this.cases = cases;
    this.people = people;
  }

  @GetMapping("/console/models")
  String list(Viewer viewer, Model page) {
    viewer.demand(Page.MODELS);
    var reported = reports.bundles();
    var owned = bundles.all();
    page.addAttribute("owned", owned);
    page.addAttribute("names", owned.stream().map(Bundle::name).collect(Collectors.toSet()));
    page.addAttribute("mayEdit", viewer.sees(Page.MODELS, Field.REPAIR));
    page.addAttribute("processes", models.processes());
    page.addAttribute("tables", models.tables());
    page.addAttribute("bundles", reported);
    page.addAttribute("notLive", reported.stream().filter(bundle -> !bundle.isLive()).toList());
    var shown = waiting.shown(viewer, Page.MODELS);
    page.addAttribute("waiting", shown);
    page.addAttribute("trials", trials(shown, viewer));
    return "console/models";
  }

  /** What was tried when each change was handed in, by its number. */
  private Map<Long, List<Tried>> trials(List<Waiting> shown, Viewer viewer) {
    var tried = new HashMap<Long, List<Tried>>();
    if (viewer.sees(Page.MODELS, Field.DECISION)) {
      for (var change : shown) {
        var known = trials.of(change.number());
        if (!known.isEmpty()) {
          tried.put(change.number(), known);
        }
      }
    }
    return tried;
  }

  @GetMapping("/console/models/processes/{key}")
  String process(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable Integer version,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.MODELS);
    var versions = models.versionsOf(key);
    var shown = pick(versions, version);
    page.addAttribute("process", shown);
    page.addAttribute("versions", versions);
    page.addAttribute("bundle", bundles.bundleOf(LiveBundles.Kind.PROCESS, key));
    page.addAttribute("mayEdit", viewer.sees(Page.MODELS, Field.REPAIR));
    page.addAttribute("loads", models.loads(shown.id()));
    var seesPeople = viewer.sees(Page.MODELS, Field.PERSON) && viewer.opens(Page.CASE);
    var running = seesPeople ? cases.runningOn(shown.id(), MOST_CASES) : List.<CaseHead>of();
    page.addAttribute("cases", running);
    page.addAttribute("names", names(running));
    return "console/process";
  }

  /**
   * The diagram itself, which is about nobody.
   *
   * @param version its number, or {@code shipped}; the newest if none is asked for
   */
  @GetMapping("/console/models/processes/{key}/diagram.bpmn")
  ResponseEntity<byte[]> diagram(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable String version,
      Viewer viewer) {
    viewer.demand(Page.MODELS);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_XML)
        .body(
            SHIPPED.equals(version)
                ? shipped(key)
                : bytes(pick(models.versionsOf(key), number(version))));
  }

  private byte[] shipped(String key) {
    return bundles
        .shipped(LiveBundles.Kind.PROCESS, key)
        .orElseThrow(() -> PageRefused.nothingShipped(key));
  }

  /**
   * What one version has otherwise than another.
   *
   * @param from the earlier version, or {@code shipped}; the one before the later if none is asked
   *     for
   * @param to the later version; the newest if none is asked for
   */
  @GetMapping("/console/models/processes/{key}/difference")
  String difference(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable Integer to,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.MODELS);
    var versions = models.versionsOf(key);
    var later = pick(versions, to);
    var earlier = SHIPPED.equals(from) ? null : earlier(versions, number(from), later);
    var changes =
        VersionDifference.between(earlier == null ? shipped(key) : bytes(earlier), bytes(later));
    page.addAttribute("earlier", earlier);
    page.addAttribute("from", earlier == null ? "the shipped one" : "version " + earlier.version());
    page.addAttribute("later", later);
    page.addAttribute("versions", versions);
    page.addAttribute("changes", changes);
    page.addAttribute("added", ids(changes, What.ADDED));
    page.addAttribute("changed", ids(changes, What.CHANGED));
    page.addAttribute("removed", ids(changes, What.REMOVED));
    return "console/difference";
  }

  private static Version earlier(List<Version> versions, @Nullable Integer number, Version later) {
    return number == null
        ? versions.stream()
            .filter(one -> one.version() < later.version())
            .findFirst()
            .orElseThrow(PageRefused::noSuchModel)
        : pick(versions, number);
  }

  /** The number of a version, which an address may spell as it likes. */
  static @Nullable Integer number(@Nullable String version) {
    if (version == null || version.isEmpty()) {
      return null;
    }
    if (!version.matches("\\d{1,9}")) {
      throw PageRefused.noSuchModel();
    }
    return Integer.valueOf(version);
  }

  private byte[] bytes(Version version) {
    return cases.diagram(version.id()).getBytes(StandardCharsets.UTF_8);
  }

  private static String ids(List<VersionDifference.Change> changes, What what) {
    return changes.stream()
        .filter(change -> change.what() == what)
        .map(VersionDifference.Change::id)
        .collect(Collectors.joining(" "));
  }

  private static Version pick(List<Version> versions, @Nullable Integer number) {
    return ModelReader.pick(versions, number).orElseThrow(PageRefused::noSuchModel);
  }

  private Map<String, String> names(List<CaseHead> running) {
    var numbers =
        running.stream()
            .map(CaseHead::employee)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return people.named(numbers).entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().value(), entry -> entry.getValue().name()));
  }
}
