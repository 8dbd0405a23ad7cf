package io.muster.process;

import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Stands before every other resolver and stops an expression on its way to reflection, the runtime
 * or the Spring context. Closes the code execution of CVE-2026-109432.
 */
@SuppressWarnings("NullAway") // a resolver declines by answering null
final class DenyReflection extends ELResolver {
  private static final Set<String> NAMES =
      Set.of("getClass", "class", "forName", "getClassLoader", "classLoader");

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

  private static void stop(@Nullable Object base, @Nullable Object name) {
    if (base == null) {
      return;
    }
    var dangerous =
        base instanceof Class<?>
            || base instanceof ClassLoader
            || base instanceof Module
            || base instanceof Runtime
            || base instanceof Process
            || base instanceof ProcessBuilder
            || base instanceof Thread
            || base instanceof ApplicationContext
            || base.getClass().getPackageName().startsWith("java.lang.reflect")
            || base.getClass().getPackageName().startsWith("java.lang.invoke");
    if (dangerous || (name != null && NAMES.contains(name.toString()))) {
      throw new ELException("expressions may not reach for classes, the runtime or the context");
    }
  }
}
