package io.muster.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that waits for a person.
 *
 * @param key the question's id in its diagram
 * @param name what is asked
 * @param groups who may answer
 * @param assignee who has taken it, or null
 * @param about the case, or the part of one, that asks
 */
record OpenTask(
    String id,
    String key,
    String name,
    List<String> groups,
    @Nullable String assignee,
    Instant since,
    @Nullable Instant due,
    boolean overdue,
    CaseHead about) {
  /** Whether this person may answer. */
  public boolean isFor(Viewer viewer) {
    return viewer.name().equals(assignee) || groups.stream().anyMatch(viewer::isIn);
  }

  /**
   * Where it is answered: here, if the console has a page for it.
   *
   * @param tasklist where Tasklist is
   */
  public String address(String tasklist) {
    return key.equals(WipeQuestions.KEY)
        ? "/console/approve/" + id
        : "%s#/?task=%s".formatted(tasklist, id);
  }

  /** Who is waited for, for people. */
  public String waitsFor() {
    if (assignee != null) {
      return assignee;
    }
    return groups.isEmpty() ? "nobody in particular" : String.join(", ", groups);
  }
}
