package io.muster.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One group of the domain; a dynamic one has a query, the others members by hand. */
final class Team {
  private static final Pattern QUERY =
      Pattern.compile(
          "user\\.(\\w+)\\.exists\\((\\w+), \\2\\.(\\w+) ?== ?'((?:[^'\\\\]|\\\\.)*)'\\)");

  final String id;
  final Set<String> members = new LinkedHashSet<>();
  String address;
  String name;
  @Nullable String query;
  int version = 1;

  Team(String id, String address, String name) {
    this.id = id;
    this.address = address;
    this.name = name;
  }

  boolean dynamic() {
    return query != null;
  }

  boolean broken() {
    return query != null && !QUERY.matcher(query).matches();
  }

  /** True if the query puts this user into the group. */
  boolean wants(JsonNode user) {
    if (query == null) {
      return false;
    }
    var found = QUERY.matcher(query);
    return found.matches()
        && Person.anyEntry(
            user, found.group(1), found.group(3), found.group(4).replaceAll("\\\\(.)", "$1"));
  }
}
