package io.muster.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an output of a decision table may be, for code or a diagram to understand it. */
public final class OutputWords {
  private static final Pattern DURATION =
      Pattern.compile("P(?=.)(\\d{1,4}D)?(T(?=\\d)(\\d{1,5}H)?(\\d{1,6}M)?(\\d{1,7}S)?)?");
  private static final Pattern REPETITION = Pattern.compile("R([1-9]\\d{0,2})/(P.+)");

  private final String type;
  private final Predicate<Object> allowed;
  private final List<String> choices;
  private final String description;
  private final boolean open;

  private OutputWords(
      String type,
      Predicate<Object> allowed,
      List<String> choices,
      String description,
      boolean open) {
    this.type = type;
    this.allowed = allowed;
    this.choices = choices;
    this.description = description;
    this.open = open;
  }

  /** One of these texts. */
  public static OutputWords oneOf(String... texts) {
    var choices = List.of(texts);
    return new OutputWords("string", choices::contains, choices, "", false);
  }

  /** One of these texts, or several of them with commas between. */
  public static OutputWords someOf(String... texts) {
    var choices = List.of(texts);
    return new OutputWords(
        "string",
        said ->
            said instanceof String text
                && Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .allMatch(choices::contains),
        choices,
        "",
        false);
  }

  /** True or false. */
  public static OutputWords yesOrNo() {
    return new OutputWords(
        "boolean", Boolean.class::isInstance, List.of(), "true or false, without quotes", false);
  }

  /** An ISO 8601 duration of days, hours, minutes or seconds, longer than nothing. */
  public static OutputWords duration() {
    return new OutputWords(
        "string",
        said -> said instanceof String text && isDuration(text),
        List.of(),
        "a duration longer than nothing, such as \"PT8H\", \"P1D\" or \"P7D\"",
        false);
  }

  /** How often and after how long each time, as ISO 8601 has it; 1 to 999 times. */
  public static OutputWords repetition() {
    return new OutputWords(
        "string",
        said -> said instanceof String text && isRepetition(text),
        List.of(),
        "how often and after how long each time, such as \"R2/PT8H\" or \"R3/P1D\"",
        false);
  }

  /** The name of something elsewhere; any text that says anything. A rule may work it out. */
  public static OutputWords name() {
    return new OutputWords(
        "string",
        said -> said instanceof String text && !text.isBlank(),
        List.of(),
        "a text that is not empty",
        true);
  }

  /** True if the code or the diagram understands it. */
  public boolean allow(@Nullable Object said) {
    return said != null && allowed.test(said);
  }

  /** True if a rule may work the word out; otherwise the table has to hold it as it is. */
  public boolean mayBeWorkedOut() {
    return open;
  }

  /** The type the column has to have. */
  public String type() {
    return type;
  }

  /** What is allowed, for people; what comes nearest to what was said is named first. */
  public String insteadOf(@Nullable Object said) {
    if (choices.isEmpty()) {
      return description;
    }
    var text = String.valueOf(said);
    var quoted =
        choices.stream()
            .sorted(Comparator.comparingInt(choice -> Nearest.distance(choice, text)))
            .map(choice -> "\"" + choice + "\"")
            .toList();
    var last = quoted.size() - 1;
    return last == 0
        ? quoted.get(0)
        : String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
  }

  private static boolean isDuration(String text) {
    return DURATION.matcher(text).matches() && Duration.parse(text).compareTo(Duration.ZERO) > 0;
  }

  private static boolean isRepetition(String text) {
    var parts = REPETITION.matcher(text);
    return parts.matches() && isDuration(parts.group(2));
  }
}
