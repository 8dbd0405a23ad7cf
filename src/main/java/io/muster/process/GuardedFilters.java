package io.muster.process;

import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.FilterServiceImpl;
import org.camunda.bpm.engine.query.Query;

/** The engine's filter service; stores no query with an expression hidden in it. */
final class GuardedFilters extends FilterServiceImpl {
  @Override
  public Filter saveFilter(Filter filter) {
    Query<?, ?> query = filter.getQuery();
    if (query instanceof AbstractQuery<?, ?> stored) {
      new NoHiddenExpressions().validate(stored);
    }
    return super.saveFilter(filter);
  }
}
