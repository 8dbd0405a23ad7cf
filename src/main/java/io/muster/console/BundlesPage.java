package io.muster.console;

import io.muster.console.ModelReader.TableVersion;
import io.muster.console.ModelReader.Version;
import io.muster.deployment.BundleDrafts;
import io.muster.deployment.BundleDrafts.Draft;
import io.muster.deployment.BundleDrafts.NoDraft;
import io.muster.deployment.BundleDrafts.Outcome;
import io.muster.deployment.LiveBundles;
import io.muster.deployment.LiveBundles.Bundle;
import io.muster.deployment.LiveBundles.Kind;
import io.muster.deployment.ModelReports;
import io.muster.deployment.ModelReports.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * One bundle as its owner works on it: what is live and what the gate refused, edited files to try
 * and to deploy, earlier versions to go back to, and everything to take along for Camunda Modeler.
 */
@Controller
class BundlesPage implements ConsolePage {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}");
  private static final String TEMPLATES = "classpath*:element-templates/*.json";

  private final LiveBundles bundles;
  private final BundleDrafts drafts;
  private final ModelReports reports;
  private final ModelReader models;

  BundlesPage(LiveBundles bundles, BundleDrafts drafts, ModelReports reports, ModelReader models) {
    this.bundles = bundles;
    this.drafts = drafts;
    this.reports = reports;
    this.models = models;
  }

  /**
   * A process of the bundle.
   *
   * @param live the version that cases start on
   * @param versions all of them, the newest first
   */
  record ProcessLine(Version live, List<Version> versions) {
    /** The version before, which is gone back to; null if there is none. */
    public @Nullable Version before() {
      return versions.size() > 1 ? versions.get(1) : null;
    }
  }

  /**
   * A table of the bundle.
   *
   * @param live the version that answers
   * @param before the version before; null if there is none
   */
  record TableLine(TableVersion live, @Nullable TableVersion before) {}

  /**
   * A diagram of the folder that the gate refuses.
   *
   * @param wrong the ids of the elements it refuses
   */
  record RefusedDiagram(String file, String wrong) {}

  @GetMapping("/console/models/bundles/{name}")
  String bundle(
      @PathVariable String name,
      @RequestParam(defaultValue = "") String done,
      @RequestParam(required = false) @Nullable Long waits,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.MODELS);
    var bundle = bundles.find(name).orElseThrow(PageRefused::noSuchModel);
    page.addAttribute("bundle", bundle);
    page.addAttribute("processes", processes(bundle));
    page.addAttribute("tables", tables(bundle));
    page.addAttribute("isDone", done.equals("live"));
    page.addAttribute("waits", waits);
    page.addAttribute("mayEdit", viewer.sees(Page.MODELS, Field.REPAIR));
    var report = reports.bundles().stream().filter(one -> one.name().equals(name)).findFirst();
    page.addAttribute("report", report.orElse(null));
    page.addAttribute(
        "refused",
        report.filter(one -> !one.isLive()).map(one -> refused(one.findings())).orElse(List.of()));
    return "console/bundle";
  }

  private List<ProcessLine> processes(Bundle bundle) {
    return bundle.processes().stream()
        .map(models::versionsOf)
        .filter(versions -> !versions.isEmpty())
        .map(versions -> new ProcessLine(versions.get(0), versions))
        .sorted(Comparator.comparing(line -> line.live().name()))
        .toList();
  }

  private List<TableLine> tables(Bundle bundle) {
    return bundle.tables().stream()
        .map(models::tableVersionsOf)
        .filter(versions -> !versions.isEmpty())
        .map(
            versions ->
                new TableLine(versions.get(0), versions.size() > 1 ? versions.get(1) : null))
        .sorted(Comparator.comparing(line -> line.live().name()))
        .toList();
  }

  private static List<RefusedDiagram> refused(List<Finding> findings) {
    return findings.stream()
        .map(Finding::file)
        .filter(file -> file.endsWith(".bpmn"))
        .distinct()
        .map(
            file ->
                new RefusedDiagram(file, String.join(" ", BundleDrafts.elements(findings, file))))
        .toList();
  }

  /** A diagram of the folder, which is not live if the gate refused it. */
  @GetMapping("/console/models/bundles/{name}/edited.bpmn")
  ResponseEntity<byte[]> edited(
      @PathVariable String name, @RequestParam String file, Viewer viewer) {
    viewer.demand(Page.MODELS);
    return bundles
        .edited(name, file)
        .filter(bytes -> file.endsWith(".bpmn"))
        .map(bytes -> ResponseEntity.ok().contentType(MediaType.APPLICATION_XML).body(bytes))
        .orElseThrow(PageRefused::noSuchModel);
  }

  /** What is live, laid out like the models folder, with the palette for Camunda Modeler. */
  @GetMapping("/console/models/bundles/{name}/files.zip")
  ResponseEntity<byte[]> download(@PathVariable String name, Viewer viewer) throws IOException {
    viewer.demand(Page.MODELS);
    var bundle = bundles.find(name).orElseThrow(PageRefused::noSuchModel);
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip, StandardCharsets.UTF_8)) {
      for (var file : bundles.files(bundle.name()).entrySet()) {
        var kind = file.getKey().endsWith(".form") ? "forms" : "processes";
        add(out, kind + "/" + file.getKey(), file.getValue());
      }
      for (var template : new PathMatchingResourcePatternResolver().getResources(TEMPLATES)) {
        add(
            out,
            ".camunda/element-templates/" + template.getFilename(),
            template.getContentAsByteArray());
      }
    }
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/zip"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(bundle.name() + ".zip").build().toString())
        .body(zip.toByteArray());
  }

  private static void add(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  /** Leads to the page of a bundle that may be new. */
  @PostMapping("/console/models/try")
  ModelAndView tryNew(
      @RequestParam(defaultValue = "") String bundle,
      @RequestParam(required = false) @Nullable List<MultipartFile> file,
      Viewer viewer)
      throws IOException {
    return tryOut(bundle.strip(), file, viewer);
  }

  /** Nothing goes live. */
  @PostMapping("/console/models/bundles/{name}/try")
  ModelAndView tryOut(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable List<MultipartFile> file,
      Viewer viewer)
      throws IOException {
    demandEditor(viewer);
    var files = new TreeMap<String, byte[]>();
    for (var one : file == null ? List.<MultipartFile>of() : file) {
      if (!one.isEmpty()) {
        files.put(plain(String.valueOf(one.getOriginalFilename())), one.getBytes());
      }
    }
    return tried(new Draft(demandName(name), files), HttpStatus.OK);
  }

  private ModelAndView tried(Draft draft, HttpStatus status) {
    var page = new ModelAndView("console/draft", status);
    page.addObject("bundle", draft.bundle());
    page.addObject("files", encoded(draft.files()));
    page.addObject("days", BundleDrafts.DAYS);
    try {
      var outlook = drafts.tryOut(draft);
      page.addObject("outlook", outlook);
      page.addObject("sources", sources(draft.files()));
      if (!outlook.findings().isEmpty()) {
        page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
      }
    } catch (NoDraft none) {
      page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
      page.addObject("refused", none.getMessage());
    }
    return page;
  }

  private static Map<String, String> encoded(Map<String, byte[]> files) {
    var encoded = new LinkedHashMap<String, String>();
    files.forEach((name, bytes) -> encoded.put(name, Base64.getEncoder().encodeToString(bytes)));
    return encoded;
  }

  /** By which id the page holds the content of each file. */
  private static Map<String, String> sources(Map<String, byte[]> files) {
    var sources = new LinkedHashMap<String, String>();
    files.keySet().forEach(name -> sources.put(name, "content-" + sources.size()));
    return sources;
  }

  /**
   * Deploys what was tried.
   *
   * @param file the names of the files
   * @param content their content, in the same order
   */
  @PostMapping("/console/models/bundles/{name}/deploy")
  ModelAndView deploy(
      @PathVariable String name,
      @RequestParam(defaultValue = "") List<String> file,
      @RequestParam(defaultValue = "") List<String> content,
      Viewer viewer) {
    demandEditor(viewer);
    var files = new TreeMap<String, byte[]>();
    try {
      for (int at = 0; at < Math.min(file.size(), content.size()); at++) {
        files.put(plain(file.get(at)), Base64.getDecoder().decode(content.get(at)));
      }
      var draft = new Draft(demandName(name), files);
      var outcome = drafts.deploy(draft, viewer.name());
      if (outcome instanceof Outcome.Refused refused) {
        var page = tried(draft, HttpStatus.UNPROCESSABLE_ENTITY);
        page.addObject("findings", refused.findings());
        page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        return page;
      }
      return done(name, outcome);
    } catch (NoDraft none) {
      throw PageRefused.nothingDone(String.valueOf(none.getMessage()));
    } catch (IllegalArgumentException unreadable) {
      throw PageRefused.nothingDone("The files did not arrive whole. Try them again.");
    }
  }

  @PostMapping("/console/models/processes/{key}/roll-back")
  ModelAndView rollBackProcess(@PathVariable String key, @RequestParam int version, Viewer viewer) {
    return rollBack(Kind.PROCESS, key, version, viewer);
  }

  @PostMapping("/console/models/tables/{key}/roll-back")
  ModelAndView rollBackTable(@PathVariable String key, @RequestParam int version, Viewer viewer) {
    return rollBack(Kind.TABLE, key, version, viewer);
  }

  private ModelAndView rollBack(Kind kind, String key, int version, Viewer viewer) {
    demandEditor(viewer);
    try {
      var bundle = bundles.bundleOf(kind, key);
      var outcome = drafts.rollBack(kind, key, version, viewer.name());
      if (outcome instanceof Outcome.Refused refused) {
        throw PageRefused.nothingDone(
            "The gate refuses this version by now. "
                + refused.findings().stream()
                    .map(one -> "%s %s; %s.".formatted(one.element(), one.what(), one.remedy()))
                    .collect(Collectors.joining(" ")));
      }
      return done(bundle, outcome);
    } catch (NoDraft none) {
      throw PageRefused.nothingDone(String.valueOf(none.getMessage()));
    }
  }

  private static ModelAndView done(String bundle, Outcome outcome) {
    var page =
        UriComponentsBuilder.fromPath("/console/models/bundles/{bundle}")
            .query(
                outcome instanceof Outcome.Waits waiting
                    ? "waits=" + waiting.number()
                    : "done=live")
            .encode()
            .buildAndExpand(bundle)
            .toUriString();
    return new ModelAndView(new RedirectView(page, true, true, false));
  }

  private static void demandEditor(Viewer viewer) {
    viewer.demand(Page.MODELS);
    if (!viewer.sees(Page.MODELS, Field.REPAIR)) {
      throw PageRefused.notForYourGroups();
    }
  }

  private static String demandName(String bundle) {
    if (!NAME.matcher(bundle).matches()) {
      throw PageRefused.nothingDone(
          "The name of a bundle is letters, digits and dashes, such as equipment-return.");
    }
    return bundle;
  }

  /** Browsers may send the folder too. */
  private static String plain(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }
}
