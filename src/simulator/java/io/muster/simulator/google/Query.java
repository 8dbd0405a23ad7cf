package io.muster.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What users are searched by: clauses such as {@code externalId='E1'}, all of which have to fit.
 */
final class Query {
  private static final Pattern CLAUSE =
      Pattern.compile("([\\w.]+)([=:])(?:'((?:[^'\\\\]|\\\\.)*)'|(\\S+))\\s*");

  private final List<Clause> clauses = new ArrayList<>();

  private record Clause(String field, boolean exact, String value) {
    boolean fits(String text) {
      return exact
          ? text.equals(value)
          : text.toLowerCase(Locale.ROOT).startsWith(value.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Reads one.
   *
   * @throws io.muster.simulator.Refusal if it is not understood
   */
  Query(String text) {
    var clause = CLAUSE.matcher(text);
    int at = 0;
    while (at < text.length() && clause.find(at) && clause.start() == at) {
      var value = clause.group(3) == null ? clause.group(4) : clause.group(3);
      clauses.add(
          new Clause(
              clause.group(1),
              clause.group(2).equals("="),
              value.replaceAll("\\\\(.)", "$1").replaceFirst("\\*$", "")));
      at = clause.end();
    }
    if (at < text.length()) {
      throw Problems.invalid("query");
    }
  }

  boolean fitsUser(JsonNode user) {
    return clauses.stream().allMatch(clause -> fitsUser(clause, user));
  }

  private static boolean fitsUser(Clause clause, JsonNode user) {
    return switch (clause.field()) {
      case "externalId" -> Person.anyEntry(user, "externalIds", "value", clause.value());
      case "email" -> clause.fits(user.path("primaryEmail").asText());
      case "orgUnitPath" -> clause.fits(user.path("orgUnitPath").asText());
      case "isSuspended" -> clause.value().equals(user.path("suspended").asText("false"));
      default -> {
        var parts = clause.field().split("\\.", -1);
        if (parts.length != 2) {
          throw Problems.invalid("query");
        }
        yield clause.fits(user.path("customSchemas").path(parts[0]).path(parts[1]).asText());
      }
    };
  }

  boolean fitsGroup(String name, String address) {
    return clauses.stream()
        .allMatch(
            clause ->
                switch (clause.field()) {
                  case "name" -> clause.fits(name);
                  case "email" -> clause.fits(address);
                  default -> throw Problems.invalid("query");
                });
  }
}
