package io.muster.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.management.ActivityStatistics;
import org.camunda.bpm.engine.management.IncidentStatistics;
import org.camunda.bpm.engine.management.ProcessDefinitionStatistics;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the processes and tables of the engine: which versions there are, and what runs on each.
 */
@Component
class ModelReader {
  private static final String EACH = "#multiInstanceBody";

  private final RepositoryService repository;
  private final ManagementService management;
  private final HistoryService history;

  ModelReader(RepositoryService repository, ManagementService management, HistoryService history) {
    this.repository = repository;
    this.management = management;
    this.history = history;
  }

  /**
   * One version of a process.
   *
   * @param running how many cases and parts of cases run on it
   * @param incidents how many incidents they have
   */
  record Version(
      String id,
      String key,
      String name,
      int version,
      boolean live,
      Instant deployedAt,
      int running,
      int incidents) {}

  /**
   * How many stand at one element.
   *
   * @param waiting how many stand there
   * @param oldest since when the first of them does, or null if that is not known
   * @param heat 0 if nobody does, up to 4 where most do
   */
  record Load(
      String element,
      String name,
      int waiting,
      int incidents,
      @Nullable Instant oldest,
      int heat) {}

  /**
   * One version of a table.
   *
   * @param live true if it is the one that answers
   */
  record TableVersion(String id, String key, String name, int version, boolean live) {}

  /** The newest version of each process, by name; all its versions are counted. */
  List<Version> processes() {
    var byKey = new TreeMap<String, List<ProcessDefinitionStatistics>>();
    all().forEach(one -> byKey.computeIfAbsent(one.getKey(), key -> new ArrayList<>()).add(one));
    return byKey.values().stream()
        .map(
            versions ->
                version(
                    newest(versions),
                    versions.stream().mapToInt(ProcessDefinitionStatistics::getInstances).sum(),
                    versions.stream().mapToInt(ModelReader::incidents).sum(),
                    true))
        .sorted(Comparator.comparing(Version::name))
        .toList();
  }

  /** Every version of the process, the newest first; none if there is no such process. */
  List<Version> versionsOf(String key) {
    var versions = all().stream().filter(one -> one.getKey().equals(key)).toList();
    return versions.stream()
        .map(one -> version(one, one.getInstances(), incidents(one), one.equals(newest(versions))))
        .sorted(Comparator.comparingInt(Version::version).reversed())
        .toList();
  }

  private List<ProcessDefinitionStatistics> all() {
    return management.createProcessDefinitionStatisticsQuery().includeIncidents().unlimitedList();
  }

  private static ProcessDefinitionStatistics newest(List<ProcessDefinitionStatistics> versions) {
    return Collections.max(
        versions, Comparator.comparingInt(ProcessDefinitionStatistics::getVersion));
  }

  private Version version(
      ProcessDefinitionStatistics one, int running, int incidents, boolean live) {
    return new Version(
        one.getId(),
        one.getKey(),
        title(one),
        one.getVersion(),
        live,
        deployedAt(one),
        running,
        incidents);
  }

  private static int incidents(ProcessDefinitionStatistics one) {
    return incidents(one.getIncidentStatistics());
  }

  private Instant deployedAt(ProcessDefinition definition) {
    return repository
        .createDeploymentQuery()
        .deploymentId(definition.getDeploymentId())
        .singleResult()
        .getDeploymentTime()
        .toInstant();
  }

  /** What stands where on this version, the most first. */
  List<Load> loads(String definition) {
    var statistics =
        management.createActivityStatisticsQuery(definition).includeIncidents().unlimitedList();
    var most = statistics.stream().mapToInt(ActivityStatistics::getInstances).max().orElse(0);
    var model = repository.getBpmnModelInstance(definition);
    return statistics.stream()
        .filter(one -> !one.getId().endsWith(EACH))
        .map(
            one -> {
              var element = model.getModelElementById(one.getId());
              var name =
                  element instanceof FlowElement named && named.getName() != null
                      ? named.getName()
                      : one.getId();
              return new Load(
                  one.getId(),
                  name,
                  one.getInstances(),
                  incidents(one.getIncidentStatistics()),
                  oldest(definition, one.getId()),
                  heat(one.getInstances(), most));
            })
        .sorted(
            Comparator.comparingInt(Load::incidents)
                .thenComparingInt(Load::waiting)
                .reversed()
                .thenComparing(Load::name))
        .toList();
  }

  private @Nullable Instant oldest(String definition, String element) {
    return history
        .createHistoricActivityInstanceQuery()
        .processDefinitionId(definition)
        .activityId(element)
        .unfinished()
        .orderByHistoricActivityInstanceStartTime()
        .asc()
        .listPage(0, 1)
        .stream()
        .findFirst()
        .map(one -> one.getStartTime().toInstant())
        .orElse(null);
  }

  /** One quarter of the most for each degree. */
  static int heat(int waiting, int most) {
    return waiting == 0 ? 0 : (int) Math.ceil(4.0 * waiting / most);
  }

  private static int incidents(List<IncidentStatistics> statistics) {
    return statistics.stream().mapToInt(IncidentStatistics::getIncidentCount).sum();
  }

  /** The newest version of each table, by name. */
  List<TableVersion> tables() {
    return repository
        .createDecisionDefinitionQuery()
        .latestVersion()
        .orderByDecisionDefinitionName()
        .asc()
        .unlimitedList()
        .stream()
        .map(one -> table(one, true))
        .toList();
  }

  /** Every version of the table, the newest first. */
  List<TableVersion> tableVersionsOf(String key) {
    var all =
        repository
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey(key)
            .orderByDecisionDefinitionVersion()
            .desc()
            .unlimitedList();
    var live = all.stream().mapToInt(DecisionDefinition::getVersion).max().orElse(0);
    return all.stream().map(one -> table(one, one.getVersion() == live)).toList();
  }

  private static TableVersion table(DecisionDefinition one, boolean live) {
    return new TableVersion(one.getId(), one.getKey(), title(one), one.getVersion(), live);
  }

  /** The version of this number, or the newest if none is asked for. */
  static Optional<Version> pick(List<Version> versions, @Nullable Integer number) {
    return versions.stream()
        .filter(one -> number == null ? one.live() : one.version() == number)
        .findFirst();
  }

  private static String title(ResourceDefinition definition) {
    var name = definition.getName();
    return name == null ? definition.getKey() : name.split(":", 2)[0].strip();
  }
}
