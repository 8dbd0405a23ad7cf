package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import de.captaingoldfish.scim.sdk.common.response.ErrorResponse;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what to do about a refusal of the library's, which says what is wrong and leaves it at that.
 */
final class ErrorRemedies {
  /** The one pattern there is in the schemas: {@code userName} has to be more than blanks. */
  private static final Pattern BLANK =
      Pattern.compile("The 'STRING'-attribute '(?:.*:)?([A-Za-z.]+)' .*regular expression.*");

  private static final Set<String> TYPES = Set.of("Users", "Groups");
  private static final Map<String, String> BY_TYPE =
      Map.of(
          "invalidPath",
          "Write a path as /Schemas has the names, such as name.givenName, emails[type eq \"work\"].value or members[value eq \"<id>\"].",
          "noTarget",
          "Send op add to make it, or leave this operation out.",
          "mutability",
          "Leave it out: this attribute is ours to say.",
          "invalidSyntax",
          "Send a SCIM message in JSON, as RFC 7644 has it.");

  private static final String BY_SCHEMA =
      "Send each attribute as /Schemas describes it, or leave it out.";

  private ErrorRemedies() {}

  /** Adds what to do, unless we have said ourselves what is wrong. */
  static void addTo(ErrorResponse error, String endpoint) {
    var detail = plain(error.getDetail().orElse("This was not understood"));
    error.setDetail("%s %s".formatted(detail, advice(error, endpoint)));
    reword(error.path("errors").path("errorMessages"));
    error.path("errors").path("fieldErrors").forEach(ErrorRemedies::reword);
  }

  /** True if this refusal was worded here, where whoever words one says what to do. */
  static boolean isIn(ErrorResponse error) {
    var trace = error.getScimException().getStackTrace();
    return trace.length > 0
        && trace[0].getClassName().startsWith(ErrorRemedies.class.getPackageName());
  }

  private static String advice(ErrorResponse error, String endpoint) {
    if (error.getHttpStatus() == 404) {
      return TYPES.contains(endpoint)
          ? "Search for it by a filter; it may have been deleted, and come back under another id."
          : "/Users and /Groups are here, and /ServiceProviderConfig, /ResourceTypes and /Schemas.";
    }
    return error.getScimType().map(type -> BY_TYPE.getOrDefault(type, BY_SCHEMA)).orElse(BY_SCHEMA);
  }

  private static void reword(JsonNode texts) {
    if (texts instanceof ArrayNode array) {
      for (int at = 0; at < array.size(); at++) {
        array.set(at, TextNode.valueOf(plain(array.get(at).asText())));
      }
    }
  }

  private static String plain(String text) {
    var blank = BLANK.matcher(text);
    var said = blank.matches() ? "Attribute %s is empty".formatted(blank.group(1)) : text.strip();
    return said.matches("(?s).*[.!?]") ? said : said + ".";
  }
}
