package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How things look on the wire. */
final class Shapes {
  private static final List<String> USER_BY_DEFAULT =
      List.of(
          "id",
          "businessPhones",
          "displayName",
          "givenName",
          "jobTitle",
          "mail",
          "mobilePhone",
          "officeLocation",
          "preferredLanguage",
          "surname",
          "userPrincipalName");
  private static final List<String> LISTS =
      List.of("businessPhones", "proxyAddresses", "otherMails");

  private Shapes() {}

  /** The properties asked for, those without a value as null; without a wish the few usual ones. */
  static ObjectNode user(JsonNode data, Call call) {
    var shown = JsonNodeFactory.instance.objectNode();
    for (var name : selected(call, USER_BY_DEFAULT)) {
      if (data.has(name)) {
        shown.set(name, data.get(name));
      } else if (LISTS.contains(name)) {
        shown.putArray(name);
      } else {
        shown.putNull(name);
      }
    }
    shown.set("id", data.path("id"));
    return shown;
  }

  static ObjectNode group(EntraGroup group, Call call) {
    var shown = all(group);
    var names = selected(call, List.of());
    if (!names.isEmpty()) {
      shown.retain(names);
    }
    shown.put("id", group.id);
    return shown;
  }

  static ObjectNode all(EntraGroup group) {
    var all = JsonNodeFactory.instance.objectNode();
    all.put("id", group.id);
    all.put("createdDateTime", time(group.created));
    all.put("displayName", group.name);
    all.put("mailEnabled", false);
    all.put("mailNickname", group.id.substring(24));
    all.put("securityEnabled", true);
    var types = all.putArray("groupTypes");
    if (group.dynamic()) {
      types.add("DynamicMembership");
    }
    all.put("membershipRule", group.rule);
    all.put("membershipRuleProcessingState", group.dynamic() ? state(group) : null);
    all.put("onPremisesSyncEnabled", group.synced ? Boolean.TRUE : null);
    return all;
  }

  private static String state(EntraGroup group) {
    return group.paused ? "Paused" : "On";
  }

  private static List<String> selected(Call call, List<String> usual) {
    return call.parameter("$select").map(text -> Arrays.asList(text.split(",", -1))).orElse(usual);
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static Refusal refusal(int status, String code, String message) {
    return new Refusal(error(status, code, message, List.of()));
  }

  static Refusal notFound(String id) {
    return refusal(
        404,
        "Request_ResourceNotFound",
        "Resource '%s' does not exist or one of its queried reference-property objects are not present."
            .formatted(id));
  }

  static Refusal badRequest(String message) {
    return refusal(400, "Request_BadRequest", message);
  }

  /** Something else has the same value for a property that has to be unique. */
  static Refusal taken(String property) {
    return new Refusal(
        error(
            400,
            "Request_BadRequest",
            "Another object with the same value for property %s already exists."
                .formatted(property),
            List.of(
                Map.of(
                    "code",
                    "ObjectConflict",
                    "message",
                    "Another object with the same value for property already exists.",
                    "target",
                    property))));
  }

  static Answer error(int status, String code, String message, List<Map<String, String>> details) {
    var error = new LinkedHashMap<String, Object>();
    error.put("code", code);
    error.put("message", message);
    if (!details.isEmpty()) {
      error.put("details", details);
    }
    error.put("innerError", Map.of("request-id", "00000000-0000-0000-0000-000000000000"));
    return Answer.json(status, Map.of("error", error));
  }
}
