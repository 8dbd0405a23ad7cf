package io.muster.process;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A variable that a process owner has declared in a diagram. No code reads one, and none decides on
 * a wipe.
 *
 * @param name its name, which begins with {@value #PREFIX}
 * @param type what it holds
 * @param choices the allowed values of a choice; empty for every other type
 * @param readers the groups that see it in the console; empty for all who see answers
 * @param personal true if it goes when the person is erased
 */
public record OwnVariable(
    String name, Type type, List<String> choices, Set<String> readers, boolean personal) {
  /** What every such name begins with, so that none can stand for one of ours. */
  public static final String PREFIX = "own_";

  private static final Pattern NAME = Pattern.compile(PREFIX + "[A-Za-z][A-Za-z0-9_]{0,39}");
  private static final int LONGEST = 4000;

  /** Copies what it is given. */
  public OwnVariable {
    choices = List.copyOf(choices);
    readers = Set.copyOf(readers);
  }

  /** What one holds. */
  public enum Type {
    /** Any text. */
    TEXT("text"),
    /** A number. */
    NUMBER("number"),
    /** True or false. */
    YES_NO("yesNo"),
    /** A day, as ISO 8601 has it. */
    DATE("date"),
    /** One of the values it names. */
    CHOICE("choice");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** How a diagram writes it. */
    public String word() {
      return word;
    }

    static Optional<Type> of(String word) {
      for (var type : values()) {
        if (type.word.toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT))) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  /** True if one may be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** True for a name that only an own variable has. */
  public static boolean isOwn(String name) {
    return name.startsWith(PREFIX);
  }

  /** What is wrong with a value, and what to write instead; nothing is wrong with none at all. */
  public Optional<String> complaint(@Nullable Object value) {
    if (value == null || "".equals(value)) {
      return Optional.empty();
    }
    return holds(value)
        ? Optional.empty()
        : Optional.of("'%s' is %s.".formatted(name, description()));
  }

  /** What it holds, for people. */
  public String description() {
    return switch (type) {
      case TEXT -> "a text of at most %d characters".formatted(LONGEST);
      case NUMBER -> "a number; write it without quotes";
      case YES_NO -> "yes or no; hand in true or false";
      case DATE -> "a day; write it like 2027-01-31";
      case CHOICE -> "one of these: " + String.join(", ", choices);
    };
  }

  private boolean holds(Object value) {
    return switch (type) {
      case TEXT -> value instanceof String text && text.length() <= LONGEST;
      case NUMBER -> value instanceof Number;
      case YES_NO -> value instanceof Boolean;
      case DATE -> value instanceof String text && isDay(text);
      case CHOICE -> value instanceof String text && choices.contains(text);
    };
  }

  private static boolean isDay(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException none) {
      return false;
    }
  }
}
