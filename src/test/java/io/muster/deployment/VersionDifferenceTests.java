package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.deployment.VersionDifference.Change;
import io.muster.deployment.VersionDifference.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What differs between two versions of a diagram. */
class VersionDifferenceTests {
  private final String shipped = read();

  @Test
  void isNothingBetweenTheSame() {
    assertThat(between(shipped, shipped)).isEmpty();
    assertThat(between(shipped, shipped.replaceAll("x=\"\\d+\"", "x=\"7\"")))
        .as("what is only drawn elsewhere")
        .isEmpty();
  }

  @Test
  void namesWhatWasAddedAndWhatWasTakenAway() {
    var more =
        shipped.replace(
            "<bpmn:endEvent id=\"transferred\"",
            "<bpmn:userTask id=\"extra\" name=\"One more\" /><bpmn:endEvent id=\"transferred\"");
    assertThat(between(shipped, more))
        .containsExactly(new Change("extra", "One more", "user task", What.ADDED, List.of()));
    assertThat(between(more, shipped))
        .containsExactly(new Change("extra", "One more", "user task", What.REMOVED, List.of()));
  }

  @Test
  void saysHowAnElementDiffers() {
    assertThat(
            between(
                shipped,
                shipped.replace("name=\"Tie policies to the groups\"", "name=\"Tie them\"")))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.id()).isEqualTo("tiePolicies");
              assertThat(change.what()).isEqualTo(What.CHANGED);
              assertThat(change.details())
                  .containsExactly("name: “Tie policies to the groups” → “Tie them”");
            });
    assertThat(
            between(
                shipped,
                shipped.replaceFirst(
                    "(id=\"resolveGroups\"[^>]*)candidateGroups=\"operator\"",
                    "$1candidateGroups=\"hr\"")))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.details()).containsExactly("candidateGroups: “operator” → “hr”"));
  }

  @Test
  void blamesTheStepInASubProcessAndNotTheWholeOfIt() {
    assertThat(between(shipped, shipped.replace("${checkMove}", "${checkOtherCases}")))
        .extracting(Change::id)
        .containsExactly("checkMove");
  }

  @Test
  void seesWhatAnElementHolds() {
    var other =
        shipped.replaceFirst(
            "\\$\\{worker\\.department\\(employee\\)}", "\\${worker.location(employee)}");
    assertThat(between(shipped, other))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.id()).isEqualTo("chooseConnection");
              assertThat(change.details()).containsExactly("what it does or waits for");
            });
  }

  private static List<Change> between(String before, String after) {
    return VersionDifference.between(
        before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
  }

  private static String read() {
    try {
      return Files.readString(Path.of("processes/transfer/transfer.bpmn"));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
