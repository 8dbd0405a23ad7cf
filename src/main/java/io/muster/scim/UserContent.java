package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client says about one user: everything but what is ours to say, and never a password. */
final class UserContent {
  /** The enterprise extension of RFC 7643. */
  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  /** What only employment knows: dates, reason, site. */
  static final String EMPLOYMENT = "urn:ietf:params:scim:schemas:extension:muster:2.0:User";

  private static final List<String> OURS = List.of("id", "meta", "groups", "password");
  private static final int LONGEST_KEY = 300;

  private final ObjectNode json;

  private UserContent(ObjectNode json) {
    this.json = json;
  }

  /**
   * Takes what came in.
   *
   * @param active whether the user is active if that is not said
   * @throws BadRequestException if something is too long
   */
  static UserContent of(JsonNode user, boolean active) {
    ObjectNode json = ScimJson.object(user.toString());
    json.remove(OURS);
    if (!json.path("active").isBoolean()) {
      json.put("active", active);
    }
    if (json.path("userName").isTextual()) {
      var userName = ScimJson.stripped(json.path("userName").textValue());
      if (userName.isEmpty()) {
        throw ScimJson.value("userName is empty, or nothing but spaces.");
      }
      json.put("userName", userName);
    }
    for (var key : List.of("userName", "externalId", "displayName")) {
      ScimJson.bound(key, json.path(key), LONGEST_KEY);
    }
    return new UserContent(json);
  }

  /** Reads what was kept. */
  static UserContent kept(String json) {
    return new UserContent(ScimJson.object(json));
  }

  /** The whole, to be changed by nobody. */
  ObjectNode json() {
    return json;
  }

  String userName() {
    return text("userName").orElse("");
  }

  /** The user name as it is compared: case does not matter. */
  String userNameKey() {
    return ScimJson.key(userName());
  }

  boolean active() {
    return json.path("active").booleanValue();
  }

  /** A text of the core schema, sub-attributes parted by a dot. */
  Optional<String> text(String path) {
    return found(json, path);
  }

  /** A text of the enterprise extension. */
  Optional<String> enterprise(String path) {
    return found(json.path(ENTERPRISE), path);
  }

  /** A text of our own extension. */
  Optional<String> employment(String path) {
    return found(json.path(EMPLOYMENT), path);
  }

  /** A flag of our own extension. */
  boolean employmentFlag(String path) {
    return json.path(EMPLOYMENT).path(path).booleanValue();
  }

  /** The addresses of work, then the primary one, then any. */
  Optional<String> workMail() {
    return ofWork("emails").flatMap(mail -> found(mail, "value"));
  }

  /** The entry for work, else the primary one, else any. */
  Optional<JsonNode> ofWork(String attribute) {
    var entries = new ArrayList<JsonNode>();
    json.path(attribute).forEach(entries::add);
    return entries.stream()
        .filter(entry -> entry.path("type").asText().equalsIgnoreCase("work"))
        .findFirst()
        .or(() -> entries.stream().filter(entry -> entry.path("primary").asBoolean()).findFirst())
        .or(() -> entries.stream().findFirst());
  }

  /** Every address, as it is searched for: plain, and behind its type. */
  Set<String> mailKeys() {
    var keys = new java.util.LinkedHashSet<String>();
    for (var mail : json.path("emails")) {
      var value = mail.path("value").asText();
      keys.add(mailKey(null, value));
      if (mail.path("type").isTextual()) {
        keys.add(mailKey(mail.path("type").textValue(), value));
      }
    }
    return keys;
  }

  /** How an address is searched for, of one type or of any. */
  static String mailKey(@Nullable String type, String value) {
    return (type == null ? "*" : type.toLowerCase(Locale.ROOT)) + "|" + ScimJson.key(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserContent that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  static Optional<String> found(JsonNode from, String path) {
    var node = from;
    for (var step : path.split("\\.", -1)) {
      node = node.path(step);
    }
    return node.isTextual() && !node.textValue().isBlank()
        ? Optional.of(node.textValue())
        : Optional.empty();
  }
}
