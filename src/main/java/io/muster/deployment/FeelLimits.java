package io.muster.deployment;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import io.muster.deployment.Expressions.Complaint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.ConstString;
import org.camunda.feel.syntaxtree.EveryItem;
import org.camunda.feel.syntaxtree.Exponentiation;
import org.camunda.feel.syntaxtree.For;
import org.camunda.feel.syntaxtree.FunctionDefinition;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.IterationContext;
import org.camunda.feel.syntaxtree.JavaFunctionInvocation;
import org.camunda.feel.syntaxtree.PositionalFunctionParameters;
import org.camunda.feel.syntaxtree.SomeItem;

/**
 * How much work FEEL may make. It is worked out while a case, or a person's answer, waits, and
 * nothing stops it once it has begun.
 */
final class FeelLimits {
  private static final int LONGEST = 4_000;
  private static final int DEEPEST = 40;
  private static final long MOST_ROUNDS = 1_000;
  private static final long LARGEST_POWER = 100;

  /** What a list in a variable is taken for. */
  private static final long ROUNDS_OF_A_LIST = 30;

  private static final Set<String> PATTERNS = Set.of("matches", "replace", "split", "extract");

  /** A repeated group that repeats within itself takes for ever on some texts. */
  private static final Pattern REPEATED_TWICE = Pattern.compile("\\([^)]*[+*}|][^)]*\\)\\s*[+*{]");

  private FeelLimits() {}

  /** What is wrong with the text before anybody reads it: a deep one would break the parser. */
  static Optional<Complaint> size(String feel) {
    var depth = 0;
    var deepest = 0;
    for (var at = 0; at < feel.length(); at++) {
      var sign = feel.charAt(at);
      if ("([{".indexOf(sign) >= 0) {
        deepest = Math.max(deepest, ++depth);
      } else if (")]}".indexOf(sign) >= 0) {
        depth--;
      }
    }
    return feel.length() > LONGEST || deepest > DEEPEST
        ? Optional.of(new Complaint("holds FEEL too long or too deep to be read", "cut it up"))
        : Optional.empty();
  }

  /** What is wrong with an expression that was read. */
  static Optional<Complaint> complaint(Object expression) {
    return within(expression, 1);
  }

  private static Optional<Complaint> within(Object node, long rounds) {
    var inside = rounds;
    for (var list : iterations(node)) {
      inside =
          Math.multiplyExact(
              Math.min(inside, MOST_ROUNDS + 1), Math.min(rounds(list), MOST_ROUNDS + 1));
    }
    var here = inside > MOST_ROUNDS && inside > rounds ? Optional.of(tooOften()) : alone(node);
    if (here.isPresent()) {
      return here;
    }
    for (var part : parts(node)) {
      var found = within(part, inside);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Complaint tooOften() {
    return new Complaint(
        "goes round more than %d times, or nobody can see how often".formatted(MOST_ROUNDS),
        "name the values one by one, or compare with a range");
  }

  private static Optional<Complaint> alone(Object node) {
    if (node instanceof FunctionDefinition || node instanceof JavaFunctionInvocation) {
      return Optional.of(
          new Complaint("defines a function, which may call itself for ever", "write it out"));
    }
    if (node instanceof Exponentiation power
        && number(power.y()).filter(value -> Math.abs(value) <= LARGEST_POWER).isEmpty()) {
      return Optional.of(
          new Complaint(
              "raises to a power that is not a number up to %d".formatted(LARGEST_POWER),
              "write the number"));
    }
    if (node instanceof FunctionInvocation call && PATTERNS.contains(call.function())) {
      return pattern(call);
    }
    return Optional.empty();
  }

  private static Optional<Complaint> pattern(FunctionInvocation call) {
    var isPlain =
        call.params() instanceof PositionalFunctionParameters given
            && given.params().size() > 1
            && given.params().apply(1) instanceof ConstString text
            && !REPEATED_TWICE.matcher(text.value()).find();
    return isPlain
        ? Optional.empty()
        : Optional.of(
            new Complaint(
                "looks for a pattern that may take for ever, or that nobody can see",
                "write a pattern in which no repeated part repeats within itself"));
  }

  private static List<Object> iterations(Object node) {
    Object iterators =
        node instanceof For loop
            ? loop.iterators()
            : node instanceof SomeItem some
                ? some.iterators()
                : node instanceof EveryItem every ? every.iterators() : null;
    var lists = new ArrayList<Object>();
    if (iterators != null) {
      for (var pair : parts(iterators)) {
        lists.add(((Product) pair).productElement(1));
      }
    }
    return lists;
  }

  private static long rounds(Object list) {
    if (list instanceof IterationContext range) {
      var from = number(range.start());
      var to = number(range.end());
      return from.isPresent() && to.isPresent()
          ? Math.abs(to.get() - from.get()) + 1
          : Long.MAX_VALUE;
    }
    return ROUNDS_OF_A_LIST;
  }

  private static Optional<Long> number(Object expression) {
    if (!(expression instanceof ConstNumber number)) {
      return Optional.empty();
    }
    // what is larger counts as this, so that no difference overflows
    var most = java.math.BigDecimal.valueOf(1L << 60);
    return Optional.of(number.value().bigDecimal().min(most).max(most.negate()).longValue());
  }

  private static List<Object> parts(Object node) {
    var parts = new ArrayList<Object>();
    if (node instanceof Iterable<?> several) {
      several.iterator().foreach(parts::add);
    } else if (node instanceof Map<?, ?> map) {
      parts.addAll(map.values());
    } else if (node instanceof Product product) {
      for (var index = 0; index < product.productArity(); index++) {
        parts.add(product.productElement(index));
      }
    }
    return parts;
  }
}
