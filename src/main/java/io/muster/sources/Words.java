package io.muster.sources;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings whose keys are a source's words.
 *
 * <p>A key that is not written in brackets loses its blanks, umlauts and other signs on the way
 * into a setting; {@code München} arrives as {@code Mnchen}. It is found all the same.
 */
public final class Words {
  private static final Pattern LOST = Pattern.compile("[^A-Za-z0-9._-]");
  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]");

  private Words() {}

  /** How words and headers are compared: letters and digits only, in lower case. */
  public static String key(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{Nd}]", "");
  }

  /** What a word means that is written exactly so; null if nothing is said about it. */
  public static <T> @Nullable T exactly(Map<String, T> meanings, String word) {
    var exact = meanings.get(word);
    return exact == null ? only(meanings, word, Words::mayBe) : exact;
  }

  /** What a word means in whatever letters; null if nothing is said about it. */
  public static <T> @Nullable T anyhow(Map<String, T> meanings, String word) {
    var exact = exactly(meanings, word);
    if (exact != null) {
      return exact;
    }
    var same = only(meanings, word, (key, said) -> key(key).equals(key(said)));
    return same != null
        ? same
        : only(
            meanings,
            word,
            (key, said) -> mayBe(key.toLowerCase(Locale.ROOT), said.toLowerCase(Locale.ROOT)));
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
