package io.muster.process;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.impl.history.HistoryLevelFull;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Full history, but of our processes only the variables that code or the diagram declares, and
 * nothing of a decision table that says by its time to live of 0 that its answers need not be kept.
 */
final class DeclaredHistory extends HistoryLevelFull {
  static final String NAME = "muster";

  private final Function<String, Optional<Set<String>>> declared;

  DeclaredHistory(Function<String, Optional<Set<String>>> declared) {
    this.declared = declared;
  }

  @Override
  public int getId() {
    return 31;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean isHistoryEventProduced(HistoryEventType type, @Nullable Object entity) {
    if (entity instanceof VariableInstanceEntity variable
        && variable.getProcessDefinitionId() != null) {
      var definition = variable.getProcessDefinitionId();
      var names = declared.apply(definition.substring(0, Math.max(0, definition.indexOf(':'))));
      if (!isDeclared(names, OwnModels.of(definition), variable.getName())) {
        return false;
      }
    }
    if (entity instanceof DecisionDefinition table
        && Integer.valueOf(0).equals(table.getHistoryTimeToLive())) {
      // evaluated for everybody there is, and its answer is kept elsewhere
      return false;
    }
    return super.isHistoryEventProduced(type, entity);
  }

  private static boolean isDeclared(
      Optional<Set<String>> names, OwnDeclarations own, String variable) {
    if (own.variables().containsKey(variable)) {
      return true;
    }
    if (names.isPresent()) {
      return names.get().contains(variable);
    }
    return !own.isOwnProcess() || OwnDeclarations.GIVEN.contains(variable);
  }
}
