package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFormTests {
  private static final String DECISION =
      """
      {"type": "radio", "key": "decision", "label": "What now?", "validate": {"required": true},
       "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]}
      """;

  @Test
  void takesWhatTheFormAsksFor() {
    assertThat(answers(DECISION, Map.of("decision", "yes"))).isEqualTo(Map.of("decision", "yes"));
  }

  @Test
  void setsWhatWasLeftOutToNothingSoThatNoOlderAnswerCounts() {
    var answers = answers(field("textarea", "comment", ""), Map.of());

    assertThat(answers).containsKey("comment");
    assertThat(answers.get("comment")).isNull();
  }

  @Test
  void refusesAVariableTheFormHasNoFieldFor() {
    refused(DECISION, Map.of("decision", "yes", "wipeKind", "complete"))
        .hasMessageContaining("The form has no field 'wipeKind'; leave it out.")
        .hasMessageContaining("takes: decision.");
  }

  @Test
  void refusesAnAnswerThatIsNotOffered() {
    refused(DECISION, Map.of("decision", "maybe"))
        .hasMessageContaining("'decision' (What now?) is not one of the answers offered")
        .hasMessageContaining("choose one of: yes, no");
  }

  @Test
  void refusesARequiredAnswerLeftOut() {
    refused(DECISION, Map.of()).hasMessageContaining("'decision' (What now?) is missing");
    refused(field("textarea", "comment", "\"required\": true"), Map.of("comment", "   "))
        .hasMessageContaining("'comment' is missing");
    refused(field("checkbox", "sure", "\"required\": true"), Map.of("sure", false))
        .hasMessageContaining("'sure' is missing");
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    refused(DECISION + "," + field("number", "days", "\"max\": 5"), Map.of("days", 9, "other", 1))
        .hasMessageContaining("'decision'")
        .hasMessageContaining("'days' is too large; it is at most 5")
        .hasMessageContaining("'other'");
  }

  @Test
  void leavesWhatIsOnlyShownAlone() {
    var shown =
        """
        {"type": "textfield", "key": "serial", "readonly": true}
        """;

    // form-js hands read-only fields back, so the same value is no offence
    assertThat(answers(shown, Map.of("serial", "known serial"))).isEmpty();
    refused(shown, Map.of("serial", "another")).hasMessageContaining("'serial' is only shown");
    refused(shown.replace("readonly", "disabled"), Map.of("serial", "another"))
        .hasMessageContaining("'serial' is only shown");
  }

  @Test
  void doesNotAskWhatAConditionHides() {
    var why =
        DECISION
            + """
            , {"type": "textarea", "key": "comment", "validate": {"required": true},
               "conditional": {"hide": "=decision = \\"yes\\""}}
            """;

    assertThat(answers(why, Map.of("decision", "yes"))).containsEntry("comment", null);
    refused(why, Map.of("decision", "yes", "comment", "because"))
        .hasMessageContaining("'comment' is not asked here");
    refused(why, Map.of("decision", "no")).hasMessageContaining("'comment' is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "textarea | {\"maxLength\": 3} | abcd | write at most 3",
        "textarea | {\"minLength\": 3} | ab | at least 3",
        "textfield | {\"pattern\": \"^[0-9]+$\"} | a1 | does not have the form",
        "textfield | {\"validationType\": \"email\"} | nobody | does not have the form",
        "datetime | {} | tomorrow | ISO 8601",
        "number | {} | 7 | hand in a number",
        "checkbox | {} | true | hand in true or false",
      })
  void refusesTextsThatBreakTheRules(String type, String rules, String text, String remedy) {
    var field = "{\"type\": \"%s\", \"key\": \"x\", \"validate\": %s}".formatted(type, rules);
    refused(field, Map.of("x", text)).hasMessageContaining(remedy);
  }

  @Test
  void refusesWhatTheDatabaseCouldNotKeep() {
    refused(field("textarea", "x", ""), Map.of("x", "a".repeat(4001)))
        .hasMessageContaining("write at most 4000");
    refused(field("textarea", "x", ""), Map.of("x", "a\0b")).hasMessageContaining("type it anew");
    refused(field("textarea", "x", ""), Map.of("x", List.of("a")))
        .hasMessageContaining("hand in a text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-24", "2024-02-29"})
  void takesDates(String date) {
    assertThat(answers(field("datetime", "until", ""), Map.of("until", date)))
        .containsEntry("until", date);
  }

  @Test
  void takesSeveralOfWhatIsOffered() {
    var parts =
        """
        {"type": "checklist", "key": "parts", "valuesKey": "offered"}
        """;

    assertThat(answers(parts, Map.of("parts", List.of("a", "b"))))
        .containsEntry("parts", List.of("a", "b"));
    refused(parts, Map.of("parts", List.of("a", "c"))).hasMessageContaining("choose any of: a, b");
    refused(parts, Map.of("parts", List.of("a", "a"))).hasMessageContaining("twice");
    refused(parts, Map.of("parts", "a")).hasMessageContaining("takes a list");
  }

  @Test
  void readsFieldsInsideAGroup() {
    var group = "{\"type\": \"group\", \"id\": \"g\", \"components\": [%s]}".formatted(DECISION);

    assertThat(answers(group, Map.of("decision", "no"))).containsEntry("decision", "no");
  }

  @Test
  void knowsWhichVariablesItShows() {
    var form =
        form(
            """
            {"type": "text", "id": "t", "text": "{{who}}: {{#if sure}}{{serial}}{{/if}} {{upper case(owner)}}"},
            {"type": "textfield", "key": "a", "conditional": {"hide": "=decision = \\"x\\" and plan.kind != null"}}
            """);

    assertThat(form.shows())
        .containsExactlyInAnyOrder("who", "sure", "serial", "owner", "upper", "decision", "plan");
    assertThat(form.asks()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"filepicker\", \"key\": \"x\"} | Tasklist 7.24 does not know",
        "{\"type\": \"dynamiclist\", \"key\": \"x\"} | the server cannot check",
        "{\"type\": \"expression\", \"key\": \"x\"} | decision table",
        "{\"type\": \"textfield\", \"key\": \"x.y\"} | the name of one variable",
        "{\"type\": \"radio\", \"key\": \"x\"} | add its answers",
        "{\"type\": \"textfield\", \"key\": \"x\", \"validate\": {\"pattern\": \"(\"}} | pattern",
        "{\"type\": \"group\", \"id\": \"x\", \"path\": \"p\", \"components\": []} | clear the path",
      })
  void saysWhatItCouldNotHold(String component, String problem) {
    assertThat(form(component).problems()).hasSize(1);
    assertThat(form(component).problems().values().iterator().next()).contains(problem);
  }

  @Test
  void isNoFormWithoutJson() {
    assertThatThrownBy(() -> TaskForm.read("{\n\"components\": ["))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no JSON")
        .hasMessageContaining("line 2");
  }

  private static Map<String, @Nullable Object> answers(
      String components, Map<String, Object> given) {
    Map<String, Object> known = Map.of("serial", "known serial", "offered", List.of("a", "b"));
    return form(components)
        .answers(
            new HashMap<>(given),
            known::get,
            (condition, scope) ->
                condition.equals("decision = \"yes\"") && "yes".equals(scope.get("decision")));
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
      String components, Map<String, Object> given) {
    return assertThatThrownBy(() -> answers(components, given))
        .isInstanceOf(FormRefused.class)
        .hasMessageContaining("Nothing was done.");
  }

  private static String field(String type, String key, String rules) {
    return "{\"type\": \"%s\", \"key\": \"%s\", \"validate\": {%s}}".formatted(type, key, rules);
  }

  private static TaskForm form(String components) {
    return TaskForm.read("{\"id\": \"sample\", \"components\": [%s]}".formatted(components));
  }
}
