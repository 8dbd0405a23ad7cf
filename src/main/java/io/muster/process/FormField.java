package io.muster.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One question of a form: what counts as an answer to it.
 *
 * @param kind the type of answer
 * @param settings the component as the form has it
 */
record FormField(Kind kind, JsonNode settings) {
  /** As wide as the engine's column for texts. */
  private static final int LONGEST_TEXT = 4000;

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ()/.-]{3,30}");

  /** What type of answer a field takes. */
  enum Kind {
    TEXT,
    NUMBER,
    MOMENT,
    TICK,
    CHOICE,
    CHOICES;

    static Optional<Kind> of(String type) {
      return Optional.ofNullable(
          switch (type) {
            case "textfield", "textarea" -> TEXT;
            case "number" -> NUMBER;
            case "datetime" -> MOMENT;
            case "checkbox" -> TICK;
            case "radio", "select" -> CHOICE;
            case "checklist", "taglist" -> CHOICES;
            default -> null;
          });
    }
  }

  String key() {
    return settings.path("key").asText();
  }

  /** The field as a person who reads an error knows it. */
  String words() {
    var label = settings.path("label").asText();
    return label.isBlank() ? "'%s'".formatted(key()) : "'%s' (%s)".formatted(key(), label);
  }

  /** What this question does not fit about the variable that it fills. */
  Optional<OwnDeclarations.Problem> mismatch(OwnVariable declared) {
    var fits =
        switch (declared.type()) {
          case TEXT -> kind == Kind.TEXT || kind == Kind.CHOICE;
          case NUMBER -> kind == Kind.NUMBER && !settings.path("serializeToString").asBoolean();
          case YES_NO -> kind == Kind.TICK;
          case DATE ->
              kind == Kind.MOMENT && settings.path("subtype").asText("date").equals("date");
          case CHOICE -> kind == Kind.CHOICE;
        };
    if (!fits) {
      return Optional.of(
          new OwnDeclarations.Problem(
              "asks %s by a field that does not give %s"
                  .formatted(words(), declared.description().replaceFirst(";.*", "")),
              switch (declared.type()) {
                case TEXT -> "make it a text field";
                case NUMBER -> "make it a number field that is not kept as text";
                case YES_NO -> "make it a checkbox";
                case DATE -> "make it a date field of the subtype date";
                case CHOICE -> "make it a radio or select field";
              }));
    }
    if (declared.type() != OwnVariable.Type.CHOICE) {
      return Optional.empty();
    }
    return options(name -> null).stream()
        .filter(option -> !declared.choices().contains(option))
        .findFirst()
        .map(
            option ->
                new OwnDeclarations.Problem(
                    "offers '%s' for %s, which is none of its allowed values"
                        .formatted(option, words()),
                    "offer only these: " + String.join(", ", declared.choices())));
  }

  /** The texts a choice offers; empty where they come from a variable that is not there. */
  List<String> options(Function<String, @Nullable Object> known) {
    var options = new ArrayList<String>();
    settings.path("values").forEach(option -> options.add(option.path("value").asText()));
    if (settings.hasNonNull("valuesKey")
        && known.apply(settings.get("valuesKey").asText()) instanceof Iterable<?> offered) {
      StreamSupport.stream(offered.spliterator(), false)
          .map(option -> option instanceof Map<?, ?> pair ? pair.get("value") : option)
          .filter(Objects::nonNull)
          .map(String::valueOf)
          .forEach(options::add);
    }
    return options;
  }

  /**
   * The answer as the process keeps it; nothing for an answer left out.
   *
   * @throws NoAnswer if this is no answer to the question
   */
  @Nullable Object read(@Nullable Object given, Function<String, @Nullable Object> known) {
    if (given == null || "".equals(given)) {
      return null;
    }
    return switch (kind) {
      case TEXT -> text(given);
      case NUMBER -> number(given);
      case MOMENT -> moment(given);
      case TICK -> tick(given);
      case CHOICE -> choice(given, known);
      case CHOICES -> choices(given, known);
    };
  }

  private String text(Object given) {
    if (!(given instanceof String text)) {
      throw new NoAnswer("%s is a text; hand in a text.".formatted(words()));
    }
    if (text.indexOf('\0') >= 0) {
      throw new NoAnswer("%s holds a character that is no text; type it anew.".formatted(words()));
    }
    var rules = settings.path("validate");
    var shortest = rules.path("minLength").asInt(0);
    var longest = Math.min(rules.path("maxLength").asInt(LONGEST_TEXT), LONGEST_TEXT);
    if (text.strip().length() < shortest) {
      throw new NoAnswer(
          "%s is too short; write at least %d characters.".formatted(words(), shortest));
    }
    if (text.length() > longest) {
      throw new NoAnswer(
          "%s is too long: %d characters; write at most %d."
              .formatted(words(), text.length(), longest));
    }
    var pattern =
        switch (rules.path("validationType").asText("custom")) {
          case "email" -> EMAIL;
          case "phone" -> PHONE;
          default ->
              rules.hasNonNull("pattern") ? Pattern.compile(rules.get("pattern").asText()) : null;
        };
    if (pattern != null && !pattern.matcher(text).find()) {
      throw new NoAnswer(
          "%s does not have the form that is asked for (%s).".formatted(words(), pattern));
    }
    return text;
  }

  private Object number(Object given) {
    BigDecimal number;
    try {
      number =
          given instanceof Number || given instanceof String
              ? new BigDecimal(String.valueOf(given))
              : null;
    } catch (NumberFormatException none) {
      number = null;
    }
    if (number == null
        || (given instanceof String && !settings.path("serializeToString").asBoolean())) {
      throw new NoAnswer("%s is a number; hand in a number.".formatted(words()));
    }
    var rules = settings.path("validate");
    var smallest = rules.path("min");
    var largest = rules.path("max");
    if (smallest.isNumber() && number.compareTo(smallest.decimalValue()) < 0) {
      throw new NoAnswer(
          "%s is too small; it is at least %s.".formatted(words(), smallest.asText()));
    }
    if (largest.isNumber() && number.compareTo(largest.decimalValue()) > 0) {
      throw new NoAnswer("%s is too large; it is at most %s.".formatted(words(), largest.asText()));
    }
    var digits = settings.path("decimalDigits");
    if (digits.isNumber() && number.stripTrailingZeros().scale() > digits.asInt()) {
      throw new NoAnswer(
          "%s has at most %d digits behind the point.".formatted(words(), digits.asInt()));
    }
    return given;
  }

  private Object moment(Object given) {
    var subtype = settings.path("subtype").asText("date");
    var format =
        switch (subtype) {
          case "time" -> DateTimeFormatter.ISO_TIME;
          case "datetime" -> DateTimeFormatter.ISO_DATE_TIME;
          default -> DateTimeFormatter.ISO_LOCAL_DATE;
        };
    try {
      if (given instanceof String text) {
        format.parse(text);
        return text;
      }
    } catch (DateTimeException unreadable) {
      // said below, in the words of the form
    }
    throw new NoAnswer("%s is a %s; write it as ISO 8601 has it.".formatted(words(), subtype));
  }

  private Object tick(Object given) {
    if (!(given instanceof Boolean)) {
      throw new NoAnswer("%s is yes or no; hand in true or false.".formatted(words()));
    }
    return given;
  }

  private Object choice(Object given, Function<String, @Nullable Object> known) {
    var options = options(known);
    if (!(given instanceof String) || !options.contains(given)) {
      throw new NoAnswer(
          "%s is not one of the answers offered; choose one of: %s."
              .formatted(words(), String.join(", ", options)));
    }
    return given;
  }

  private Object choices(Object given, Function<String, @Nullable Object> known) {
    var options = options(known);
    if (!(given instanceof Iterable<?> several)) {
      throw new NoAnswer(
          "%s takes a list; choose any of: %s.".formatted(words(), String.join(", ", options)));
    }
    var chosen = new ArrayList<String>();
    for (var one : several) {
      if (!(one instanceof String text) || !options.contains(text)) {
        throw new NoAnswer(
            "%s holds something that is not offered; choose any of: %s."
                .formatted(words(), String.join(", ", options)));
      }
      chosen.add(text);
    }
    if (Set.copyOf(chosen).size() < chosen.size()) {
      throw new NoAnswer("%s holds an answer twice; hand in each once.".formatted(words()));
    }
    return chosen;
  }

  /** What was handed in does not answer the question; the message says what would. */
  static final class NoAnswer extends RuntimeException {
    NoAnswer(String message) {
      super(message);
    }
  }
}
