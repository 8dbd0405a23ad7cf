package io.muster;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Every query that the sources of the service hand to {@code JdbcClient.sql}. */
final class OurQueries {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern PARAMETER =
      Pattern.compile("'(?:[^']|'')*'|::|\\?|:([A-Za-z][A-Za-z0-9]*)");

  private OurQueries() {}

  /**
   * The queries that stand in the sources as they are sent.
   *
   * @param composed the places of those that are put together while the service runs
   */
  record Found(Map<String, String> byPlace, List<String> composed) {}

  static Found read() throws IOException {
    List<Path> files;
    try (var all = Files.walk(SOURCES)) {
      files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    var withQueries = new ArrayList<Path>();
    for (var file : files) {
      if (Files.readString(file).contains(".sql(")) {
        withQueries.add(file);
      }
    }
    var found = new Found(new LinkedHashMap<>(), new ArrayList<>());
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
                  reader.getJavaFileObjectsFromPaths(withQueries));
      var positions = Trees.instance(task).getSourcePositions();
      for (var unit : task.parse()) {
        new Scan(unit, positions, found).scan(unit, null);
      }
    }
    return found;
  }

  /** The same query with the parameters as PostgreSQL numbers them, each use one of its own. */
  static String numbered(String sql) {
    var number = new AtomicInteger();
    return PARAMETER
        .matcher(sql)
        .replaceAll(
            match ->
                match.group().startsWith("?") || match.group(1) != null
                    ? "\\$" + number.incrementAndGet()
                    : Matcher.quoteReplacement(match.group()));
  }

  private static final class Scan extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Found found;
    private final Map<String, ExpressionTree> constants = new HashMap<>();

    Scan(CompilationUnitTree unit, SourcePositions positions, Found found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      for (var member : type.getMembers()) {
        if (member instanceof VariableTree constant && constant.getInitializer() != null) {
          constants.put(constant.getName().toString(), constant.getInitializer());
        }
      }
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      if (call.getMethodSelect() instanceof MemberSelectTree method
          && method.getIdentifier().contentEquals("sql")
          && call.getArguments().size() == 1) {
        var place =
            "%s:%d"
                .formatted(
                    Path.of(unit.getSourceFile().getName()).getFileName(),
                    unit.getLineMap().getLineNumber(positions.getStartPosition(unit, call)));
        constant(call.getArguments().get(0))
            .ifPresentOrElse(
                sql -> found.byPlace().put(place, sql), () -> found.composed().add(place));
      }
      return super.visitMethodInvocation(call, null);
    }

    private Optional<String> constant(@Nullable ExpressionTree value) {
      if (value instanceof LiteralTree literal) {
        return Optional.of(String.valueOf(literal.getValue()));
      }
      if (value instanceof ParenthesizedTree inner) {
        return constant(inner.getExpression());
      }
      if (value instanceof IdentifierTree name) {
        return constant(constants.get(name.getName().toString()));
      }
      return value instanceof BinaryTree sum && value.getKind() == Tree.Kind.PLUS
          ? constant(sum.getLeftOperand())
              .flatMap(left -> constant(sum.getRightOperand()).map(right -> left + right))
          : Optional.empty();
    }
  }
}
