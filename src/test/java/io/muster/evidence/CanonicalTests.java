package io.muster.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalTests {
  @Test
  void sortsByCodeUnitsAsTheStandardsExampleDoes() {
    var members = new LinkedHashMap<String, Object>();
    members.put("\u20ac", "Euro Sign");
    members.put("\r", "Carriage Return");
    members.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
    members.put("1", "One");
    members.put("\ud83d\ude00", "Emoji: Grinning Face");
    members.put("\u0080", "Control");
    members.put("\u00f6", "Latin Small Letter O With Diaeresis");
    assertThat(Canonical.json(members))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void escapesWhatTheStandardEscapesAndNothingElse() {
    assertThat(Canonical.json("\u20ac$\u000f\nA'B\"\\\"/"))
        .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\"/\"");
    assertThat(Canonical.json("\b\t\f\r\u001f \u007f")).isEqualTo("\"\\b\\t\\f\\r\\u001f \u007f\"");
  }

  @Test
  void writesWhatHasOneFormAndRefusesTheRest() {
    var nothing = new LinkedHashMap<String, Object>();
    nothing.put("none", null);
    assertThat(Canonical.json(List.of(1, 2L, true, "x", List.of(), Map.of(), nothing)))
        .isEqualTo("[1,2,true,\"x\",[],{},{\"none\":null}]");
    assertThat(Canonical.json(Canonical.GREATEST)).isEqualTo("9007199254740991");
    assertThat(Canonical.json(-Canonical.GREATEST)).isEqualTo("-9007199254740991");
    assertThatThrownBy(() -> Canonical.json(Canonical.GREATEST + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Canonical.json(-Canonical.GREATEST - 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Canonical.json(0.5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replacesHalfACharacterWhichHasNoFormInUtf8() {
    assertThat(Canonical.json("a\ud83d")).isEqualTo("\"a\ufffd\"");
    assertThat(Canonical.json("\ude00b")).isEqualTo("\"\ufffdb\"");
    assertThat(Canonical.json("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
  }
}
