package io.muster.deployment;

import static io.muster.deployment.Xml.camunda;

import io.muster.process.TaskForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.springframework.stereotype.Component;

/**
 * What is live, bundle by bundle, whatever door it came in by. What was deployed without a folder
 * belongs to the bundle that holds its id; what is in none is a bundle of its own.
 */
@Component
public class LiveBundles {
  private final ModelFiles files;
  private final RepositoryService repository;

  LiveBundles(ModelFiles files, RepositoryService repository) {
    this.files = files;
    this.repository = repository;
  }

  /**
   * One bundle.
   *
   * @param processes the keys of its live processes
   * @param tables the keys of its live tables
   * @param inFolder true if the models folder holds files of it
   */
  public record Bundle(String name, Set<String> processes, Set<String> tables, boolean inFolder) {}

  /** What has versions. */
  public enum Kind {
    /** A diagram, with its forms. */
    PROCESS,
    /** A decision table. */
    TABLE
  }

  /** Every bundle, by name. */
  public List<Bundle> all() {
    var known = known();
    var processes = new TreeMap<String, Set<String>>();
    var tables = new TreeMap<String, Set<String>>();
    live(Kind.PROCESS)
        .forEach(
            one ->
                processes
                    .computeIfAbsent(bundleOf(one, known), none -> new TreeSet<>())
                    .add(one.getKey()));
    live(Kind.TABLE)
        .forEach(
            one ->
                tables
                    .computeIfAbsent(bundleOf(one, known), none -> new TreeSet<>())
                    .add(one.getKey()));
    var names = new TreeSet<>(processes.keySet());
    names.addAll(tables.keySet());
    names.addAll(known.values());
    return names.stream()
        .map(
            name ->
                new Bundle(
                    name,
                    processes.getOrDefault(name, Set.of()),
                    tables.getOrDefault(name, Set.of()),
                    isInFolder(name)))
        .toList();
  }

  /** The bundle of this name. */
  public Optional<Bundle> find(String name) {
    return all().stream().filter(bundle -> bundle.name().equals(name)).findFirst();
  }

  /** The bundle that holds this process or table. */
  public String bundleOf(Kind kind, String key) {
    return live(kind).stream()
        .filter(one -> one.getKey().equals(key))
        .findFirst()
        .map(one -> bundleOf(one, known()))
        .orElse(key);
  }

  /** The files of a bundle that are live: its diagrams, their forms, and its tables, by name. */
  public Map<String, byte[]> files(String bundle) {
    var known = known();
    var live = new TreeMap<String, byte[]>();
    var forms = new HashSet<String>();
    for (var process : live(Kind.PROCESS)) {
      if (bundleOf(process, known).equals(bundle)) {
        version(bundle, process)
            .forEach(
                (name, file) -> {
                  if (!name.endsWith(".form") || forms.add(formId(file))) {
                    live.putIfAbsent(name, file);
                  }
                });
      }
    }
    for (var table : live(Kind.TABLE)) {
      if (bundleOf(table, known).equals(bundle)) {
        live.putAll(version(bundle, table));
      }
    }
    return live;
  }

