package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnDeclarationsTests {
  @Test
  void readsWhatADiagramDeclares() {
    var declared =
        OwnDeclarations.read(
            Map.of(
                "own.1.name", "own_badge",
                "own.1.type", "choice",
                "own.1.choices", "red, green",
                "own.1.readers", "hr, operator",
                "own.1.personal", "no",
                "own.7.name", "own_since",
                "own.7.type", "date",
                "own.startedBy", "operator,hr",
                "somebody.else", "says this"));

    assertThat(declared.problems()).isEmpty();
    assertThat(declared.variables())
        .containsOnly(
            Map.entry(
                "own_badge",
                new OwnVariable(
                    "own_badge",
                    OwnVariable.Type.CHOICE,
                    List.of("red", "green"),
                    Set.of("hr", "operator"),
                    false)),
            Map.entry(
                "own_since",
                new OwnVariable("own_since", OwnVariable.Type.DATE, List.of(), Set.of(), true)));
    assertThat(declared.startedBy()).contains(Set.of("operator", "hr"));
  }

  @Test
  void takesAProcessThatOnlyOthersStartAndOneThatIsNotTheOwners() {
    assertThat(OwnDeclarations.read(Map.of("own.startedBy", "call")).startedBy())
        .contains(Set.of());
    assertThat(OwnDeclarations.read(Map.of("own.startedBy", " ")).isOwnProcess()).isFalse();
    assertThat(OwnDeclarations.read(Map.of()).isOwnProcess()).isFalse();
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("broken")
  void saysWhatIsWrong(String property, String value, String what) {
    var properties = new TreeMap<>(Map.of("own.1.name", "own_badge", "own.1.type", "text"));
    properties.put(property, value);

    assertThat(OwnDeclarations.read(properties).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains(what))
        .satisfies(problem -> assertThat(problem.remedy()).isNotBlank());
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("own.1.name", "badge", "declares the name 'badge'"),
        Arguments.of("own.1.name", "employee", "declares the name 'employee'"),
        Arguments.of("own.1.name", "own_", "declares the name 'own_'"),
        Arguments.of("own.1.name", "own_" + "a".repeat(41), "declares the name"),
        Arguments.of("own.1.name", "", "declares variable 1 of its own without a name"),
        Arguments.of("own.1.type", "colour", "of the type 'colour'"),
        Arguments.of("own.1.type", "choice", "with fewer than two values"),
        Arguments.of("own.1.choices", "a, b", "and it is no choice"),
        Arguments.of("own.1.readers", "everybody", "lets the group 'everybody' read"),
        Arguments.of("own.1.personal", "perhaps", "whether 'own_badge' is personal"),
        Arguments.of("own.1.colour", "red", "the property 'own.1.colour', which means nothing"),
        Arguments.of("own.startedBy", "everybody", "started by the group 'everybody'"));
  }

  @Test
  void refusesANameTwice() {
    assertThat(
            OwnDeclarations.read(
                    Map.of(
                        "own.1.name", "own_badge",
                        "own.1.type", "text",
                        "own.2.name", "own_badge",
                        "own.2.type", "number"))
                .problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).isEqualTo("declares 'own_badge' twice"));
  }

  @Test
  void takesFortyVariablesAndNoMoreAndNamesOfFortyFourLettersAndNoMore() {
    assertThat(OwnDeclarations.read(many(40)).problems()).isEmpty();
    assertThat(OwnDeclarations.read(many(41)).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("more than 40"));
    assertThat(
            OwnDeclarations.read(
                    Map.of("own.1.name", "own_" + "a".repeat(40), "own.1.type", "text"))
                .problems())
        .isEmpty();
  }

  private static Map<String, String> many(int count) {
    var properties = new TreeMap<String, String>();
    for (var row = 1; row <= count; row++) {
      properties.put("own.%d.name".formatted(row), "own_v" + row);
      properties.put("own.%d.type".formatted(row), "text");
    }
    return properties;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("values")
  void knowsAValueOfItsType(OwnVariable.Type type, Object value, boolean holds) {
    var variable =
        new OwnVariable(
            "own_it",
            type,
            type == OwnVariable.Type.CHOICE ? List.of("a", "b") : List.of(),
            Set.of(),
            true);

    assertThat(variable.complaint(value).isEmpty()).isEqualTo(holds);
    assertThat(variable.complaint(null)).isEmpty();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(OwnVariable.Type.TEXT, "x".repeat(4000), true),
        Arguments.of(OwnVariable.Type.TEXT, "x".repeat(4001), false),
        Arguments.of(OwnVariable.Type.TEXT, 4, false),
        Arguments.of(OwnVariable.Type.NUMBER, 4, true),
        Arguments.of(OwnVariable.Type.NUMBER, "4", false),
        Arguments.of(OwnVariable.Type.YES_NO, false, true),
        Arguments.of(OwnVariable.Type.YES_NO, "false", false),
        Arguments.of(OwnVariable.Type.DATE, "2028-02-29", true),
        Arguments.of(OwnVariable.Type.DATE, "2027-02-29", false),
        Arguments.of(OwnVariable.Type.DATE, "tomorrow", false),
        Arguments.of(OwnVariable.Type.CHOICE, "b", true),
        Arguments.of(OwnVariable.Type.CHOICE, "c", false));
  }
}
