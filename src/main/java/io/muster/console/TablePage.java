package io.muster.console;

import io.muster.console.ModelReader.TableVersion;
import io.muster.deployment.TableTrial;
import io.muster.deployment.TableTrial.Unusable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
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
  private static final Pattern TEXTS = Pattern.compile("\"[^\"]*\"(\\s*,\\s*\"[^\"]*\")*");

  private final ModelReader models;
  private final RepositoryService repository;
  private final TableTrial trial;

  TablePage(ModelReader models, RepositoryService repository, TableTrial trial) {
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
  record Reading(String policy, List<String> asks, List<String> answers, List<Row> rows) {}

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
    page.addAttribute("reading", read(shown));
    page.addAttribute("mayTry", viewer.sees(Page.MODELS, Field.DECISION));
    return "console/table";
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
    var tables =
        repository.getDmnModelInstance(version.id()).getModelElementsByType(DecisionTable.class);
    return tables.stream()
        .filter(table -> table.getParentElement().getAttributeValue("id").equals(version.key()))
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
        rule.getInputEntries().stream().map(cell -> cell(cell, "any")).toList(),
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
