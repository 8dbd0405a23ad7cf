package io.muster.sources.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whom a webhook is about. What it says of them is not looked at: it may be old, or one of two, or
 * cut down to what its owner may see.
 */
final class HookBody {
  private static final Pattern RECORD = Pattern.compile("[0-9]{1,20}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HookBody() {}

  /** The records it names, in either style; none if it cannot be told, as of a deleted one. */
  static Set<String> records(byte[] body) {
    var content = parse(body);
    var records = new TreeSet<String>();
    if (!content.path("type").asText().endsWith(".deleted")) {
      add(records, content.path("data").path("employeeId"));
    }
    for (var employee : content.path("employees")) {
      if (employee.path("action").asText().equalsIgnoreCase("deleted")) {
        return Set.of();
      }
      add(records, employee.path("id"));
    }
    return records;
  }

  private static void add(Set<String> records, JsonNode id) {
    if (RECORD.matcher(id.asText()).matches()) {
      records.add(id.asText());
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      var content = JSON.readTree(body);
      return content == null ? MissingNode.getInstance() : content;
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }
}
