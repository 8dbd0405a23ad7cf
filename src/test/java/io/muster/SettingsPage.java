package io.muster;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * Every setting as its record describes it. The records are read as source, because Spring's own
 * description of settings ends where a map begins, and most of ours are behind one.
 */
final class SettingsPage {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final String PROPERTIES = "ConfigurationProperties";

  private final Map<String, Setting> settings = new TreeMap<>();
  private final Map<String, ClassTree> types = new HashMap<>();
  private final Map<ClassTree, Map<String, String>> words = new HashMap<>();

  private SettingsPage() {}

  /** All settings by name; {@code <name>} stands for a name that somebody gives. */
  static Map<String, Setting> read() throws IOException {
    var page = new SettingsPage();
    page.readSources();
    return page.settings;
  }

  private void readSources() throws IOException {
    List<Path> files;
    try (var all = Files.walk(SOURCES)) {
      files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    var withSettings = new ArrayList<Path>();
    for (var file : files) {
      if (Files.readString(file).contains("@" + PROPERTIES + "(")) {
        withSettings.add(file);
      }
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var reader = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  reader,
                  null,
                  List.of("-proc:none"),
                  null,
                  reader.getJavaFileObjectsFromPaths(withSettings));
      var docs = DocTrees.instance(task);
      for (var unit : task.parse()) {
        types.clear();
        var roots = new ArrayList<ClassTree>();
        for (var type : unit.getTypeDecls()) {
          var path = TreePath.getPath(unit, type);
          learn((ClassTree) type, path, docs);
          roots.add((ClassTree) type);
        }
        roots.forEach(this::root);
      }
    }
  }

  private void learn(ClassTree type, TreePath path, DocTrees docs) {
    types.put(type.getSimpleName().toString(), type);
    words.put(type, params(docs.getDocCommentTree(path)));
    for (var member : type.getMembers()) {
      if (member instanceof ClassTree nested) {
        learn(nested, new TreePath(path, nested), docs);
      }
    }
  }

  private static Map<String, String> params(DocCommentTree comment) {
    var params = new HashMap<String, String>();
    if (comment != null) {
      for (var tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree param) {
          params.put(param.getName().toString(), text(param.getDescription()));
        }
      }
    }
    return params;
  }

  private static String text(List<? extends DocTree> parts) {
    return parts.stream()
        .map(
            part -> {
              if (part instanceof com.sun.source.doctree.LiteralTree code) {
                return "`%s`".formatted(code.getBody().toString().strip());
              }
              return part instanceof LinkTree link
                  ? "`%s`".formatted(link.getReference())
                  : part.toString();
            })
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .replace("|", "\\|")
        .strip();
  }

  private void root(ClassTree type) {
    annotation(type.getModifiers().getAnnotations(), PROPERTIES)
        .ifPresent(found -> components(strings(found).get(0), type));
  }

  private void components(String prefix, ClassTree record) {
    for (var member : record.getMembers()) {
      if (member instanceof VariableTree component
          && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
        component(prefix + "." + dashed(component.getName().toString()), record, component);
      }
    }
  }

  private void component(String name, ClassTree record, VariableTree component) {
    var type = component.getType().toString().replaceAll("@\\w+(\\([^)]*\\))? ?", "");
    var nested = types.get(type);
    if (nested != null && nested.getKind() == Tree.Kind.RECORD) {
      components(name, nested);
      return;
    }
    var value = type.replaceFirst("^Map<[\\w.]+, *(.*)>$", "$1");
    nested = types.get(value);
    if (!value.equals(type) && nested != null && nested.getKind() == Tree.Kind.RECORD) {
      components(name + ".<name>", nested);
      return;
    }
    var shown = type.startsWith("Map<") ? name + ".<key>" : name;
    shown = value.startsWith("Map<") && type.startsWith("Map<") ? shown + ".<key>" : shown;
    var described = words.getOrDefault(record, Map.of());
    settings.put(
        shown,
        new Setting(
            defaultOf(component, type),
            described.getOrDefault(component.getName().toString(), ""),
            choices(value)));
  }

  private List<String> choices(String type) {
    var known = types.get(type);
    if (known == null || known.getKind() != Tree.Kind.ENUM) {
      return List.of();
    }
    return known.getMembers().stream()
        .filter(VariableTree.class::isInstance)
        .map(VariableTree.class::cast)
        .filter(constant -> constant.getModifiers().getFlags().contains(Modifier.STATIC))
        .filter(constant -> String.valueOf(constant.getType()).equals(type))
        .map(constant -> constant.getName().toString().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private static Optional<String> defaultOf(VariableTree component, String type) {
    return annotation(component.getModifiers().getAnnotations(), "DefaultValue")
        .map(SettingsPage::strings)
        .filter(values -> !values.isEmpty())
        .map(values -> String.join(", ", values))
        .or(() -> isNone(component, type) ? Optional.of("none") : Optional.empty());
  }

  private static boolean isNone(VariableTree component, String type) {
    return component.toString().contains("@Nullable")
        || type.startsWith("List<")
        || type.startsWith("Map<");
  }

  private static Optional<AnnotationTree> annotation(
      List<? extends AnnotationTree> annotations, String name) {
    return annotations.stream()
        .<AnnotationTree>map(annotation -> annotation)
        .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
        .findFirst();
  }

  private static List<String> strings(AnnotationTree annotation) {
    return annotation.getArguments().stream().flatMap(SettingsPage::strings).toList();
  }

  private static Stream<String> strings(ExpressionTree value) {
    if (value instanceof AssignmentTree assigned) {
      return strings(assigned.getExpression());
    }
    if (value instanceof NewArrayTree array) {
      return array.getInitializers().stream().flatMap(SettingsPage::strings);
    }
    return value instanceof LiteralTree literal
        ? Stream.of(String.valueOf(literal.getValue()))
        : Stream.of(value.toString());
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * One setting.
   *
   * @param usual its default, where the record has one
   * @param words what its record says about it
   * @param choices what it may be, where that is a short list
   */
  record Setting(Optional<String> usual, String words, List<String> choices) {
    /** Whether somebody who reads the page knows what holds if nothing is set. */
    boolean saysItsDefault() {
      return usual.isPresent() || inWords();
    }

    /** The words know better than the record, which has none. */
    boolean inWords() {
      return words.matches("(?is).*\\b(defaults?|needed|unset)\\b.*");
    }
  }
}
