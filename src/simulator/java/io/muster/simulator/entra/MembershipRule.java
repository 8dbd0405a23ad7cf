package io.muster.simulator.entra;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The rule of a dynamic group: comparisons of a user's properties, joined by -and, -or. */
final class MembershipRule {
  private static final Pattern COMPARISON =
      Pattern.compile("\\(?user\\.(\\w+) -(eq|ne|startsWith) (?:\"([^\"]*)\"|(true|false))\\)?");

  private MembershipRule() {}

  /**
   * Such as {@code user.department -eq "Sales" -and user.accountEnabled -eq true}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static boolean fits(String rule, EntraUser user) {
    return Arrays.stream(rule.split(" -or ", -1))
        .anyMatch(
            alternative ->
                Arrays.stream(alternative.split(" -and ", -1)).allMatch(it -> holds(it, user)));
  }

  private static boolean holds(String comparison, EntraUser user) {
    var found = COMPARISON.matcher(comparison.strip());
    if (!found.matches()) {
      throw new IllegalArgumentException("not understood here: " + comparison);
    }
    var wanted = found.group(3) == null ? found.group(4) : found.group(3);
    var value = value(found.group(1), user);
    return switch (found.group(2)) {
      case "eq" -> value.equalsIgnoreCase(wanted);
      case "ne" -> !value.equalsIgnoreCase(wanted);
      default -> value.regionMatches(true, 0, wanted, 0, wanted.length());
    };
  }

  private static String value(String property, EntraUser user) {
    return property.startsWith("extensionAttribute")
        ? user.data.path("onPremisesExtensionAttributes").path(property).asText("")
        : user.text(property);
  }
}
