package io.muster.deployment;

import io.muster.process.GuardedDeed;
import io.muster.process.ModelCatalog;
import io.muster.process.OwnDeclarations;
import io.muster.process.TableWords;
import io.muster.process.TaskForm;
import io.muster.process.TaskRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;

/**
 * Looks through every deployment before the engine takes it, whatever door it came in by: our
 * folder, Camunda Modeler, REST, Java. All problems are told at once, and nothing of a refused
 * deployment is kept.
 */
@Component
class Gate extends AbstractProcessEnginePlugin implements Deployer {
  private static final int LARGEST = 5_000_000;

  private final ModelCatalog palette;
  private final ObjectProvider<TableWords> words;
  private final ObjectProvider<GuardedDeed> deeds;
  private final ObjectProvider<TaskRule> taskRules;

  Gate(
      ModelCatalog palette,
      ObjectProvider<TableWords> words,
      ObjectProvider<GuardedDeed> deeds,
      ObjectProvider<TaskRule> taskRules) {
    this.palette = palette;
    this.words = words;
    this.deeds = deeds;
    this.taskRules = taskRules;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    var first = new ArrayList<Deployer>();
    first.add(this);
    if (engine.getCustomPreDeployers() != null) {
      first.addAll(engine.getCustomPreDeployers());
    }
    engine.setCustomPreDeployers(first);
  }

  @Override
  public void deploy(DeploymentEntity deployment) {
    if (!deployment.isNew()) {
      return; // an old one is read back into the cache; what is live stays live
    }
    var files = new TreeMap<String, byte[]>();
    deployment
        .getResources()
        .values()
        .forEach(resource -> files.put(resource.getName(), resource.getBytes()));
    var problems =
        Context.getCommandContext()
            .runWithoutAuthorization(
                () -> check(files, liveTables(), LiveDiagrams.all(repository())));
    if (!problems.isEmpty()) {
      throw new RefusedDeployment(problems);
    }
  }

  /** Everything that is wrong with these files, seen together. */
  List<Problem> check(
      Map<String, byte[]> files, Set<String> liveTables, Map<String, Element> live) {
    var problems = new ArrayList<Problem>();
    var diagrams = new TreeMap<String, Element>();
    var forms = new HashMap<String, TaskForm>();
    var tables = new HashMap<String, Set<String>>();
    var tableFiles = new TreeMap<String, Element>();
    var processes = new HashMap<String, OwnDeclarations>();
    live.forEach((key, process) -> processes.put(key, Declared.of(process)));
    files.forEach(
        (file, bytes) -> {
          try {
            if (bytes.length > LARGEST) {
              throw new IllegalArgumentException("is too large");
            }
            if (file.endsWith(".bpmn") || file.endsWith(".bpmn20.xml")) {
              var diagram = Xml.read(bytes);
              diagrams.put(file, diagram);
              Xml.children(diagram).stream()
                  .filter(child -> Xml.isBpmn(child, "process"))
                  .forEach(
                      process -> processes.put(process.getAttribute("id"), Declared.of(process)));
            } else if (file.endsWith(".dmn") || file.endsWith(".dmn11.xml")) {
              var table = Xml.read(bytes);
              problems.addAll(TableRules.check(words.stream().toList(), file, table));
              tables.putAll(TableRules.inputs(table));
              tableFiles.put(file, table);
            } else if (file.endsWith(".form")) {
              var form = TaskForm.read(new String(bytes, StandardCharsets.UTF_8));
              form.problems()
                  .forEach((component, what) -> problems.add(problem(file, form, component, what)));
              problems.addAll(FormConditions.check(file, form));
              if (forms.put(form.id(), form) != null) {
                problems.add(
                    new Problem(
                        file,
                        "'%s'".formatted(form.id()),
                        "has the id of another form",
                        "give it an id of its own"));
              }
            } else {
              throw new IllegalArgumentException(
                  "is no diagram (.bpmn), table (.dmn) or form (.form)");
            }
          } catch (IllegalArgumentException unreadable) {
            problems.add(
                new Problem(
                    file,
                    "the file",
                    String.valueOf(unreadable.getMessage()),
                    "save it anew in Camunda Modeler, or leave it out"));
          }
        });
    var around = new DeploymentContext(forms, tables, liveTables, processes);
    var rules = taskRules.stream().toList();
    var declared = new Declared(palette, processes);
    diagrams.forEach(
        (file, diagram) -> {
          problems.addAll(DiagramRules.check(palette, around, file, diagram));
          problems.addAll(OwnRules.check(palette, around, file, diagram));
          problems.addAll(TaskRules.check(rules, declared, file, diagram));
        });
    var set = new ProcessSet(live, diagrams);
    var decisions = decisions(tableFiles);
    problems.addAll(AnswerWays.check(palette, around, decisions, diagrams));
    problems.addAll(OwnReads.check(around, decisions, set));
    deeds.forEach(deed -> problems.addAll(DeedRules.check(deed, palette, set, forms, tableFiles)));
    return problems;
  }

  private static Problem problem(String file, TaskForm form, String component, String what) {
    var cut = what.lastIndexOf("; ");
    return new Problem(
        file,
        component.equals("the form") ? "'%s'".formatted(form.id()) : "'%s'".formatted(component),
        what.substring(0, cut),
        what.substring(cut + 2));
  }

  private static Map<String, Element> decisions(Map<String, Element> files) {
    var decisions = new TreeMap<String, Element>();
    files
        .values()
        .forEach(
            file ->
                Xml.all(file, "decision")
                    .forEach(decision -> decisions.put(decision.getAttribute("id"), decision)));
    return decisions;
  }

  private static Set<String> liveTables() {
    var live = new HashSet<String>();
    repository()
        .createDecisionDefinitionQuery()
        .latestVersion()
        .unlimitedList()
        .forEach(decision -> live.add(decision.getKey()));
    return live;
  }

  private static RepositoryService repository() {
    return Context.getProcessEngineConfiguration().getRepositoryService();
  }
}
