package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.deployment.BundleDrafts.Draft;
import io.muster.deployment.VersionDifference.What;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The example of the quick start is the shipped diagram with the edit it describes, and good. */
class QuickStartTests extends WholeEngine {
  private static final Path EXAMPLE = Path.of("examples/badge");
  private static final Path GUIDE = Path.of("src/docs/modeler.md");

  @Autowired private BundleDrafts drafts;

  @Test
  void isTheShippedDiagramWithTheEditAndNothingElse() throws IOException {
    var changes =
        VersionDifference.between(
            Files.readAllBytes(Path.of("processes/onboarding/onboarding.bpmn")),
            Files.readAllBytes(EXAMPLE.resolve("onboarding.bpmn")));

    assertThat(changes)
        .filteredOn(change -> change.what() == What.ADDED)
        .extracting(VersionDifference.Change::id)
        .containsExactlyInAnyOrder(
            "askBadge",
            "whichBadge",
            "orderBadge",
            "chooseConnection_to_askBadge",
            "askBadge_to_whichBadge",
            "whichBadge_to_expectGroups",
            "whichBadge_to_orderBadge",
            "orderBadge_to_expectGroups");
    assertThat(changes)
        .filteredOn(change -> change.what() == What.REMOVED)
        .extracting(VersionDifference.Change::id)
        .containsExactly("chooseConnection_to_expectGroups");
    var guide = Files.readString(GUIDE);
    changes.stream()
        .filter(change -> change.what() == What.ADDED && !change.name().equals(change.id()))
        .forEach(change -> assertThat(guide).contains("`%s`".formatted(change.name())));
  }

  @Test
  void isTakenByTheGateAndLiveAtOnce() throws IOException {
    var outlook = drafts.tryOut(example("red"));

    assertThat(outlook.findings()).isEmpty();
    assertThat(outlook.loosens()).isEmpty();
    assertThat(outlook.along()).contains("onboarding/resolveNoRule.form");
  }

  @Test
  void theMistakeOfTheGuideIsToldAsTheGuideTellsIt() throws IOException {
    var outlook = drafts.tryOut(example("blue"));

    var guide = Files.readString(GUIDE);
    assertThat(outlook.findings())
        .anySatisfy(
            finding ->
                assertThat(guide)
                    .contains(
                        "*%s %s; %s.*"
                            .formatted(finding.element(), finding.what(), finding.remedy())));
    assertThat(outlook.diagrams())
        .singleElement()
        .satisfies(
            drawn ->
                assertThat(drawn.wrong())
                    .isEqualTo(Set.of("askBadge", "whichBadge_to_orderBadge")));
  }

  private static Draft example(String colour) throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (var name : List.of("onboarding.bpmn", "askBadge.form", "orderBadge.form")) {
      files.put(
          name,
          Files.readString(EXAMPLE.resolve(name))
              .replace("== 'red'", "== '%s'".formatted(colour))
              .getBytes(StandardCharsets.UTF_8));
    }
    return new Draft("onboarding", files);
  }
}
