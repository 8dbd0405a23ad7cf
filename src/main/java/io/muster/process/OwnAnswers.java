package io.muster.process;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds answers about own variables against the types that the diagram declares. */
final class OwnAnswers {
  private OwnAnswers() {}

  /**
   * Demands that each value is of its declared type.
   *
   * @throws FormRefused if one is not, or is not declared; the message says what to write
   */
  static void demand(OwnDeclarations declared, Map<String, @Nullable Object> answers) {
    var wrong =
        new TreeMap<>(answers)
            .entrySet().stream()
                .filter(answer -> OwnVariable.isOwn(answer.getKey()))
                .flatMap(answer -> complaint(declared, answer.getKey(), answer.getValue()).stream())
                .collect(Collectors.joining(" "));
    if (!wrong.isEmpty()) {
      throw new FormRefused("Nothing was done. " + wrong);
    }
  }

  private static Optional<String> complaint(
      OwnDeclarations declared, String name, @Nullable Object value) {
    var variable = declared.variables().get(name);
    return variable == null
        ? Optional.of("'%s' is not declared in this process; leave it out.".formatted(name))
        : variable.complaint(value);
  }
}
