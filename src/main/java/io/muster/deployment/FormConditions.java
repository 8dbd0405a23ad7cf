package io.muster.deployment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;

/** What the server works out of a form while a person waits. */
final class FormConditions {
  private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

  private FormConditions() {}

  /** What is wrong with the conditions of a form. */
  static List<Problem> check(String file, io.muster.process.TaskForm form) {
    return form.conditions().stream()
        .flatMap(condition -> complaint(condition).stream())
        .map(
            complaint ->
                new Problem(
                    file, "'%s'".formatted(form.id()), complaint.what(), complaint.remedy()))
        .toList();
  }

  private static Optional<Expressions.Complaint> complaint(String condition) {
    return Stream.of(FeelLimits.size(condition))
        .flatMap(Optional::stream)
        .findFirst()
        .or(
            () -> {
              var parsed = FEEL.parseExpression(condition);
              return parsed.isSuccess()
                  ? FeelLimits.complaint(parsed.parsedExpression().expression())
                  : Optional.of(
                      new Expressions.Complaint(
                          "has a condition '%s' that is no FEEL".formatted(condition),
                          "mend it; texts stand in double quotes"));
            });
  }
}
