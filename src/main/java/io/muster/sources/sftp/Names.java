package io.muster.sources.sftp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What may be done with names that a server has given. */
final class Names {
  /** Leaves room for what we put before and after it, as file systems take 255 bytes. */
  private static final int LONGEST = 200;

  private static final int LONGEST_SHOWN = 120;

  /** Would lead elsewhere, break a line, or is not what the server calls it. */
  private static final Pattern UNUSABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}/\\\\\\x{FFFD}]");

  private static final Pattern ELSEWHERE_FORBIDDEN = Pattern.compile("[:*?\"<>|]");

  private Names() {}

  /** True if a local file can have such a name. */
  static boolean isUsable(String name) {
    return !name.isBlank()
        && !name.matches("\\.+")
        && !UNUSABLE.matcher(name).find()
        && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /** True if senders write under such a name and give it another one when they are done. */
  static boolean isTemporary(String name) {
    var small = name.toLowerCase(Locale.ROOT);
    return small.startsWith(".")
        || small.endsWith(".tmp")
        || small.endsWith(".part")
        || small.endsWith(".filepart");
  }

  /** The name it has here; files of other endings than {@code .csv} would not be taken in. */
  static String local(String name) {
    var plain = ELSEWHERE_FORBIDDEN.matcher(name).replaceAll("_");
    return plain.toLowerCase(Locale.ROOT).endsWith(".csv") ? plain : plain + ".csv";
  }

  /** A text of the server's, as it may be shown in a line of a log. */
  static String shown(String text) {
    var plain = UNUSABLE.matcher(text).replaceAll("_");
    return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "…";
  }

  /** A pattern in which {@code *} stands for anything and {@code ?} for one character. */
  static Pattern pattern(String glob) {
    var regex = new StringBuilder();
    for (var part : glob.split("(?<=[*?])|(?=[*?])", -1)) {
      regex.append(part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part));
    }
    return Pattern.compile(
        regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
