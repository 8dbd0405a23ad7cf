package io.muster.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.deployment.Edits.Edit;
import io.muster.testing.WholeEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.w3c.dom.Element;

/** Every unsafe edit is refused by its name, and every harmless one is taken. */
class EditedDiagramTests extends WholeEngine {
  /** Tables that other bundles bring. */
  private static final Set<String> LIVE_TABLES =
      Set.of(
          "connectionRouting",
          "expectedGroups",
          "policyAssignment",
          "deviceEntitlement",
          "accessDeployment");

  private static final List<Edit> UNSAFE =
      Stream.of(new UnsafeFlows(), new UnsafeMeaning())
          .flatMap(edits -> edits.all().stream())
          .toList();

  private static final List<Edit> SAFE = new SafeEdits().all();
  private static final Map<String, Element> live = new TreeMap<>();

  @Autowired private Gate gate;

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsafe")
  void refusesAnUnsafeEdit(Edit edit) {
    assertThat(check(edit))
        .as("%s is unsafe: %s", edit, edit.why())
        .anySatisfy(
            problem ->
                assertThat(problem.toString()).containsAnyOf(edit.says().toArray(String[]::new)));
  }

  static Stream<Edit> unsafe() {
    return UNSAFE.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("twoOfEachFamily")
  void refusesItByTheDoorOfTheEngineToo(Edit edit) {
    var repository = engine.getRepositoryService();
    var before = repository.createDeploymentQuery().count();
    var deployment = repository.createDeployment().name("an edit").source("REST");
    edit.bundle().forEach(deployment::addString);

    assertThatThrownBy(deployment::deploy)
        .isInstanceOf(RefusedDeployment.class)
        .satisfies(
            refusal ->
                assertThat(refusal.getMessage()).containsAnyOf(edit.says().toArray(String[]::new)));
    assertThat(repository.createDeploymentQuery().count()).isEqualTo(before);
  }

  static Stream<Edit> twoOfEachFamily() {
    return UNSAFE.stream()
        .collect(Collectors.groupingBy(Edit::family, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(family -> Stream.of(family.get(0), family.get(family.size() - 1)));
  }

  /** The called processes are those that are live, whatever comes with the diagram. */
  @Test
  void followsCallsIntoWhatIsLive() {
    var edit =
        UNSAFE.stream()
            .filter(each -> each.what().equals("offboarding/containDevices, without lockDevices"))
            .findFirst()
            .orElseThrow();
    var file = "processes/offboarding/containDevices.bpmn";
    var alone =
        Map.of(file, requireNonNull(edit.bundle().get(file)).getBytes(StandardCharsets.UTF_8));

    assertThat(gate.check(alone, LIVE_TABLES, live()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo(file);
              assertThat(problem.what())
                  .startsWith("Terminated → Last day has ended → … → ")
                  .endsWith("→ Wipe the device reaches the wipe without 'Lock the devices'");
              assertThat(problem.remedy())
                  .startsWith(
                      "lead every way through Find and write down the devices → Lock the devices → ");
            });
  }

  @Test
  void saysNothingAboutWhatIsLiveIfSomethingElseComes() {
    var broken = new TreeMap<>(live());
    broken.put(
        "containDevices",
        new Drawing(
                requireNonNull(
                    Edits.shipped("offboarding").get("processes/offboarding/containDevices.bpmn")))
            .drop("lockDevices")
            .process());
    var leave = new TreeMap<String, byte[]>();
    Edits.shipped("leave")
        .forEach((name, text) -> leave.put(name, text.getBytes(StandardCharsets.UTF_8)));

    assertThat(gate.check(leave, LIVE_TABLES, broken)).isEmpty();
  }

  @Test
  void thereAreManyUnsafeEditsAndNoneIsTheSameTwice() {
    assertThat(unsafe().map(Edit::bundle)).hasSizeGreaterThan(300).doesNotHaveDuplicates();
    assertThat(unsafe()).allSatisfy(edit -> assertThat(edit.says()).isNotEmpty());
    assertThat(unsafe().collect(Collectors.groupingBy(Edit::family))).hasSizeGreaterThan(20);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("safe")
  void takesASafeEdit(Edit edit) {
    assertThat(check(edit)).as("%s is safe: %s", edit, edit.why()).isEmpty();
  }

  static Stream<Edit> safe() {
    return SAFE.stream();
  }

  @Test
  void thereAreManySafeEditsAndNoneIsTheSameTwice() {
    assertThat(safe().map(Edit::bundle)).hasSizeGreaterThan(50).doesNotHaveDuplicates();
  }

  private List<Problem> check(Edit edit) {
    var files = new TreeMap<String, byte[]>();
    edit.bundle().forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return gate.check(files, LIVE_TABLES, live());
  }

  private Map<String, Element> live() {
    if (live.isEmpty()) {
      live.putAll(LiveDiagrams.all(engine.getRepositoryService()));
    }
    return live;
  }
}
