package io.muster.process;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.history.HistoryLevelFull;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.jspecify.annotations.Nullable;

/** Full history, but of our processes only the variables they declare. */
final class DeclaredHistory extends HistoryLevelFull {
  static final String NAME = "muster";

  private final Supplier<Map<String, Set<String>>> declared;

  DeclaredHistory(Supplier<Map<String, Set<String>>> declared) {
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
      var names = declared.get().get(definition.substring(0, Math.max(0, definition.indexOf(':'))));
      if (names != null && !names.contains(variable.getName())) {
        return false;
      }
    }
    return super.isHistoryEventProduced(type, entity);
  }
}
