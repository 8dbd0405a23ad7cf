package io.muster.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes back to the caller.
 *
 * @param status the HTTP status
 * @param headers in the order and spelling they are sent
 * @param body the text; empty for none
 */
public record Answer(int status, Map<String, List<String>> headers, String body) {

  /** Any object that Jackson can write, a {@link com.fasterxml.jackson.databind.JsonNode} too. */
  public static Answer json(int status, Object body) {
    return new Answer(
        status, Map.of("Content-Type", List.of("application/json")), Json.write(body));
  }

  public static Answer html(int status, String title) {
    var page =
        "<!doctype html><html><head><title>%1$s</title></head><body><h1>%1$s</h1></body></html>";
    return new Answer(
        status, Map.of("Content-Type", List.of("text/html; charset=utf-8")), page.formatted(title));
  }

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), "");
  }

  /** The same with one more header. */
  public Answer and(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    var values = new ArrayList<>(all.getOrDefault(name, List.of()));
    values.add(value);
    all.put(name, List.copyOf(values));
    return new Answer(status, all, body);
  }
}
