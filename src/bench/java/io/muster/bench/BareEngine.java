package io.muster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;

/**
 * The engine by itself: the shipped diagrams and tables of a joiner, with steps that do nothing but
 * answer what the diagram asks. What it costs is what no code of ours can save.
 */
final class BareEngine implements AutoCloseable {
  private static final Path MODELS = Path.of("processes", "onboarding");

  private final ProcessEngine engine;

  BareEngine(DataSource database) throws IOException {
    var configuration = new StandaloneProcessEngineConfiguration();
    configuration.setProcessEngineName("bare");
    configuration.setDataSource(database);
    configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    configuration.setJobExecutorActivate(false);
    configuration.setMetricsEnabled(false);
    configuration.setDefaultSerializationFormat("application/json");
    configuration.setBeans(beans());
    configuration.getProcessEnginePlugins().add(new SpinProcessEnginePlugin());
    engine = configuration.buildProcessEngine();
    var deployment = engine.getRepositoryService().createDeployment();
    try (var files = Files.list(MODELS)) {
      files.forEach(file -> deployment.addString(file.getFileName().toString(), read(file)));
    }
    deployment.deploy();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  ProcessEngine engine() {
    return engine;
  }

  /** Hires somebody whose pre-hire window is open. */
  void hire(String employee, Instant now) {
    engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            "onboarding",
            employee + "/hired",
            Map.of("employee", employee, "preHireOpensAt", now.minusSeconds(1).toString()));
  }

  long onboarded() {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey("onboarding")
        .finished()
        .count();
  }

  private static Map<Object, Object> beans() {
    var beans = new HashMap<Object, Object>();
    beans.put("worker", new Worker());
    beans.put("waits", new Waits());
    answers("createAccount", Map.of("account", "00u1", "leftOpen", ""), beans);
    answers("keepMembership", Map.of(), beans);
    answers(
        "checkGroups",
        Map.of("groupsReady", true, "missingGroups", "", "missingGroupsReason", ""),
        beans);
    answers("mirrorUser", Map.of("fleetUser", "1"), beans);
    answers("mirrorGroups", Map.of(), beans);
    answers("tiePolicies", Map.of(), beans);
    answers("askEnrolment", Map.of("enrolmentRequests", 1), beans);
    beans.put(
        "checkEnrolment",
        second("enrolled", execution -> execution.setVariable("computers", List.of("macos:1"))));
    answers("deployAccess", Map.of("deviceLabel", "macos:1"), beans);
    beans.put("checkAccess", second("accessSeen", execution -> {}));
    answers("readBack", Map.of("allTrue", true, "contradictions", ""), beans);
    return beans;
  }

  private static void answers(String step, Map<String, Object> answers, Map<Object, Object> beans) {
    beans.put(step, (JavaDelegate) execution -> execution.setVariables(answers));
  }

  /** Says no at the first look and yes at the second, as it is with people and devices. */
  private static JavaDelegate second(String flag, JavaDelegate besides) {
    return execution -> {
      besides.execute(execution);
      execution.setVariable(flag, looked(flag, execution));
    };
  }

  private static boolean looked(String flag, DelegateExecution execution) {
    return execution.hasVariable(flag) && execution.getVariable(flag) != null;
  }

  /** What the tables ask; the same as what the bench hires. */
  public static final class Worker {
    /** Of Example Ltd. */
    public String mailDomain(String employee) {
      return "example.com";
    }

    /** One that has a rule. */
    public String department(String employee) {
      return "Engineering";
    }

    /** A title. */
    public String title(String employee) {
      return "Developer";
    }

    /** A site. */
    public String location(String employee) {
      return "Berlin";
    }
  }

  /** The waits as they are by default. */
  public static final class Waits {
    /** Between two looks. */
    public String groupCheck() {
      return "PT30S";
    }

    /** Until a person is asked. */
    public String groupDeadline() {
      return "PT4H";
    }

    /** Between two looks. */
    public String enrolmentCheck() {
      return "PT10M";
    }

    /** How often, and when. */
    public String enrolmentReminders() {
      return "R3/P1D";
    }

    /** Until a person is asked. */
    public String enrolmentDeadline() {
      return "P7D";
    }

    /** Between two looks. */
    public String accessCheck() {
      return "PT10M";
    }

    /** Until a person is asked. */
    public String accessDeadline() {
      return "P1D";
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
