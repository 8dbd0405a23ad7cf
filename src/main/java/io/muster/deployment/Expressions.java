package io.muster.deployment;

import io.muster.process.ModelCatalog;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBoolean;
import org.camunda.bpm.impl.juel.AstBracket;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstNull;
import org.camunda.bpm.impl.juel.AstNumber;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.jspecify.annotations.Nullable;

/**
 * What an expression in a diagram may say: a declared variable, a bean that is meant for diagrams,
 * the date. On a flow it may ask one flag and no more; rules belong into tables.
 */
final class Expressions {
  private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*}");
  private static final Set<String> FUNCTIONS =
      Set.of("now", "dateTime", "currentUser", "currentUserGroups");
  private static final Set<String> LOOP =
      Set.of("loopCounter", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances");
  private static final Set<String> QUESTIONS = Set.of("isEmpty", "size", "contains");

  private final ModelCatalog palette;

  Expressions(ModelCatalog palette) {
    this.palette = palette;
  }

  /** True if the text holds an expression. */
  static boolean isIn(String text) {
    return text.contains("${") || text.contains("#{");
  }

  /** The bean, if the expression is nothing but a name. */
  static Optional<String> bean(String expression) {
    var matcher = BEAN.matcher(expression.strip());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What is wrong with the expression, if anything: what, and the remedy. */
  Optional<Complaint> complaint(String expression, Set<String> variables, boolean onFlow) {
    Node root;
    try {
      root = new Builder(Builder.Feature.METHOD_INVOCATIONS).build(expression).getRoot();
    } catch (TreeBuilderException unreadable) {
      return Optional.of(
          new Complaint(
              "'%s' cannot be read: %s".formatted(expression, unreadable.getMessage()),
              "mend the expression"));
    }
    var within = within(root, variables);
    if (within != null) {
      return Optional.of(within);
    }
    if (onFlow && !asksOneFlag(root)) {
      return Optional.of(
          new Complaint(
              "'%s' decides more than one thing".formatted(expression),
              "let a decision table or a step decide, and ask one variable here"));
    }
    return Optional.empty();
  }

  /** The texts that variables are compared with in this expression. */
  Map<String, String> comparisons(String expression) {
    var comparisons = new HashMap<String, String>();
    try {
      compare(
          new Builder(Builder.Feature.METHOD_INVOCATIONS).build(expression).getRoot(), comparisons);
    } catch (TreeBuilderException unreadable) {
      return Map.of(); // said elsewhere
    }
    return comparisons;
  }

  private @Nullable Complaint within(Node node, Set<String> variables) {
    Complaint here = null;
    if (node instanceof AstIdentifier identifier) {
      here = name(identifier.getName(), variables);
    } else if (node instanceof AstFunction function) {
      here =
          FUNCTIONS.contains(function.getName())
              ? null
              : new Complaint(
                  "'%s()' is no function here".formatted(function.getName()),
                  "use one of %s".formatted(sorted(FUNCTIONS)));
    } else if (node instanceof AstMethod method) {
      here = method(method, variables);
    } else if (node instanceof AstBracket) {
      here = new Complaint("'%s' uses brackets".formatted(node), "write it with a dot");
    }
    for (var child = 0; here == null && child < node.getCardinality(); child++) {
      here = within(node.getChild(child), variables);
    }
    return here;
  }

  private @Nullable Complaint name(String name, Set<String> variables) {
    if (variables.contains(name) || LOOP.contains(name) || palette.bean(name) != null) {
      return null;
    }
    if (Set.of("execution", "task", "caseExecution", "authenticatedUserId").contains(name)) {
      return new Complaint(
          "it reaches for the engine with '%s'".formatted(name),
          "use a declared variable, or let a step do it");
    }
    return new Complaint(
        "'%s' is not a variable of this process".formatted(name),
        "use one of %s, or have it declared in the process's vocabulary"
            .formatted(sorted(variables)));
  }

  private @Nullable Complaint method(AstMethod method, Set<String> variables) {
    if (!(method.getChild(0) instanceof AstDot target)) {
      return new Complaint("'%s' calls in an unknown way".formatted(method), "write it with a dot");
    }
    // an AstDot prints as ". name"
    var called = target.toString().replace(".", "").strip();
    var on = target.getChild(0);
    if (on instanceof AstIdentifier identifier) {
      var bean =
          variables.contains(identifier.getName()) ? null : palette.bean(identifier.getName());
      if (bean != null) {
        return Arrays.stream(bean.getMethods()).anyMatch(known -> known.getName().equals(called))
            ? null
            : new Complaint(
                "'%s' has no '%s'".formatted(identifier.getName(), called),
                "look up what it offers in the README");
      }
      return QUESTIONS.contains(called)
          ? null
          : new Complaint(
              "it calls '%s' on the variable '%s'".formatted(called, identifier.getName()),
              "ask only %s of a variable".formatted(sorted(QUESTIONS)));
    }
    return startsAtDate(on)
        ? null
        : new Complaint("it calls '%s' on a result".formatted(called), "let a step do it");
  }

  private static boolean startsAtDate(Node node) {
    var at = node;
    while (at instanceof AstMethod || at instanceof AstDot) {
      at = at.getChild(0);
    }
    return at instanceof AstFunction;
  }

  private static boolean asksOneFlag(Node node) {
    if (node instanceof AstEval || node instanceof AstNested || node instanceof AstUnary) {
      return asksOneFlag(node.getChild(0));
    }
    if (node instanceof AstBinary binary
        && (binary.getOperator() == AstBinary.EQ || binary.getOperator() == AstBinary.NE)) {
      return binary.getChild(0) instanceof AstIdentifier && isLiteral(binary.getChild(1));
    }
    return node instanceof AstIdentifier
        || (node instanceof AstMethod method
            && method.getChild(0) instanceof AstDot target
            && target.getChild(0) instanceof AstIdentifier);
  }

  private static boolean isLiteral(Node node) {
    return node instanceof AstString
        || node instanceof AstNumber
        || node instanceof AstBoolean
        || node instanceof AstNull;
  }

  private static void compare(Node node, Map<String, String> into) {
    if (node instanceof AstBinary binary
        && binary.getChild(0) instanceof AstIdentifier variable
        && binary.getChild(1) instanceof AstString text) {
      into.put(variable.getName(), String.valueOf(text.eval(null, null)));
    }
    for (var child = 0; child < node.getCardinality(); child++) {
      compare(node.getChild(child), into);
    }
  }

  static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  /**
   * What is wrong, without the place.
   *
   * @param what what is wrong
   * @param remedy what to do about it
   */
  record Complaint(String what, String remedy) {}
}
