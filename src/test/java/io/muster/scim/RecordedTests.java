package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays what Okta and Entra send, step by step, in the shapes they are known to send it in. */
class RecordedTests extends ScimWorld {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @ValueSource(
      strings = {"okta-own-app", "okta-catalogue-app", "entra-classic", "entra-with-the-flag"})
  void answersAsTheClientNeeds(String script) throws IOException {
    var play = script(script);
    var client = play.path("client").asText();
    var known = new HashMap<String, String>();
    for (var step : play.path("steps")) {
      var title = step.path("title").asText();
      var body = step.has("body") ? filled(step.path("body").toString(), known) : null;
      var answer =
          send(
              client,
              step.path("method").asText(),
              address(filled(step.path("path").asText(), known)),
              body);
      assertThat(answer.status())
          .as("%s: %s", title, answer.raw().body())
          .isEqualTo(step.path("status").asInt());
      if (step.has("save")) {
        known.put(step.path("save").asText(), answer.id());
      }
      for (var expected : step.path("see").properties()) {
        var wanted = JSON.readTree(filled(expected.getValue().toString(), known));
        var seen = answer.body().at(expected.getKey());
        assertThat(seen)
            .as("%s: %s in %s", title, expected.getKey(), answer.raw().body())
            .isEqualTo(wanted.isNull() ? JSON.missingNode() : wanted);
      }
    }
  }

  private static String address(String path) {
    var question = path.indexOf("?");
    if (question < 0) {
      return path;
    }
    var address = new StringBuilder(path.substring(0, question)).append('?');
    for (var part : path.substring(question + 1).split("&", -1)) {
      var equals = part.indexOf('=');
      address
          .append(
              equals < 0
                  ? part
                  : part.substring(0, equals + 1) + encoded(part.substring(equals + 1)))
          .append('&');
    }
    return address.substring(0, address.length() - 1);
  }

  private static String filled(String text, Map<String, String> known) {
    var filled = text;
    for (var one : known.entrySet()) {
      filled = filled.replace("{" + one.getKey() + "}", one.getValue());
    }
    return filled;
  }

  private static JsonNode script(String name) throws IOException {
    try (InputStream in = RecordedTests.class.getResourceAsStream("/scim/" + name + ".json")) {
      return JSON.readTree(Objects.requireNonNull(in));
    }
  }
}
