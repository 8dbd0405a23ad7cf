package io.muster.sources;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings whose keys are a source's words, compared without case.
 *
 * <p>A key from a file arrives as it is written there. One from an environment variable has lost
 * its blanks, umlauts and other signs: {@code München} arrives as {@code mnchen}. It is found all
 * the same, where only one key can be meant.
 */
public final class SettingKeys {
  private static final Pattern LOST = Pattern.compile("[^A-Za-z0-9._-]");
  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]");

  private SettingKeys() {}

  /** How words and headers are compared: letters and digits only, in lower case. */
  public static String key(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{Nd}]", "");
  }

  /**
   * Refuses keys that match no word, or of which nobody can say which one matches.
   *
   * @param setting as the message names it
   */
  public static void demandClear(String setting, Map<String, ?> meanings) {
    var known = new TreeMap<String, Map.Entry<String, ?>>(String.CASE_INSENSITIVE_ORDER);
    for (var entry : meanings.entrySet()) {
      if (key(entry.getKey()).isEmpty()) {
        throw new IllegalArgumentException(
            "%s has a name in which no letter is left. Write it in quotes and brackets, as in \"[\u6771\u4eac]\""
                .formatted(setting));
      }
      var other = known.put(entry.getKey().strip(), entry);
      if (other != null && !Objects.equals(other.getValue(), entry.getValue())) {
        throw new IllegalArgumentException(
            "%s says two things of '%s' and '%s', which differ in no more than capital letters. Leave one of them out"
                .formatted(setting, other.getKey(), entry.getKey()));
      }
    }
  }

  /** What a word means, in capital letters or small ones; null if nothing is said about it. */
  public static <T> @Nullable T exactly(Map<String, T> meanings, String word) {
    var exact = meanings.get(word);
    if (exact != null) {
      return exact;
    }
    var same = only(meanings, word, (key, said) -> key.strip().equalsIgnoreCase(said.strip()));
    return same != null
        ? same
        : only(
            meanings,
            word,
            (key, said) -> mayBe(key.toLowerCase(Locale.ROOT), said.toLowerCase(Locale.ROOT)));
  }

  /** What a word means in whatever letters; null if nothing is said about it. */
  public static <T> @Nullable T anyhow(Map<String, T> meanings, String word) {
    var exact = exactly(meanings, word);
    if (exact != null) {
      return exact;
    }
    return only(meanings, word, (key, said) -> key(key).equals(key(said)));
  }

  /** Whether the key may be what was left of the word. */
  private static boolean mayBe(String key, String word) {
    return LOST.matcher(word).find()
        && !LOST.matcher(key).find()
        && !plain(word).isEmpty()
        && plain(word).equals(plain(key));
  }

  private static String plain(String word) {
    return NOT_PLAIN.matcher(word).replaceAll("");
  }

  private static <T> @Nullable T only(
      Map<String, T> meanings, String word, BiPredicate<String, String> same) {
    var found =
        meanings.entrySet().stream()
            .filter(entry -> same.test(entry.getKey(), word))
            .map(Map.Entry::getValue)
            .distinct()
            .toList();
    return found.size() == 1 ? found.get(0) : null;
  }
}
