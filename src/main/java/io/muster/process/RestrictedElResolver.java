package io.muster.process;

import java.beans.FeatureDescriptor;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.spin.json.SpinJsonNode;
import org.joda.time.base.AbstractInstant;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every other resolver and stops an expression on its way from values and steps to
 * anything else: reflection, the runtime, the engine's services, the Spring context. Closes the
 * code execution of CVE-2026-109432, whatever door an expression comes in by.
 */
@SuppressWarnings("NullAway") // a resolver declines by answering null
final class RestrictedElResolver extends ELResolver {
  private static final Set<String> NAMES =
      Set.of("getClass", "class", "forName", "getClassLoader", "classLoader");

  private final ModelCatalog palette;

  RestrictedElResolver(ModelCatalog palette) {
    this.palette = palette;
  }

  @Override
  public Object getValue(ELContext context, @Nullable Object base, Object property) {
    stop(base, property);
    return null;
  }

  @Override
  public Object invoke(
      ELContext context, @Nullable Object base, Object method, Class<?>[] types, Object[] values) {
    stop(base, method);
    return null;
  }

  @Override
  public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {
    stop(base, property);
  }

  @Override
  public Class<?> getType(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return null;
  }

  private void stop(@Nullable Object base, @Nullable Object name) {
    if (base == null) {
      return;
    }
    if (!meant(base) || (name != null && NAMES.contains(name.toString()))) {
      throw new ELException("expressions may not reach for classes, the runtime or the context");
    }
  }

  /** Values, what a case holds, and the beans a diagram may name; nothing that leads further. */
  private boolean meant(Object base) {
    return base instanceof CharSequence
        || base instanceof Number
        || base instanceof Boolean
        || base instanceof Enum<?>
        || base instanceof Date
        || base instanceof Temporal
        || base instanceof TemporalAmount
        || base instanceof Collection<?>
        || base instanceof Map<?, ?>
        || base instanceof TypedValue
        || base instanceof VariableScope
        || base instanceof SpinJsonNode
        || base instanceof AbstractInstant
        || palette.holds(base);
  }
}
