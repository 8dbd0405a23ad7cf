package io.muster.safety;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who bears a user of device management. The number of a user stays where it is renamed to somebody
 * else.
 *
 * @param name what it is called there; empty if it has no name
 * @param email its address; empty if it has none, null if that was not shown
 */
public record Bearer(String name, @Nullable String email) {
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

  /** The address as addresses are compared; empty if there is none or it was not shown. */
  String address() {
    return email == null ? "" : addressKey(email);
  }

  /** True if both may be the same: what was not shown contradicts nothing. */
  boolean mayBe(Bearer other) {
    return nameKey(name).equals(nameKey(other.name))
        && (email == null || other.email == null || address().equals(other.address()));
  }

  /** The address as addresses are compared. */
  public static String addressKey(String written) {
    return written.strip().toLowerCase(Locale.ROOT);
  }

  /** The parts of a name without case, accents and order. */
  public static String nameKey(String written) {
    var plain =
        ACCENTS
            .matcher(Normalizer.normalize(written, Normalizer.Form.NFKD))
            .replaceAll("")
            .toUpperCase(Locale.ROOT)
            .replace("Ø", "O")
            .replace("Ł", "L")
            .replace("Đ", "D")
            .replace("Æ", "AE")
            .replace("Œ", "OE");
    return NO_LETTERS
        .splitAsStream(plain)
        .filter(part -> !part.isEmpty())
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
