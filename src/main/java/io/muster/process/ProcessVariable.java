package io.muster.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.jspecify.annotations.Nullable;

/**
 * One variable of one process: its name and type, said once.
 *
 * @param <T> what it holds
 */
public final class ProcessVariable<T> {
  private final String name;
  private final Function<Object, T> decode;
  private final Function<T, Object> encode;

  private ProcessVariable(String name, Function<Object, T> decode, Function<T, Object> encode) {
    this.name = name;
    this.decode = decode;
    this.encode = encode;
  }

  /** A variable kept as text. */
  public static <T> ProcessVariable<T> text(
      String name, Function<String, T> decode, Function<T, String> encode) {
    return new ProcessVariable<>(name, value -> decode.apply((String) value), encode::apply);
  }

  /** A variable that is text. */
  public static ProcessVariable<String> text(String name) {
    return text(name, Function.identity(), Function.identity());
  }

  /** A yes or no. */
  public static ProcessVariable<Boolean> flag(String name) {
    return new ProcessVariable<>(name, value -> (Boolean) value, value -> value);
  }

  /** A count. */
  public static ProcessVariable<Integer> count(String name) {
    return new ProcessVariable<>(name, value -> ((Number) value).intValue(), value -> value);
  }

  /** Several texts, kept as a JSON list. */
  public static ProcessVariable<List<String>> texts(String name) {
    return new ProcessVariable<>(name, ProcessVariable::asTexts, value -> new ArrayList<>(value));
  }

  /** Several rows of a decision table, kept as a JSON list of objects. */
  public static <R> ProcessVariable<List<R>> rows(
      String name, Function<Map<?, ?>, R> decode, Function<R, Map<String, Object>> encode) {
    return new ProcessVariable<>(
        name,
        value -> ((List<?>) value).stream().map(row -> decode.apply((Map<?, ?>) row)).toList(),
        value -> new ArrayList<>(value.stream().map(encode).toList()));
  }

  private static List<String> asTexts(Object value) {
    return ((List<?>) value).stream().map(String::valueOf).toList();
  }

  /** The name diagrams and forms use. */
  public String name() {
    return name;
  }

  /**
   * The value here.
   *
   * @throws IllegalStateException if it was never set
   */
  public T in(VariableScope scope) {
    return find(scope)
        .orElseThrow(() -> new IllegalStateException("the variable '" + name + "' is not set"));
  }

  /** The value here, if it was set. */
  public Optional<T> find(VariableScope scope) {
    @Nullable Object value = scope.getVariable(name);
    return value == null ? Optional.empty() : Optional.of(decode.apply(value));
  }

  /** Keeps the value where the variable already is, else for the whole process. */
  public void set(VariableScope scope, T value) {
    scope.setVariable(name, encode.apply(value));
  }

  /** Keeps the value in this scope alone. */
  public void setHere(VariableScope scope, T value) {
    scope.setVariableLocal(name, encode.apply(value));
  }

  /** The value as the engine keeps it, for starting a process with it. */
  public Object encoded(T value) {
    return encode.apply(value);
  }
}
