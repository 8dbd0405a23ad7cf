package io.muster.console;

import io.muster.console.ModelReader.Version;
import io.muster.deployment.ModelReports;
import io.muster.deployment.VersionDifference;
import io.muster.deployment.VersionDifference.Change;
import io.muster.deployment.VersionDifference.What;
import io.muster.people.PeopleSearch;
import java.nio.charset.StandardCharsets;
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
  private static final int MOST_CASES = 50;

  private final ModelReader models;
  private final ModelReports reports;
  private final WaitingChanges waiting;
  private final CaseReader cases;
  private final PeopleSearch people;

  ModelsPage(
      ModelReader models,
      ModelReports reports,
      WaitingChanges waiting,
      CaseReader cases,
      PeopleSearch people) {
    this.models = models;
    this.reports = reports;
    this.waiting = waiting;
    this.cases = cases;
    this.people = people;
  }

  @GetMapping("/console/models")
  String list(Viewer viewer, Model page) {
    viewer.demand(Page.MODELS);
    var bundles = reports.bundles();
    page.addAttribute("processes", models.processes());
    page.addAttribute("tables", models.tables());
    page.addAttribute("bundles", bundles);
    page.addAttribute("notLive", bundles.stream().filter(bundle -> !bundle.isLive()).toList());
    page.addAttribute("waiting", waiting.shown(viewer, Page.MODELS));
    return "console/models";
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
    page.addAttribute("loads", models.loads(shown.id()));
    var seesPeople = viewer.sees(Page.MODELS, Field.PERSON) && viewer.opens(Page.CASE);
    var running = seesPeople ? cases.runningOn(shown.id(), MOST_CASES) : List.<CaseHead>of();
    page.addAttribute("cases", running);
    page.addAttribute("names", names(running));
    return "console/process";
  }

  /** The diagram itself, which is about nobody. */
  @GetMapping("/console/models/processes/{key}/diagram.bpmn")
  ResponseEntity<String> diagram(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable Integer version,
      Viewer viewer) {
    viewer.demand(Page.MODELS);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_XML)
        .body(cases.diagram(pick(models.versionsOf(key), version).id()));
  }

  /**
   * What one version has otherwise than another.
   *
   * @param from the earlier version; the one before the later if none is asked for
   * @param to the later version; the newest if none is asked for
   */
  @GetMapping("/console/models/processes/{key}/difference")
  String difference(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable Integer from,
      @RequestParam(required = false) @Nullable Integer to,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.MODELS);
    var versions = models.versionsOf(key);
    var later = pick(versions, to);
    var earlier =
        from == null
            ? versions.stream()
                .filter(one -> one.version() < later.version())
                .findFirst()
                .orElseThrow(PageRefused::noSuchModel)
            : pick(versions, from);
    var changes = VersionDifference.between(bytes(earlier), bytes(later));
    page.addAttribute("earlier", earlier);
    page.addAttribute("later", later);
    page.addAttribute("versions", versions);
    page.addAttribute("changes", changes);
    page.addAttribute("added", ids(changes, What.ADDED));
    page.addAttribute("changed", ids(changes, What.CHANGED));
    page.addAttribute("removed", ids(changes, What.REMOVED));
    return "console/difference";
  }

  private byte[] bytes(Version version) {
    return cases.diagram(version.id()).getBytes(StandardCharsets.UTF_8);
  }

  private static String ids(List<Change> changes, What what) {
    return changes.stream()
        .filter(change -> change.what() == what)
        .map(Change::id)
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