  /** What comes with the program under this key. */
  public Optional<byte[]> shipped(Kind kind, String key) {
    for (var bundle : files.shippedBundles()) {
      for (var file : files.shipped(bundle).entrySet()) {
        if (ids(kind, file.getKey(), file.getValue()).contains(key)) {
          return Optional.of(file.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** A file of the models folder as it is now, or as it is shipped. */
  public Optional<byte[]> edited(String bundle, String file) {
    try {
      return Optional.ofNullable(files.now(bundle).get(file));
    } catch (IOException vanished) {
      return Optional.empty();
    }
  }

  /** The file of one version. */
  byte[] file(ResourceDefinition version) {
    return read(version.getDeploymentId(), version.getResourceName());
  }

  /** The file of one version, and the forms that its processes show, as they were deployed. */
  Map<String, byte[]> version(String bundle, ResourceDefinition version) {
    var wanted = new TreeMap<String, byte[]>();
    var file = file(version);
    wanted.put(in(bundle, version.getResourceName()), file);
    if (version.getResourceName().endsWith(".dmn")) {
      return wanted;
    }
    var shown = formsOf(file);
    for (var name : repository.getDeploymentResourceNames(version.getDeploymentId())) {
      if (name.endsWith(".form")) {
        var form = read(version.getDeploymentId(), name);
        if (shown.contains(formId(form))) {
          wanted.put(in(bundle, name), form);
        }
      }
    }
    return wanted;
  }

  /** The ids of the forms that a diagram refers to. */
  static Set<String> formsOf(byte[] diagram) {
    var shown = new HashSet<String>();
    Xml.all(Xml.read(diagram)).forEach(element -> shown.add(camunda(element, "formRef")));
    shown.remove("");
    return shown;
  }

  /** The ids that a file of this name gives to its processes or tables; none if it has others. */
  static Set<String> ids(Kind kind, String name, byte[] file) {
    var ids = new TreeSet<String>();
    if (kind == Kind.TABLE && name.endsWith(".dmn")) {
      Xml.all(Xml.read(file), "decision").forEach(one -> ids.add(one.getAttribute("id")));
    } else if (kind == Kind.PROCESS && name.endsWith(".bpmn")) {
      Xml.children(Xml.read(file)).stream()
          .filter(child -> Xml.isBpmn(child, "process"))
          .forEach(one -> ids.add(one.getAttribute("id")));
    }
    return ids;
  }

  private static String in(String bundle, String resource) {
    return "%s/%s".formatted(bundle, resource.substring(resource.lastIndexOf('/') + 1));
  }

  private static String bundleOf(ResourceDefinition one, Map<String, String> known) {
    var file = one.getResourceName();
    var folder = file.lastIndexOf('/');
    var named = folder < 0 ? "" : file.substring(file.lastIndexOf('/', folder - 1) + 1, folder);
    return named.isEmpty() ? known.getOrDefault(one.getKey(), one.getKey()) : named;
  }

  /** The bundle of every id that the shipped files and the folder hold. */
  private Map<String, String> known() {
    var known = new HashMap<String, String>();
    try {
      for (var bundle : files.bundles()) {
        known(bundle, files.now(bundle), known);
      }
    } catch (IOException vanished) {
      for (var bundle : files.shippedBundles()) {
        known(bundle, files.shipped(bundle), known);
      }
    }
    return known;
  }

  private static void known(
      String bundle, Map<String, byte[]> contents, Map<String, String> known) {
    contents.forEach(
        (name, file) -> {
          for (var kind : Kind.values()) {
            try {
              ids(kind, name, file).forEach(id -> known.putIfAbsent(id, bundle));
            } catch (IllegalArgumentException unreadable) {
              known.putIfAbsent("", bundle); // the gate says so; the bundle is there all the same
            }
          }
        });
  }

  private boolean isInFolder(String bundle) {
    try {
      return !files.signature(bundle).isEmpty();
    } catch (IOException vanished) {
      return false;
    }
  }

  /** The newest versions. */
  List<ResourceDefinition> live(Kind kind) {
    return new ArrayList<>(
        kind == Kind.PROCESS
            ? repository
                .createProcessDefinitionQuery()
                .withoutTenantId()
                .latestVersion()
                .orderByDeploymentTime()
                .desc()
                .unlimitedList()
            : repository
                .createDecisionDefinitionQuery()
                .withoutTenantId()
                .latestVersion()
                .unlimitedList());
  }

  private byte[] read(String deployment, String resource) {
    try (var bytes = repository.getResourceAsStream(deployment, resource)) {
      return bytes.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The id of a form. */
  static String formId(byte[] form) {
    return TaskForm.read(new String(form, StandardCharsets.UTF_8)).id();
  }
}
