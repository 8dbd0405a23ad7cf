package io.muster.console;

import io.muster.console.ModelReader.TableVersion;
import io.muster.deployment.LiveBundles;
import io.muster.deployment.LiveBundles.Kind;
import io.muster.deployment.TableTrial;
import io.muster.deployment.TableTrial.Unusable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** A decision table to be read, and an edited one tried on what was asked before. */
@Controller
class TablePage implements ConsolePage {
  private static final String ANY = "any";
  private static final Pattern TEXTS = Pattern.compile("\"[^\"]*\"(\\s*,\\s*\"[^\"]*\")*");

  private final ModelReader models;
  private final RepositoryService repository;
  private final TableTrial trial;
  private final LiveBundles bundles;

  TablePage(
      ModelReader models, RepositoryService repository, TableTrial trial, LiveBundles bundles) {
    this.bundles = bundles;
    this.models = models;
    this.repository = repository;
    this.trial = trial;
  }

  /**
   * A table for people.
   *
   * @param policy what it means that several rows fit
   * @param asks the headings of what it asks
   * @param answers the headings of what it answers
   */
  record Reading(String policy, List<String> asks, List<String> answers, List<Row> rows) {
    /** Each row in one line, without what its author says of it. */
    List<String> lines() {
      return rows.stream()
          .map(row -> "%s → %s".formatted(words(asks, row.asked()), words(answers, row.answered())))
          .toList();
    }

    private static String words(List<String> headings, List<String> cells) {
      var words =
          IntStream.range(0, cells.size())
              .filter(at -> !cells.get(at).equals(ANY))
              .mapToObj(at -> "%s: %s".formatted(headings.get(at), cells.get(at)))
              .collect(Collectors.joining(", "));
      return words.isEmpty() ? "whatever is asked" : words;
    }
  }

  /**
   * One rule.
   *
   * @param says what its author says it is for
   */
  record Row(List<String> asked, List<String> answered, String says) {}

