package io.muster.deployment;

import static io.muster.deployment.Xml.children;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.GuardedDeed.Asked;
import java.util.Optional;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBoolean;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.w3c.dom.Element;

/** What a flow asks, where it asks one variable for one value. */
final class Conditions {
  private Conditions() {}

  /** What the flow asks, if anything that can be understood. */
  static Optional<Asked> of(Element flow) {
    return text(flow).flatMap(Conditions::read);
  }

  /** True if it is taken only on a condition. */
  static boolean isConditional(Element flow) {
    return text(flow).isPresent();
  }

  private static Optional<String> text(Element flow) {
    return children(flow).stream()
        .filter(child -> isBpmn(child, "conditionExpression"))
        .map(Xml::text)
        .findFirst();
  }

  static Optional<Asked> read(String expression) {
    try {
      return read(new Builder(Builder.Feature.METHOD_INVOCATIONS).build(expression).getRoot());
    } catch (TreeBuilderException unreadable) {
      return Optional.empty(); // said elsewhere
    }
  }

  private static Optional<Asked> read(Node node) {
    if (node instanceof AstEval || node instanceof AstNested) {
      return read(node.getChild(0));
    }
    if (node instanceof AstUnary unary) {
      return unary.getOperator() == AstUnary.NOT
          ? read(unary.getChild(0)).map(Asked::negated)
          : Optional.empty();
    }
    if (node instanceof AstIdentifier flag) {
      return Optional.of(new Asked(flag.getName(), true, true));
    }
    if (node instanceof AstBinary binary
        && binary.getChild(0) instanceof AstIdentifier variable
        && (binary.getOperator() == AstBinary.EQ || binary.getOperator() == AstBinary.NE)) {
      var isEqual = binary.getOperator() == AstBinary.EQ;
      if (binary.getChild(1) instanceof AstString text) {
        return Optional.of(
            new Asked(variable.getName(), String.valueOf(text.eval(null, null)), isEqual));
      }
      if (binary.getChild(1) instanceof AstBoolean flag) {
        var value = Boolean.TRUE.equals(flag.eval(null, null));
        return Optional.of(new Asked(variable.getName(), isEqual == value, true));
      }
    }
    return Optional.empty();
  }
}
