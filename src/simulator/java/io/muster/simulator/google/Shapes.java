package io.muster.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  static final String CUSTOMER = "C01abc123";
  static final String PARENT = "customers/" + CUSTOMER;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Shapes() {}

  static ObjectNode user(Person person) {
    return user(person, person.data);
  }

  /** With the data as somebody sees it who may be late. */
  static ObjectNode user(Person person, JsonNode seen) {
    var json = Customer.object();
    json.put("kind", "admin#directory#user");
    json.put("id", person.id);
    json.put("etag", etag(person.id, person.version));
    json.put("isAdmin", false);
    json.put("isDelegatedAdmin", false);
    json.put("agreedToTerms", false);
    json.put("creationTime", TIME.format(person.created));
    json.put("customerId", CUSTOMER);
    json.put("isMailboxSetup", true);
    json.put("lastLoginTime", "1970-01-01T00:00:00.000Z");
    seen.properties().forEach(member -> json.set(member.getKey(), member.getValue()));
    if (seen.path("suspended").asBoolean()) {
      json.put("suspensionReason", seen.path("suspensionReason").asText("ADMIN"));
    } else {
      json.remove("suspensionReason");
    }
    var name = json.withObject("name");
    name.put(
        "fullName",
        (name.path("givenName").asText() + " " + name.path("familyName").asText()).strip());
    var emails = json.putArray("emails");
    emails.addObject().put("address", seen.path("primaryEmail").asText()).put("primary", true);
    seen.path("aliases").forEach(alias -> emails.addObject().put("address", alias.asText()));
    if (person.deleted != null) {
      json.put("deletionTime", TIME.format(person.deleted));
    }
    return json;
  }

  static Map<String, Object> group(Team team, int direct) {
    var json = new LinkedHashMap<String, Object>();
    json.put("kind", "admin#directory#group");
    json.put("id", team.id);
    json.put("etag", etag(team.id, team.version * 1000 + direct));
    json.put("email", team.address);
    json.put("name", team.name);
    json.put("directMembersCount", Integer.toString(direct));
    json.put("description", "");
    json.put("adminCreated", true);
    return json;
  }

  static Map<String, Object> member(Person person) {
    var json = new LinkedHashMap<String, Object>();
    json.put("kind", "admin#directory#member");
    json.put("etag", etag(person.id, 1));
    json.put("id", person.id);
    json.put("email", person.address());
    json.put("role", "MEMBER");
    json.put("type", "USER");
    json.put(
        "status", person.archived() ? "ARCHIVED" : person.suspended() ? "SUSPENDED" : "ACTIVE");
    return json;
  }

  static Map<String, Object> member(Team nested) {
    var json = new LinkedHashMap<String, Object>();
    json.put("kind", "admin#directory#member");
    json.put("etag", etag(nested.id, 1));
    json.put("id", nested.id);
    json.put("email", nested.address);
    json.put("role", "MEMBER");
    json.put("type", "GROUP");
    return json;
  }

  /** The member that stands for all users of the customer; it has no address. */
  static Map<String, Object> everybody() {
    var json = new LinkedHashMap<String, Object>();
    json.put("kind", "admin#directory#member");
    json.put("etag", etag(CUSTOMER, 1));
    json.put("id", CUSTOMER);
    json.put("role", "MEMBER");
    json.put("type", "CUSTOMER");
    return json;
  }

  /** As Cloud Identity shows a group. */
  static Map<String, Object> identity(Team team, boolean updating) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", "groups/" + team.id);
    json.put("groupKey", Map.of("id", team.address));
    json.put("parent", PARENT);
    json.put("displayName", team.name);
    var query = team.query;
    if (query == null) {
      json.put("labels", Map.of("cloudidentity.googleapis.com/groups.discussion_forum", ""));
      return json;
    }
    json.put(
        "labels",
        Map.of(
            "cloudidentity.googleapis.com/groups.dynamic",
            "",
            "cloudidentity.googleapis.com/groups.discussion_forum",
            ""));
    json.put(
        "dynamicGroupMetadata",
        Map.of(
            "queries",
            List.of(Map.of("resourceType", "USER", "query", query)),
            "status",
            Map.of(
                "status",
                team.broken()
                    ? "INVALID_QUERY"
                    : updating ? "UPDATING_MEMBERSHIPS" : "UP_TO_DATE")));
    return json;
  }

  static Map<String, @Nullable Object> list(
      String kind, String member, List<?> items, @Nullable String next) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("kind", "admin#directory#" + kind);
    json.put("etag", etag(kind, items.hashCode()));
    if (!items.isEmpty()) {
      json.put(member, items);
    }
    if (next != null) {
      json.put("nextPageToken", next);
    }
    return json;
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static String etag(String of, int version) {
    return "\"" + Integer.toHexString(of.hashCode()) + "/" + Integer.toHexString(version) + "\"";
  }
}
