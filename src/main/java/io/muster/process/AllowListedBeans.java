package io.muster.process;

import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The beans a diagram may name: steps, and what is marked {@link AllowedInModels}. For an
 * expression no other bean exists.
 *
 * <p>Beans are fetched when an expression asks, not before: a step may need the engine, which is
 * being built while this map is handed to it.
 */
final class AllowListedBeans extends HashMap<Object, Object> {
  private final transient ApplicationContext context;
  private final transient ModelCatalog palette;

  AllowListedBeans(ApplicationContext context, ModelCatalog palette) {
    this.context = context;
    this.palette = palette;
  }

  @Override
  public boolean containsKey(Object name) {
    return name instanceof String known && palette.bean(known) != null;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return name instanceof String known && palette.bean(known) != null
        ? context.getBean(known)
        : null;
  }
}
