package io.muster.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Everything a diagram may name: steps, beans that are meant for diagrams, declared variables. */
public final class ModelCatalog {
  private final Map<String, Class<?>> beans;
  private final Supplier<Map<String, Set<String>>> variables;
  private final Supplier<Map<String, List<DiagramNeed>>> needs;

  /**
   * A palette.
   *
   * @param beans the beans by name, steps among them
   * @param variables the declared variables by process
   * @param needs what code relies on in a diagram, by process
   */
  public ModelCatalog(
      Map<String, Class<?>> beans,
      Supplier<Map<String, Set<String>>> variables,
      Supplier<Map<String, List<DiagramNeed>>> needs) {
    this.beans = Map.copyOf(beans);
    this.variables = variables;
    this.needs = needs;
  }

  /** True if a service task may name it. */
  public boolean isStep(String name) {
    return isA(name, Step.class);
  }

  /** True if a diagram may name it and it is of this type. */
  public boolean isA(String name, Class<?> type) {
    var bean = bean(name);
    return bean != null && type.isAssignableFrom(bean);
  }

  /** The type of a bean that expressions may use, or null. */
  public @Nullable Class<?> bean(String name) {
    return beans.get(name);
  }

  /** True if it is one of the beans a diagram may name. */
  boolean holds(Object bean) {
    return beans.containsValue(ClassUtils.getUserClass(bean)) && bean.getClass() != Object.class;
  }

  /** The processes whose variables are declared. */
  public Set<String> processes() {
    return variables.get().keySet();
  }

  /** The variables a process has, if it is one of ours. */
  public Optional<Set<String>> variables(String process) {
    return Optional.ofNullable(variables.get().get(process));
  }

  /** What code relies on in the diagram of this process. */
  public List<DiagramNeed> needs(String process) {
    return needs.get().getOrDefault(process, List.of());
  }

  /** The names of all steps. */
  public Set<String> steps() {
    return beans.keySet().stream()
        .filter(this::isStep)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
