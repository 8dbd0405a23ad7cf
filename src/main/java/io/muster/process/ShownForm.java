package io.muster.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a form shows to whoever opens it, in plain text. */
final class ShownForm {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*}}");

  private ShownForm() {}

  /** The words of the form with what they show, and the choices with the answers they stand for. */
  static String text(String form, Function<String, @Nullable Object> known) {
    var lines = new ArrayList<String>();
    try {
      read(JSON.readTree(form).path("components"), known, lines);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalArgumentException("The form is no JSON that can be read.");
    }
    return String.join("\n", lines);
  }

  private static void read(
      JsonNode components, Function<String, @Nullable Object> known, List<String> lines) {
    for (var component : components) {
      for (var words : List.of("text", "content", "label", "description")) {
        var said = component.path(words).asText("");
        if (!said.isBlank()) {
          lines.add(filled(said, known));
        }
      }
      for (var choice : component.path("values")) {
        lines.add(
            "( ) %s = %s".formatted(choice.path("label").asText(), choice.path("value").asText()));
      }
      read(component.path("components"), known, lines);
    }
  }

  private static String filled(String words, Function<String, @Nullable Object> known) {
    return NAME.matcher(words)
        .replaceAll(
            name -> {
              var value = known.apply(name.group(1));
              return Matcher.quoteReplacement(value == null ? "" : value.toString());
            });
  }
}
