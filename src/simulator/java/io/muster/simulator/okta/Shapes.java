package io.muster.simulator.okta;

import io.muster.simulator.Answer;
import io.muster.simulator.Refusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How things look on the wire. */
final class Shapes {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Shapes() {}

  static Map<String, @Nullable Object> user(OktaUser user, String origin) {
    return user(user, user.status, user.profile, origin);
  }

  static Map<String, @Nullable Object> user(
      OktaUser user, String status, Map<String, @Nullable Object> profile, String origin) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("id", user.id);
    json.put("status", status);
    json.put("created", time(user.created));
    json.put("activated", status.equals("STAGED") ? null : time(user.created));
    json.put("statusChanged", time(user.changed));
    json.put("lastLogin", null);
    json.put("lastUpdated", time(user.changed));
    json.put("passwordChanged", null);
    if (user.goneAt != null) {
      json.put("transitioningToStatus", "DEPROVISIONED");
    }
    json.put("type", Map.of("id", "oty0000000000000000"));
    json.put("profile", profile);
    json.put("credentials", Map.of("provider", Map.of("type", "OKTA", "name", "OKTA")));
    json.put("_links", Map.of("self", Map.of("href", origin + "/api/v1/users/" + user.id)));
    return json;
  }

  static Map<String, Object> group(Org.Group group) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", group.id());
    json.put("created", time(group.created()));
    json.put("lastUpdated", time(group.changed()));
    json.put("lastMembershipUpdated", time(group.membersChanged()));
    json.put("objectClass", List.of("okta:user_group"));
    json.put("type", group.type());
    json.put("profile", Map.of("name", group.name(), "description", ""));
    return json;
  }

  static Map<String, Object> rule(Org.Rule rule) {
    var json = new LinkedHashMap<String, Object>();
    json.put("type", "group_rule");
    json.put("id", rule.id());
    json.put("status", rule.status());
    json.put("name", rule.name());
    json.put("created", time(rule.created()));
    json.put("lastUpdated", time(rule.created()));
    json.put(
        "conditions",
        Map.of(
            "people",
            Map.of(
                "users",
                Map.of("exclude", List.copyOf(rule.leavesOut())),
                "groups",
                Map.of("exclude", List.of())),
            "expression",
            Map.of("type", "urn:okta:expression:1.0", "value", rule.expression())));
    json.put("actions", Map.of("assignUserToGroups", Map.of("groupIds", List.of(rule.group()))));
    return json;
  }

  static Map<String, Object> event(SystemLog.Event event) {
    var json = new LinkedHashMap<String, Object>();
    json.put("uuid", event.uuid());
    json.put("published", time(event.published()));
    json.put("eventType", event.type());
    json.put("version", "0");
    json.put("severity", "INFO");
    json.put("displayMessage", event.type());
    json.put(
        "actor", Map.of("id", "system", "type", "SystemPrincipal", "displayName", "Okta System"));
    json.put("outcome", Map.of("result", "SUCCESS"));
    json.put(
        "target",
        event.targets().stream()
            .map(target -> Map.of("id", target.id(), "type", target.type()))
            .toList());
    return json;
  }

  static Refusal invalid(String about, String cause) {
    return new Refusal(error(400, "E0000001", "Api validation failed: " + about, List.of(cause)));
  }

  static Refusal notAllowedNow() {
    return new Refusal(
        error(
            403,
            "E0000038",
            "This operation is not allowed in the user's current status.",
            List.of()));
  }

  static Answer notFound(String what) {
    return error(404, "E0000007", "Not found: Resource not found: " + what, List.of());
  }

  static Answer error(int status, String code, String summary, List<String> causes) {
    return Answer.json(
        status,
        Map.of(
            "errorCode",
            code,
            "errorSummary",
            summary,
            "errorLink",
            code,
            "errorId",
            "oae0000000000000000",
            "errorCauses",
            causes.stream().map(cause -> Map.of("errorSummary", cause)).toList()));
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }
}
