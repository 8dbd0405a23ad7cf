package io.muster.process;

import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The beans a diagram may name: steps, and what is marked {@link InDiagrams}. For an expression no
 * other bean exists.
 *
 * <p>Beans are fetched when an expression asks, not before: a step may need the engine, which is
 * being built while this map is handed to it.
 */
final class AllowListedBeans extends HashMap<Object, Object> {
  private final transient ApplicationContext context;
  private final TreeSet<String> names = new TreeSet<>();

  AllowListedBeans(ApplicationContext context) {
    this.context = context;
    names.addAll(List.of(context.getBeanNamesForType(Step.class, true, false)));
    names.addAll(List.of(context.getBeanNamesForAnnotation(InDiagrams.class)));
  }

  @Override
  public boolean containsKey(Object name) {
    return name instanceof String && names.contains(name);
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return name instanceof String known && names.contains(known) ? context.getBean(known) : null;
  }
}
