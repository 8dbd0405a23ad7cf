package io.muster.systems;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.muster.process.OwnVariable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a system's answer become variables: {@code own_ticket = /result/number}, one a
 * line or separated by semicolons.
 */
final class AnswerMapping {
  /** How many variables one answer may fill. */
  static final int MOST = 20;

  /** Longer texts are cut off by nobody: they are refused. */
  static final int LONGEST = 1_000;

  private final Map<String, JsonPointer> outputs;

  private AnswerMapping(Map<String, JsonPointer> outputs) {
    this.outputs = outputs;
  }

  /**
   * Reads the setting; an empty one takes nothing over.
   *
   * @throws Unusable if a name is not the process owner's own, or a pointer is none
   */
  static AnswerMapping read(String text) {
    var outputs = new LinkedHashMap<String, JsonPointer>();
    for (var line : text.split("[;\\n]", -1)) {
      if (line.isBlank()) {
        continue;
      }
      var cut = line.indexOf('=');
      var name = (cut < 0 ? line : line.substring(0, cut)).strip();
      if (!OwnVariable.isName(name)) {
        throw new Unusable(
            "takes an answer over as '%s'".formatted(name),
            "use a variable of your own, whose name begins with own_; what steps decide by is theirs");
      }
      var pointer = pointer(cut < 0 ? "" : line.substring(cut + 1).strip());
      if (outputs.put(name, pointer) != null) {
        throw new Unusable("fills '%s' twice".formatted(name), "take one of them out");
      }
    }
    if (outputs.size() > MOST) {
      throw new Unusable(
          "fills more than %d variables".formatted(MOST), "take over what is needed alone");
    }
    return new AnswerMapping(outputs);
  }

  /**
   * Reads where something stands in an answer.
   *
   * @throws Unusable if it is no JSON pointer
   */
  static JsonPointer pointer(String text) {
    try {
      if (text.startsWith("/")) {
        return JsonPointer.compile(text);
      }
    } catch (IllegalArgumentException unreadable) {
      // said below
    }
    throw new Unusable(
        "looks in the answer at '%s', which is no JSON pointer".formatted(text),
        "write where it stands, such as /result/number");
  }

  /** The variables that are filled. */
  Set<String> names() {
    return outputs.keySet();
  }

  /** True if nothing is taken over. */
  boolean isEmpty() {
    return outputs.isEmpty();
  }

  /**
   * The variables that an answer fills; what the answer does not have is null.
   *
   * @throws UnreadableAnswer if one is neither a short text nor a number nor a yes or no, or cannot
   *     be kept
   */
  Map<String, @Nullable Object> values(JsonNode answer) throws UnreadableAnswer {
    var values = new LinkedHashMap<String, @Nullable Object>();
    for (var output : outputs.entrySet()) {
      values.put(output.getKey(), value(answer.at(output.getValue()), output.getValue()));
    }
    return values;
  }

  private static @Nullable Object value(JsonNode node, JsonPointer at) throws UnreadableAnswer {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.canConvertToInt() ? (Object) node.intValue() : (Object) node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    // the database keeps no such text, and would fail long after the system has done its part
    if (node.isTextual() && node.textValue().indexOf('\0') >= 0) {
      throw new UnreadableAnswer("has a character that no text has at " + at);
    }
    if (node.isTextual() && node.textValue().length() <= LONGEST) {
      return node.textValue();
    }
    throw new UnreadableAnswer(
        node.isTextual()
            ? "has a text of more than %d characters at %s".formatted(LONGEST, at)
            : "has no text, number or yes or no at %s".formatted(at));
  }
}
