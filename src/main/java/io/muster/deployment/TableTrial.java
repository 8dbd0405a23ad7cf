package io.muster.deployment;

import io.muster.deployment.ModelReports.Finding;
import io.muster.deployment.TableReplay.Difference;
import io.muster.deployment.TableReplay.UnknownTable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Tries an edited table on what the live one was asked, the worst first; nothing goes live. */
@Component
public class TableTrial {
  private static final int LONGEST_DAYS = 366;

  private final TableReplay replay;

  TableTrial(TableReplay replay) {
    this.replay = replay;
  }

  /** What another answer would come to, the worst first. */
  public enum Harm {
    /** A wipe would be easier than it was. */
    EASIER,
    /** No rule would fit any more. */
    UNANSWERED,
    /** Another answer, neither easier nor stricter. */
    OTHER,
    /** A wipe would be harder than it was. */
    STRICTER
  }

  /**
   * What the table would have answered.
   *
   * @param decisions how many questions were looked at
   * @param same how many it answers as before
   * @param unanswerable how many it cannot be asked, as it asks for what was not recorded
   * @param missing what that is
   * @param truncated true if there were more questions, or no more time
   * @param groups the other answers by what they would come to; empty groups are left out
   */
  public record Trial(
      Instant since,
      int decisions,
      int same,
      int unanswerable,
      Set<String> missing,
      boolean truncated,
      List<Group> groups) {
    /** The same to be kept: no more than so many lines for each harm, and no cases. */
    Trial brief(int most) {
      return new Trial(
          since,
          decisions,
          same,
          unanswerable,
          missing,
          truncated,
          groups.stream().map(group -> group.brief(most)).toList());
    }
  }

  /** Other answers that would come to the same kind of thing. */
  public record Group(Harm harm, int decisions, List<Line> lines) {
    /** The same with no more than so many lines, and no cases. */
    Group brief(int most) {
      return new Group(
          harm, decisions, lines.stream().limit(most).map(Line::withoutCases).toList());
    }
  }

  /**
   * One question that would be answered otherwise.
   *
   * @param situation what was asked, for people
   * @param before the answer that was given, a line for each rule
   * @param after the answer it would give
   * @param easier what a wipe would need less of
   * @param count how often that was asked
   * @param cases some of the cases that asked
   */
  public record Line(
      String situation,
      List<String> before,
      List<String> after,
      List<String> easier,
      int count,
      List<String> cases) {
    Line withoutCases() {
      return new Line(situation, before, after, easier, count, List.of());
    }
  }

  /**
   * Tries the table.
   *
   * @param days how far back, 1 to 366
   * @throws Unusable if it cannot be tried, saying why
   */
  public Trial of(String table, byte[] edited, int days) {
    if (days < 1 || days > LONGEST_DAYS) {
      throw new Unusable("Ask for 1 to %d days.".formatted(LONGEST_DAYS), List.of());
    }
    if (edited.length == 0) {
      throw new Unusable(
          "The file is empty. Choose a table as Camunda Modeler saves it.", List.of());
    }
    try {
      var replayed = replay.replay(table, edited, Duration.ofDays(days));
      return new Trial(
          replayed.since(),
          replayed.decisions(),
          replayed.same(),
          replayed.unanswered(),
          replayed.missing(),
          replayed.truncated(),
          groups(replayed.differences()));
    } catch (UnknownTable unknown) {
      throw new Unusable(String.valueOf(unknown.getMessage()), List.of());
    } catch (RefusedDeployment refused) {
      throw new Unusable(
          "The gate would refuse this table.", ModelReports.findings(refused.problems()));
    }
  }

  private static List<Group> groups(List<Difference> differences) {
    return differences.stream()
        .collect(
            Collectors.groupingBy(
                Difference::harm, () -> new EnumMap<>(Harm.class), Collectors.toList()))
        .entrySet()
        .stream()
        .map(
            group ->
                new Group(
                    group.getKey(),
                    group.getValue().stream().mapToInt(Difference::count).sum(),
                    group.getValue().stream().map(TableTrial::line).toList()))
        .toList();
  }

  private static Line line(Difference difference) {
    return new Line(
        difference.situation(),
        difference.before().stream().map(TableReplay::words).toList(),
        difference.after().stream().map(TableReplay::words).toList(),
        difference.easier(),
        difference.count(),
        difference.cases());
  }

  /** A table that cannot be tried. */
  public static final class Unusable extends RuntimeException {
    private final transient List<Finding> findings;

    Unusable(String message, List<Finding> findings) {
      super(message);
      this.findings = List.copyOf(findings);
    }

    /** Why the gate would refuse it. */
    public List<Finding> findings() {
      return findings;
    }
  }
}
