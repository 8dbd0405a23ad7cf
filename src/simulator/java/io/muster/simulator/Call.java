package io.muster.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call as it came in.
 *
 * @param method in capitals
 * @param origin scheme, host and port as the caller addressed them
 * @param path still encoded
 * @param query what follows the question mark, still encoded, or null
 * @param headers by lower-case name
 * @param body as text; empty if there was none
 * @param variables what the path template found, decoded
 */
public record Call(
    String method,
    String origin,
    String path,
    @Nullable String query,
    Map<String, List<String>> headers,
    String body,
    Map<String, String> variables) {

  public String url() {
    return origin + path + (query == null ? "" : "?" + query);
  }

  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /**
   * A variable of the path template.
   *
   * @throws IllegalArgumentException if the template has none of that name
   */
  public String variable(String name) {
    var value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no {" + name + "} in the template of " + path);
    }
    return value;
  }

  /** The first query parameter of that name, decoded. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters().get(name));
  }

  /** All query parameters in their order, decoded; of repeated ones the first. */
  public Map<String, String> parameters() {
    return decoded(query == null ? "" : query);
  }

  /** The body read as {@code application/x-www-form-urlencoded}. */
  public Map<String, String> form() {
    return decoded(body);
  }

  /**
   * The body as JSON; a missing node if it is empty.
   *
   * @throws Refusal answering 400 if it is not JSON
   */
  public JsonNode json() {
    return Json.read(body)
        .orElseThrow(
            () -> new Refusal(Answer.json(400, Map.of("detail", "JSON parse error - no JSON"))));
  }

  Call with(Map<String, String> found) {
    return new Call(method, origin, path, query, headers, body, found);
  }

  private static Map<String, String> decoded(String pairs) {
    var all = new LinkedHashMap<String, String>();
    for (var pair : pairs.split("&", -1)) {
      if (!pair.isEmpty()) {
        int sign = pair.indexOf('=');
        var name = sign < 0 ? pair : pair.substring(0, sign);
        var value = sign < 0 ? "" : pair.substring(sign + 1);
        all.putIfAbsent(decode(name), decode(value));
      }
    }
    return all;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      return text;
    }
  }
}
