package io.muster.deployment;

import io.muster.deployment.LiveBundles.Kind;
import io.muster.deployment.ModelReports.Finding;
import io.muster.deployment.TableTrial.Unusable;
import io.muster.deployment.VersionDifference.Change;
import io.muster.deployment.WaitingTrials.Tried;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Edited files of one bundle: tried without anything going live, deployed in somebody's name, and
 * rolled back. All of it goes through the gate, and what makes wipes easier waits for people.
 */
@Component
public class BundleDrafts {
  /** How far back the tables of a draft are tried. */
  public static final int DAYS = WaitingTrials.DAYS;

  static final String SOURCE = "console";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,99}");
  private static final Pattern ID = Pattern.compile("'([^']+)'.*", Pattern.DOTALL);

  private final LiveBundles bundles;
  private final Gate gate;
  private final LooseningGate loosening;
  private final TableTrial trial;
  private final RepositoryService repository;
  private final IdentityService identity;

  BundleDrafts(
      LiveBundles bundles,
      Gate gate,
      LooseningGate loosening,
      TableTrial trial,
      RepositoryService repository,
      IdentityService identity) {
    this.bundles = bundles;
    this.gate = gate;
    this.loosening = loosening;
    this.trial = trial;
    this.repository = repository;
    this.identity = identity;
  }

  /**
   * Edited files.
   *
   * @param bundle the bundle they belong to
   * @param files their content by file name, without a folder
   */
  public record Draft(String bundle, Map<String, byte[]> files) {
    /** Keeps what it is given in its own hands. */
    public Draft {
      files = new TreeMap<>(files);
    }
  }

  /**
   * What a draft would do.
   *
   * @param findings why the gate would refuse it; none if it would not
   * @param loosens what it would make easier, so that it would wait for people
   * @param diagrams what its diagrams have otherwise than the live ones
   * @param tables what its tables would have answered otherwise
   * @param untried why a table could not be tried, by its id
   * @param along what is deployed with it unchanged, as it belongs to it
   */
  public record Outlook(
      List<Finding> findings,
      List<String> loosens,
      List<Drawn> diagrams,
      List<Tried> tables,
      Map<String, String> untried,
      List<String> along) {}

  /**
   * One diagram of a draft.
   *
   * @param process its key
   * @param fresh true if there is no such process yet
   * @param changes what it has otherwise than the live one
   * @param wrong the ids of the elements that the gate refuses
   */
  public record Drawn(
      String file, String process, boolean fresh, List<Change> changes, Set<String> wrong) {}

  /** What came of handing files in. */
  public sealed interface Outcome {
    /** It is live: the new versions, such as {@code transfer, version 3}. */
    record Live(List<String> versions) implements Outcome {}

    /** It makes a wipe easier and waits for people under this number. */
    record Waits(long number, List<String> loosens) implements Outcome {}

    /** It is refused, and nothing has changed. */
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** There is nothing that could be tried or deployed, for a reason. */
  public static final class NoDraft extends RuntimeException {
    NoDraft(String why) {
      super(why);
    }
  }

  /**
   * What the files would do; nothing goes live.
   *
   * @throws NoDraft if they are none
   */
  public Outlook tryOut(Draft draft) {
    demandFiles(draft);
    var whole = new TreeMap<>(bundles.files(draft.bundle()));
    var problems = new ArrayList<Problem>();
    var named = named(draft);
    try {
      replace(whole, named);
    } catch (IllegalArgumentException unreadable) {
      whole.putAll(named); // the gate says which, and why
    }
    problems.addAll(gate.check(whole, liveTables(), LiveDiagrams.all(repository)));
    var findings = ModelReports.findings(problems);
    if (!findings.isEmpty()) {
      return new Outlook(
          findings, List.of(), drawn(named, findings), List.of(), Map.of(), List.of());
    }
    var together = together(draft);
    var tables = new ArrayList<Tried>();
    var untried = new TreeMap<String, String>();
    tryTables(draft, tables, untried);
    var along = new TreeSet<>(together.keySet());
    along.removeAll(named.keySet());
    return new Outlook(
        findings,
        loosening.wouldLoosen(together, repository),
        drawn(named, findings),
        tables,
        untried,
        List.copyOf(along));
  }

  private void tryTables(Draft draft, List<Tried> tables, Map<String, String> untried) {
    draft
        .files()
        .forEach(
            (name, file) -> {
              for (var table : LiveBundles.ids(Kind.TABLE, name, file)) {
                try {
                  tables.add(new Tried(table, trial.of(table, file, DAYS)));
                } catch (Unusable unusable) {
                  untried.put(table, String.valueOf(unusable.getMessage()));
                }
              }
            });
  }

  private List<Drawn> drawn(Map<String, byte[]> named, List<Finding> findings) {
    var drawn = new ArrayList<Drawn>();
    named.forEach(
        (name, file) -> {
          try {
            for (var key : LiveBundles.ids(Kind.PROCESS, name, file)) {
              var live = newest(Kind.PROCESS, key);
              drawn.add(
                  new Drawn(
                      name,
                      key,
                      live == null,
                      live == null
                          ? List.of()
                          : VersionDifference.between(bundles.file(live), file),
                      elements(findings, name)));
            }
          } catch (IllegalArgumentException unreadable) {
            drawn.removeIf(one -> one.file().equals(name));
          }
        });
    return drawn;
  }

  /** The ids of the elements that findings about this file name. */
  public static Set<String> elements(List<Finding> findings, String file) {
    return findings.stream()
        .filter(finding -> finding.file().equals(file))
        .map(finding -> ID.matcher(finding.element()))
        .filter(id -> id.matches())
        .map(id -> id.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Deploys the files in the name of this person, with what belongs to them.
   *
   * @throws NoDraft if they are none
   */
  public Outcome deploy(Draft draft, String person) {
    demandFiles(draft);
    try {
      return deploy(draft.bundle(), together(draft), person);
    } catch (IllegalArgumentException unreadable) {
      return new Outcome.Refused(tryOut(draft).findings());
    }
  }

  /**
   * Makes an earlier version live again, in the name of this person.
   *
   * @throws NoDraft if there is no such version, or it is live
   */
  public Outcome rollBack(Kind kind, String key, int version, String person) {
    var live = newest(kind, key);
    if (live == null) {
      throw new NoDraft("'%s' is not live; the page Models names what is.".formatted(key));
    }
    if (live.getVersion() == version) {
      throw new NoDraft("Version %d of '%s' is live already.".formatted(version, key));
    }
    var earlier = versionOf(kind, key, version);
    if (earlier == null) {
      throw new NoDraft("There is no version %d of '%s'.".formatted(version, key));
    }
    var bundle = bundles.bundleOf(kind, key);
    return deploy(bundle, bundles.version(bundle, earlier), person);
  }

  private Outcome deploy(String bundle, Map<String, byte[]> files, String person) {
    var groups =
        identity.createGroupQuery().groupMember(person).list().stream().map(Group::getId).toList();
    var deployment = repository.createDeployment().name(bundle).source(SOURCE);
    files.forEach(
        (name, bytes) -> deployment.addInputStream(name, new ByteArrayInputStream(bytes)));
    identity.setAuthentication(person, groups);
    try {
      var done = deployment.deployWithResult();
      var versions = new ArrayList<String>();
      for (var deployed :
          Arrays.asList(
              done.getDeployedProcessDefinitions(), done.getDeployedDecisionDefinitions())) {
        if (deployed != null) {
          deployed.forEach(
              one -> versions.add("%s, version %d".formatted(one.getKey(), one.getVersion())));
        }
      }
      return new Outcome.Live(versions);
    } catch (HeldDeployment held) {
      return new Outcome.Waits(held.change().number(), held.change().loosens());
    } catch (ProcessEngineException refusal) {
      return new Outcome.Refused(ModelReports.findings(Models.problems(bundle, refusal)));
    } finally {
      identity.clearAuthentication();
    }
  }

  private static void demandFiles(Draft draft) {
    if (draft.files().isEmpty()) {
      throw new NoDraft("Choose a diagram, table or form as Camunda Modeler saves it.");
    }
    draft
        .files()
        .forEach(
            (name, file) -> {
              if (!NAME.matcher(name).matches()) {
                throw new NoDraft(
                    "A file name is letters, digits, dots, dashes and blanks; rename '%s'."
                        .formatted(name));
              }
              if (file.length == 0) {
                throw new NoDraft("'%s' is empty.".formatted(name));
              }
            });
  }

  /** A diagram needs its forms in the same deployment, and a form the diagrams that show it. */
  private Map<String, byte[]> together(Draft draft) {
    var together = named(draft);
    var forms = new HashSet<String>();
    var processes = new HashSet<String>();
    together.forEach(
        (name, file) -> {
          if (name.endsWith(".form")) {
            forms.add(LiveBundles.formId(file));
          } else {
            processes.addAll(LiveBundles.ids(Kind.PROCESS, name, file));
          }
        });
    var live = bundles.files(draft.bundle());
    live.forEach(
        (name, file) -> {
          var keys = LiveBundles.ids(Kind.PROCESS, name, file);
          if (!keys.isEmpty()
              && keys.stream().noneMatch(processes::contains)
              && LiveBundles.formsOf(file).stream().anyMatch(forms::contains)) {
            together.put(name, file);
          }
        });
    var shown = new HashSet<String>();
    together.forEach(
        (name, file) -> {
          if (name.endsWith(".bpmn")) {
            shown.addAll(LiveBundles.formsOf(file));
          }
        });
    live.forEach(
        (name, file) -> {
          if (name.endsWith(".form")) {
            var form = LiveBundles.formId(file);
            if (shown.contains(form) && forms.add(form)) {
              together.putIfAbsent(name, file);
            }
          }
        });
    return together;
  }

  /** Puts the files in the place of those that hold the same processes, tables and forms. */
  private static void replace(Map<String, byte[]> whole, Map<String, byte[]> named) {
    var ids = new HashSet<String>();
    named.forEach((name, file) -> ids.addAll(ids(name, file)));
    whole
        .entrySet()
        .removeIf(one -> ids(one.getKey(), one.getValue()).stream().anyMatch(ids::contains));
    whole.putAll(named);
  }

  private static Set<String> ids(String name, byte[] file) {
    var ids = new HashSet<String>();
    for (var kind : Kind.values()) {
      LiveBundles.ids(kind, name, file).forEach(id -> ids.add(kind + " " + id));
    }
    if (name.endsWith(".form")) {
      ids.add("FORM " + LiveBundles.formId(file));
    }
    return ids;
  }

  private static Map<String, byte[]> named(Draft draft) {
    var named = new TreeMap<String, byte[]>();
    draft.files().forEach((name, file) -> named.put("%s/%s".formatted(draft.bundle(), name), file));
    return named;
  }

  private @Nullable ResourceDefinition newest(Kind kind, String key) {
    return bundles.live(kind).stream()
        .filter(one -> one.getKey().equals(key))
        .findFirst()
        .orElse(null);
  }

  private @Nullable ResourceDefinition versionOf(Kind kind, String key, int version) {
    if (version < 1) {
      return null;
    }
    return kind == Kind.PROCESS
        ? repository
            .createProcessDefinitionQuery()
            .withoutTenantId()
            .processDefinitionKey(key)
            .processDefinitionVersion(version)
            .singleResult()
        : repository
            .createDecisionDefinitionQuery()
            .withoutTenantId()
            .decisionDefinitionKey(key)
            .decisionDefinitionVersion(version)
            .singleResult();
  }

  private Set<String> liveTables() {
    return bundles.live(Kind.TABLE).stream()
        .map(ResourceDefinition::getKey)
        .collect(Collectors.toSet());
  }
}
