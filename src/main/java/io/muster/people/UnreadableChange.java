package io.muster.people;

import java.util.List;
import java.util.stream.Collectors;

/** A change that cannot be understood, with everything that is wrong about it at once. */
public final class UnreadableChange extends RuntimeException {
  private final List<Problem> problems;

  /** Keeps every problem, in the order in which the fields are usually written. */
  public UnreadableChange(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> problem.field() + ": " + problem.detail())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, field by field; never empty. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong.
   *
   * @param field the field's name, or {@code type}
   * @param detail what is wrong and what would be right, never the value itself
   */
  public record Problem(String field, String detail) {}
}
