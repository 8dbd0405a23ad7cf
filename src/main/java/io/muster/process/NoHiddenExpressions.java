package io.muster.process;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.Validator;

/**
 * Refuses expressions in the alternatives of a task query, where the engine does not look for them.
 * Closes CVE-2026-109432 where it begins; {@link RestrictedElResolver} is the second wall.
 */
final class NoHiddenExpressions implements Validator<AbstractQuery<?, ?>> {
  @Override
  public void validate(AbstractQuery<?, ?> query) {
    if (query instanceof TaskQueryImpl tasks
        && tasks.getQueries().stream().anyMatch(part -> !part.getExpressions().isEmpty())) {
      throw new BadUserRequestException(
          "Nothing was looked for. Expressions are forbidden in queries; give values.");
    }
  }
}
