package io.muster.process;

import java.util.Map;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/** The conditions of a form, worked out by the engine's own FEEL. */
record FeelConditions(CommandContext context) {
  /** True if the condition is; a condition that cannot be worked out is not. */
  boolean hold(String condition, Map<String, @Nullable Object> scope) {
    var values = Variables.createVariables();
    scope.forEach((name, value) -> values.putValueTyped(name, Variables.untypedValue(value)));
    try {
      Object outcome =
          context
              .getProcessEngineConfiguration()
              .getDmnEngineConfiguration()
              .getFeelEngine()
              .evaluateSimpleExpression(condition, values.asVariableContext());
      return Boolean.TRUE.equals(outcome);
    } catch (FeelException unreadable) {
      return false;
    }
  }
}
