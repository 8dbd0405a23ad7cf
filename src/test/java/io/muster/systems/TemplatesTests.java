package io.muster.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.remote.RemoteFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent is what was drawn, whatever the values are. */
class TemplatesTests {
  private static final Map<String, Object> VALUES =
      Map.of(
          "own_a", "a \"quoted\"\nline\\",
          "own_n", 42,
          "own_yes", true,
          "own_list", List.of("x", "y"),
          "own_up", "..",
          "own_slash", "a/b?c=d&e#f g",
          "own_braces", "{{own_n}}");

  private static Object value(String name) {
    var value = VALUES.get(name);
    if (value == null) {
      throw new RemoteFailure.Refused(name);
    }
    return value;
  }

  private static String filled(String template) {
    return JsonTemplate.read(template).fill(TemplatesTests::value);
  }

  @Test
  void noValueChangesTheShapeOfABody() throws Exception {
    var filled = filled("{\"a\": \"It is {{own_a}}!\", \"b\": [\"{{ own_braces }}\"]}");

    assertThat(new ObjectMapper().readTree(filled))
        .isEqualTo(
            new ObjectMapper()
                .valueToTree(
                    Map.of("a", "It is a \"quoted\"\nline\\!", "b", List.of("{{own_n}}"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\":\"{{own_n}}\"}|{\"x\":42}",
        "{\"x\":\"{{own_yes}}\"}|{\"x\":true}",
        "{\"x\":\"{{own_list}}\"}|{\"x\":[\"x\",\"y\"]}",
        "{\"x\":\"no. {{own_n}}\"}|{\"x\":\"no. 42\"}",
        "{\"x\":1.5,\"y\":null}|{\"x\":1.5,\"y\":null}"
      })
  void aValueThatStandsAloneKeepsItsType(String template, String expected) {
    assertThat(filled(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": {{own_n}}}",
        "{\"x\": 1} {\"y\": 2}",
        "{\"x\": 1, \"x\": 2}",
        "{\"{{own_n}}\": 1}",
        "{\"x\": \"{{own n}}\"}",
        "{\"x\": \"{{own_n\"}",
        "{\"x\": \"{{${execution}}}\"}",
        "not json"
      })
  void refusesATemplateThatIsNone(String template) {
    assertThatThrownBy(() -> JsonTemplate.read(template)).isInstanceOf(Unusable.class);
  }

  @Test
  void takesATemplateOfTheLargestSizeAndNoLargerOne() {
    var around = "{\"x\":\"\"}".length();
    assertThat(filled("{\"x\":\"" + "a".repeat(JsonTemplate.LONGEST - around) + "\"}"))
        .hasSize(JsonTemplate.LONGEST);
    assertThatThrownBy(
            () ->
                JsonTemplate.read(
                    "{\"x\":\"" + "a".repeat(JsonTemplate.LONGEST - around + 1) + "\"}"))
        .hasMessageContaining("more than 16384 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "/a/{{own_n}}/b,/a/42/b",
    "/a/{{own_slash}},/a/a%2Fb%3Fc%3Dd%26e%23f%20g",
    "/a?q={{own_n}}&r=s,/a?q=42&r=s"
  })
  void fillsAPath(String template, String expected) {
    assertThat(PathTemplate.read(template).fill(TemplatesTests::value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "//evil.example.com",
        "/a//b",
        "/../b",
        "/a/..",
        "/./a",
        "@evil.example.com",
        "https://evil.example.com",
        "/a#b",
        "/a%2e%2e",
        "/a\\b",
        "/a b",
        "/a?b?c",
        "/${own_n}",
        "{{own_n}}/a"
      })
  void refusesAPathThatMayLeadElsewhere(String path) {
    assertThatThrownBy(() -> PathTemplate.read(path))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("may lead elsewhere");
  }

  @Test
  void aValueOfDotsLeadsNowhere() {
    assertThatThrownBy(() -> PathTemplate.read("/a/{{own_up}}/b").fill(TemplatesTests::value))
        .isInstanceOf(RemoteFailure.Refused.class);
    assertThat(PathTemplate.read("/a/v{{own_up}}").fill(TemplatesTests::value)).isEqualTo("/a/v..");
  }

  @ParameterizedTest
  @CsvSource({
    "/a/{{own_x}},../admin",
    "/a/{{own_x}},b/../../admin",
    "/a/{{own_x}},b/..",
    "/a/{{own_x}},./b",
    "/a/v{{own_x}},/../admin",
    "/a/.{{own_x}},./admin",
    "/a/{{own_x}},..\\admin",
    "/a/{{own_x}},..?x",
    "/a/{{own_x}},..#x",
    "/a/{{own_x}},..;/admin",
    "/a/{{own_x}}?b=c,../admin"
  })
  void noValueLeadsUpWhereAPathIsDecodedFirst(String template, String value) {
    assertThatThrownBy(() -> PathTemplate.read(template).fill(name -> value))
        .isInstanceOf(RemoteFailure.Refused.class)
        .hasMessageContaining("is empty, too long or made of dots");
  }

  @ParameterizedTest
  @CsvSource({
    "/a/{{own_x}},b..c/d.,/a/b..c%2Fd.",
    "/a/{{own_x}},...,/a/...",
    "/a?b={{own_x}},../c,/a?b=..%2Fc"
  })
  void takesDotsThatLeadNowhere(String template, String value, String expected) {
    assertThat(PathTemplate.read(template).fill(name -> value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "decision = /a",
        "wipe = /a",
        "employee = /a",
        "own_ = /a",
        "own = /a",
        "OWN_x = /a",
        "own_1 = /a",
        "own_a-b = /a",
        "own_a = a",
        "own_a = $.a",
        "own_a =",
        "own_a",
        "own_a = /a; own_a = /b",
        "own_a = /a; decision = /b"
      })
  void refusesAnOutputThatIsNotTheOwners(String outputs) {
    assertThatThrownBy(() -> AnswerMapping.read(outputs)).isInstanceOf(Unusable.class);
  }

  @Test
  void takesOverWhatItIsToldAndNothingElse() throws Exception {
    var answer =
        new ObjectMapper()
            .readTree(
                "{\"a\": {\"n\": 7, \"big\": 3000000000, \"t\": \"x\", \"y\": false, \"f\": 1.5, \"z\": null}}");

    assertThat(
            AnswerMapping.read(
                    "own_n = /a/n; own_big=/a/big\nown_t = /a/t;own_y = /a/y; own_f = /a/f; own_z = /a/z; own_gone = /b")
                .values(answer))
        .containsEntry("own_n", 7)
        .containsEntry("own_big", 3_000_000_000L)
        .containsEntry("own_t", "x")
        .containsEntry("own_y", false)
        .containsEntry("own_f", 1.5)
        .containsEntry("own_z", null)
        .containsEntry("own_gone", null)
        .hasSize(7);
    assertThat(AnswerMapping.read(" ; \n").isEmpty()).isTrue();
  }

  @Test
  void takesTextsAndNumbersOfVariablesUpToALimit() throws Exception {
    var json = new ObjectMapper();
    var mapping = AnswerMapping.read("own_a = /a");
    var longest = "x".repeat(AnswerMapping.LONGEST);

    assertThat(mapping.values(json.valueToTree(Map.of("a", longest))))
        .containsEntry("own_a", longest);
    assertThatThrownBy(() -> mapping.values(json.valueToTree(Map.of("a", longest + "x"))))
        .hasMessageContaining("more than 1000 characters at /a");
    assertThatThrownBy(() -> mapping.values(json.readTree("{\"a\": {\"b\": 1}}")))
        .isInstanceOf(UnreadableAnswer.class);

    assertThat(AnswerMapping.read(outputs(AnswerMapping.MOST)).isEmpty()).isFalse();
    assertThatThrownBy(() -> AnswerMapping.read(outputs(AnswerMapping.MOST + 1)))
        .hasMessageContaining("more than 20 variables");
  }

  @Test
  void refusesATextThatTheDatabaseCannotKeep() throws Exception {
    var mapping = AnswerMapping.read("own_a = /a");
    var json = new ObjectMapper();

    assertThatThrownBy(() -> mapping.values(json.readTree("{\"a\": \"x\\u0000y\"}")))
        .isInstanceOf(UnreadableAnswer.class)
        .hasMessage("has a character that no text has at /a");
    assertThat(mapping.values(json.readTree("{\"a\": \"x\\u0001y\", \"b\": \"\\u0000\"}")))
        .containsEntry("own_a", "x\u0001y");
  }

  private static String outputs(int count) {
    var outputs = new StringBuilder();
    for (var index = 0; index < count; index++) {
      outputs.append("own_v").append(index).append("=/a;");
    }
    return outputs.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/ok,{\"ok\":true},true",
    "/ok,{\"ok\":\"true\"},true",
    "/ok,{\"ok\":false},false",
    "/ok,{},false",
    "/ok,{\"ok\":{}},false",
    "/s = done,{\"s\":\"done\"},true",
    "/s = done,{\"s\":\"Done\"},false",
    "/s=0,{\"s\":0},true",
    "/s=null,{\"s\":null},false"
  })
  void knowsASuccessByItsSign(String sign, String answer, boolean isSuccess) throws Exception {
    assertThat(SuccessSign.read(sign).isIn(new ObjectMapper().readTree(answer)))
        .isEqualTo(isSuccess);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method|POST|names no system",
        "sistem|desk|has the setting 'sistem', which is none; use one of answerWithin, body",
        "method|TRACE|has the method 'TRACE'; use one of DELETE, GET, PATCH, POST, PUT",
        "body|{\"u\": \"{{callBack}}\"}|that nothing waits for",
        "waitTask|awaitTicket|does not tell the system where to call back",
        "path|/x/{{callBack}}|in its path",
        "answerWithin|PT0S|waits 'PT0S'",
        "answerWithin|P367D|waits 'P367D'",
        "answerWithin|soon|waits 'soon'",
        "success|status|no JSON pointer"
      })
  void refusesSettingsThatCannotBeUsed(String name, String value, String words) {
    var settings = new java.util.TreeMap<>(Map.of("system", "desk", name, value));
    if (words.equals("names no system")) {
      settings.remove("system");
    }

    assertThatThrownBy(() -> CallSettings.of(settings))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining(words);
  }

  @Test
  void readsSettingsWithTheirDefaults() {
    var settings = CallSettings.of(Map.of("system", " desk ", "answerWithin", "P366D"));

    assertThat(settings.system()).isEqualTo("desk");
    assertThat(settings.method()).isEqualTo("POST");
    assertThat(settings.isReading()).isFalse();
    assertThat(settings.answerWithin()).hasDays(366);
    assertThat(CallSettings.of(Map.of("system", "desk")).answerWithin()).hasDays(7);
    assertThatThrownBy(
            () -> CallSettings.of(Map.of("system", "desk", "method", "GET", "body", "{}")))
        .hasMessageContaining("sends a body with GET");
  }
}
