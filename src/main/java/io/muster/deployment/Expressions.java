package io.muster.deployment;

import io.muster.process.ModelCatalog;
import io.muster.process.Nearest;
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
  private static final Set<String> CLASSES =
      Set.of("class", "classLoader", "declaringClass", "module", "package");

  /** How far a date may be moved at once, by the method that moves it. */
  private static final Map<String, Integer> MOVES =
      Map.of(
          "plusMinutes", 527_040,
          "plusHours", 8_784,
          "plusDays", 366,
          "plusWeeks", 52,
          "plusMonths", 12,
          "minusMinutes", 527_040,
          "minusHours", 8_784,
          "minusDays", 366,
          "minusWeeks", 52,
          "minusMonths", 12);

  private static final Set<String> DATES =
      Set.of("toDate", "toString", "getMillis", "withTimeAtStartOfDay");
  private static final int LONGEST = 500;
  private static final int DEEPEST = 20;
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
    if (expression.length() > LONGEST
        || expression.chars().filter(sign -> sign == '(').count() > DEEPEST) {
      return Optional.of(
          new Complaint(
              "it is longer or deeper than anybody can read", "let a table or a step decide"));
    }
    Node root;
    try {
      root = new Builder(Builder.Feature.METHOD_INVOCATIONS).build(expression).getRoot();
    } catch (TreeBuilderException unreadable) {
      return Optional.of(
          new Complaint(
              "'%s' is no expression that can be read".formatted(expression),
              "close every brace, bracket and quote, and compare with == or !=, as in ${decision == 'again'}"));
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
    } else if (node instanceof AstDot dot) {
      here = property(dot, variables);
    }
    for (var child = 0; here == null && child < node.getCardinality(); child++) {
      var part = node.getChild(child);
      var isCalled = node instanceof AstMethod && part instanceof AstDot;
      here = within(isCalled ? part.getChild(0) : part, variables);
    }
    return here;
  }

  /** A part of a table's answer; anything else leads to what Java has behind a value. */
  private @Nullable Complaint property(AstDot dot, Set<String> variables) {
    var name = named(dot);
    if (dot.getChild(0) instanceof AstIdentifier owner
        && !CLASSES.contains(name)
        && (variables.contains(owner.getName()) || name(owner.getName(), variables) != null)) {
      return null; // an unknown owner is said by itself
    }
    return new Complaint(
        "it reaches for '%s', which is no part of a table's answer".formatted(name),
        "use a declared variable, or let a step do it");
  }

  private static String named(AstDot dot) {
    return dot.toString().replace(".", "").strip(); // an AstDot prints as ". name"
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
        "use one of %s, or declare a variable of your own (own.1.name)"
            .formatted(Nearest.of(name, variables)));
  }

  private @Nullable Complaint method(AstMethod method, Set<String> variables) {
    if (!(method.getChild(0) instanceof AstDot target)) {
      return new Complaint("'%s' calls in an unknown way".formatted(method), "write it with a dot");
    }
    var called = named(target);
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
    return isDate(on) ? moved(method, called) : onResult(called);
  }

  private static Complaint onResult(String called) {
    return new Complaint("it calls '%s' on a result".formatted(called), "let a step do it");
  }

  /** A date that is moved or shown; nothing else of what it is made of. */
  private static @Nullable Complaint moved(AstMethod method, String called) {
    var given = method.getChild(1);
    if (DATES.contains(called) && given.getCardinality() == 0) {
      return null;
    }
    var most = MOVES.get(called);
    if (most == null) {
      return onResult(called);
    }
    var isLittle =
        given.getCardinality() == 1
            && given.getChild(0) instanceof AstNumber number
            && number.eval(null, null) instanceof Long by
            && by <= most;
    return isLittle
        ? null
        : new Complaint(
            "it moves a date by more than a year, or nobody can see how far",
            "write a number up to %d to '%s'".formatted(most, called));
  }

  private static boolean isDate(Node node) {
    var at = node;
    while (at instanceof AstMethod) {
      at = at.getChild(0).getChild(0);
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
