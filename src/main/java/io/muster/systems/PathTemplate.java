package io.muster.systems;

import io.muster.remote.RemoteFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is added to the address of a system: a path, and perhaps a query, with names in it. Values
 * are encoded, so that none can lead to another path or host.
 */
final class PathTemplate {
  private static final Pattern PLAIN =
      Pattern.compile("/[A-Za-z0-9/._~-]*(\\?[A-Za-z0-9._~=&-]*)?");
  private static final Pattern SEPARATOR = Pattern.compile("[\\\\?#;]");
  private static final int LONGEST = 500;

  private final String text;
  private final Set<String> names;

  private PathTemplate(String text, Set<String> names) {
    this.text = text;
    this.names = names;
  }

  /**
   * Reads a template; an empty one adds nothing.
   *
   * @throws Unusable if it could lead elsewhere
   */
  static PathTemplate read(String text) {
    var names = Placeholders.in(text);
    var plain = Placeholders.fill(text, name -> "x");
    if (text.length() > LONGEST
        || (!plain.isEmpty() && !PLAIN.matcher(plain).matches())
        || plain.contains("//")
        || leadsUp(plain)) {
      throw new Unusable(
          "has the path '%s', which may lead elsewhere"
              .formatted(text.length() <= 60 ? text : text.substring(0, 60) + "…"),
          "begin with a slash and use letters, digits and . _ ~ - = & alone; the host is a setting");
    }
    return new PathTemplate(text, names);
  }

  /** The names it is filled at. */
  Set<String> names() {
    return names;
  }

  /** The path with every name replaced by its encoded value. */
  String fill(Values values) {
    var path = Placeholders.fill(text, name -> encoded(String.valueOf(values.of(name))));
    if (path.contains("//") || leadsUp(path) || isLedUp(values) || path.length() > 2 * LONGEST) {
      throw new RemoteFailure.Refused(
          "A value in the path '%s' is empty, too long or made of dots. Correct the variable and try again."
              .formatted(text));
    }
    return path;
  }

  /**
   * True if the path leads up once it is decoded. Some systems decode before they resolve dots, and
   * some cut a part at a semicolon; what follows the question mark of the template is no path.
   */
  private boolean isLedUp(Values values) {
    var decoded =
        Placeholders.fill(text.split("\\?", 2)[0], name -> String.valueOf(values.of(name)));
    return leadsUp(SEPARATOR.matcher(decoded).replaceAll("/"));
  }

  private static boolean leadsUp(String path) {
    return List.of(path.split("\\?", -1)[0].split("/", -1)).stream()
        .anyMatch(part -> part.equals(".") || part.equals(".."));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