  @GetMapping("/console/models/tables/{key}")
  String table(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable Integer version,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.MODELS);
    var versions = models.tableVersionsOf(key);
    var shown = pick(versions, version);
    page.addAttribute("table", shown);
    page.addAttribute("versions", versions);
    page.addAttribute("before", before(versions, shown));
    page.addAttribute("reading", read(shown));
    page.addAttribute("bundle", bundles.bundleOf(Kind.TABLE, key));
    page.addAttribute("mayTry", viewer.sees(Page.MODELS, Field.DECISION));
    page.addAttribute("mayEdit", viewer.sees(Page.MODELS, Field.REPAIR));
    return "console/table";
  }

  private static @Nullable Integer before(List<TableVersion> versions, TableVersion shown) {
    return versions.stream()
        .map(TableVersion::version)
        .filter(version -> version < shown.version())
        .findFirst()
        .orElse(null);
  }

  /**
   * Which rows one version has and another has not.
   *
   * @param from the earlier version, or {@code shipped}; the one before if none is asked for
   * @param to the later version; the newest if none is asked for
   */
  @GetMapping("/console/models/tables/{key}/difference")
  String difference(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable Integer to,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.MODELS);
    var versions = models.tableVersionsOf(key);
    var later = pick(versions, to);
    var isShipped = ModelsPage.SHIPPED.equals(from);
    var number = isShipped ? null : ModelsPage.number(from);
    if (!isShipped && number == null) {
      number = before(versions, later);
    }
    var was = isShipped ? shipped(key) : read(pick(versions, demand(number)));
    var is = read(later);
    page.addAttribute("table", later);
    page.addAttribute("from", isShipped ? "the shipped one" : "version " + number);
    page.addAttribute("policyBefore", was.policy());
    page.addAttribute("policyAfter", is.policy());
    var gone = without(was.lines(), is.lines());
    var come = without(is.lines(), was.lines());
    page.addAttribute("gone", gone);
    page.addAttribute("come", come);
    page.addAttribute("moved", gone.isEmpty() && come.isEmpty() && !was.lines().equals(is.lines()));
    return "console/table-difference";
  }

  private static Integer demand(@Nullable Integer version) {
    if (version == null) {
      throw PageRefused.noSuchModel();
    }
    return version;
  }

  /** Each line as often as the other has it less often. */
  private static List<String> without(List<String> lines, List<String> others) {
    var left = new ArrayList<>(lines);
    others.forEach(left::remove);
    return left;
  }

  private Reading shipped(String key) {
    return bundles
        .shipped(Kind.TABLE, key)
        .map(file -> read(key, Dmn.readModelFromStream(new ByteArrayInputStream(file))))
        .orElseThrow(() -> PageRefused.nothingShipped(key));
  }

  /** Nothing goes live. */
  @PostMapping("/console/models/tables/{key}/replay")
  ModelAndView replay(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable MultipartFile file,
      @RequestParam(defaultValue = "30") int days,
      Viewer viewer)
      throws IOException {
    viewer.demand(Page.MODELS);
    if (!viewer.sees(Page.MODELS, Field.DECISION)) {
      throw PageRefused.notForYourGroups();
    }
    var page = new ModelAndView("console/replay");
    page.addObject("table", pick(models.tableVersionsOf(key), null));
    page.addObject("days", days);
    page.addObject("seesCases", viewer.opens(Page.CASE) && viewer.sees(Page.MODELS, Field.PERSON));
    page.addObject("file", file == null ? "" : String.valueOf(file.getOriginalFilename()));
    try {
      page.addObject("trial", trial.of(key, file == null ? new byte[0] : file.getBytes(), days));
    } catch (Unusable unusable) {
      page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
      page.addObject("refused", unusable.getMessage());
      page.addObject("findings", unusable.findings());
    }
    return page;
  }

  private static TableVersion pick(List<TableVersion> versions, @Nullable Integer version) {
    return versions.stream()
        .filter(one -> version == null ? one.live() : one.version() == version)
        .findFirst()
        .orElseThrow(PageRefused::noSuchModel);
  }

  private Reading read(TableVersion version) {
    return read(version.key(), repository.getDmnModelInstance(version.id()));
  }

  private static Reading read(String key, DmnModelInstance file) {
    return file.getModelElementsByType(DecisionTable.class).stream()
        .filter(table -> table.getParentElement().getAttributeValue("id").equals(key))
        .findFirst()
        .map(TablePage::read)
        .orElseThrow(PageRefused::noSuchModel);
  }

  private static Reading read(DecisionTable table) {
    return new Reading(
        policy(table),
        table.getInputs().stream().map(one -> name(one.getLabel(), one.getId())).toList(),
        table.getOutputs().stream()
            .map(one -> name(one.getLabel(), name(one.getName(), one.getId())))
            .toList(),
        table.getRules().stream().map(TablePage::read).toList());
  }

  private static Row read(Rule rule) {
    var says = rule.getDescription();
    return new Row(
        rule.getInputEntries().stream().map(cell -> cell(cell, ANY)).toList(),
        rule.getOutputEntries().stream().map(cell -> cell(cell, "nothing")).toList(),
        says == null ? "" : says.getTextContent().strip());
  }

  /** Plain texts without their quotation marks; anything else as it is written. */
  static String plain(String cell, String empty) {
    var text = cell.strip();
    if (text.isEmpty() || text.equals("-")) {
      return empty;
    }
    return TEXTS.matcher(text).matches()
        ? Stream.of(text.split(","))
            .map(one -> one.strip().replace("\"", ""))
            .collect(Collectors.joining(" or "))
        : text;
  }

  private static String cell(DmnElement cell, String empty) {
    return plain(cell.getTextContent(), empty);
  }

  private static String policy(DecisionTable table) {
    return switch (table.getHitPolicy()) {
      case UNIQUE -> "At most one row fits.";
      case FIRST -> "The first row that fits counts.";
      case ANY -> "Every row that fits says the same.";
      case COLLECT -> "Every row that fits counts.";
      case RULE_ORDER -> "Every row that fits counts, in their order.";
      case PRIORITY, OUTPUT_ORDER ->
          "Rows that fit count by their priority (%s)."
              .formatted(table.getHitPolicy().name().toLowerCase(Locale.ROOT));
    };
  }

  private static String name(@Nullable String name, String otherwise) {
    return name == null || name.isBlank() ? otherwise : name.strip();
  }
}
