package io.muster.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A Camunda form as the server reads it, so that an answer counts only if the form asked for it,
 * whatever program handed it in.
 */
public final class TaskForm {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Tasklist 7.24 draws and the server needs not check. */
  private static final Set<String> SHOWN =
      Set.of("text", "html", "image", "table", "group", "spacer", "separator", "button");

  /** What Tasklist 7.24 draws but the server could not check. */
  private static final Map<String, String> UNCHECKED =
      Map.of(
          "dynamiclist", "ask for one thing at a time, or in a task for each",
          "expression", "work the value out in a decision table",
          "iframe", "show a text with a link");

  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /** A name that is neither a property of something nor a function. */
  private static final Pattern VARIABLE =
      Pattern.compile("(?<![.\\w])[A-Za-z_][A-Za-z0-9_]*+(?!\\s*\\()");

  private static final Set<String> WORDS_OF_FEEL =
      Set.of(
          "if",
          "then",
          "else",
          "and",
          "or",
          "not",
          "null",
          "true",
          "false",
          "in",
          "loop",
          "this",
          "parent",
          "some",
          "every",
          "satisfies",
          "for",
          "return",
          "between");

  private final String id;
  private final List<FormField> fields = new ArrayList<>();
  private final Set<String> shows = new TreeSet<>();
  private final Map<String, String> problems = new TreeMap<>();
  private final List<String> conditions = new ArrayList<>();

  private TaskForm(JsonNode form) {
    id = form.path("id").asText();
    if (id.isBlank()) {
      problems.put("the form", "has no id; give it the id that its task names");
    }
    if (!form.path("components").isArray()) {
      problems.put("the form", "has no components; draw it in Camunda Modeler");
    }
    var level = form.path("executionPlatformVersion").asText();
    if (!"Camunda Platform".equals(form.path("executionPlatform").asText("Camunda Platform"))) {
      problems.put(
          "the form", "is for another platform; make it for Camunda Platform 7, not Camunda 8");
    } else if (!level.isEmpty() && !level.startsWith("7.")) {
      problems.put("the form", "is for version %s; make it for 7.22".formatted(level));
    }
    read(form.path("components"));
  }

  /**
   * Reads a form.
   *
   * @throws IllegalArgumentException if the text is no form at all
   */
  public static TaskForm read(String json) {
    try {
      var form = JSON.readTree(json);
      if (form == null || !form.isObject()) {
        throw new IllegalArgumentException("is no form: it holds no JSON object");
      }
      return new TaskForm(form);
    } catch (JsonProcessingException unreadable) {
      var where = unreadable.getLocation();
      // the parser quotes the file, which may be no form but somebody's secret
      throw new IllegalArgumentException(
          "is no JSON that can be read (line %d)".formatted(where == null ? 1 : where.getLineNr()));
    }
  }

  /** The name tasks refer to it by. */
  public String id() {
    return id;
  }

  /** The variables it fills. */
  public Set<String> asks() {
    var keys = new TreeSet<String>();
    fields.forEach(field -> keys.add(field.key()));
    return keys;
  }

  /** The variables it shows. */
  public Set<String> shows() {
    return Set.copyOf(shows);
  }

  /** What Tasklist could not draw or the server could not check, and what to do; by component. */
  public Map<String, String> problems() {
    return Map.copyOf(problems);
  }

  /** The answers a field offers, by field; for the choices whose answers the form itself holds. */
  public Map<String, List<String>> offers() {
    var offers = new TreeMap<String, List<String>>();
    for (var field : fields) {
      var options = field.options(name -> null);
      if (!options.isEmpty()) {
        offers.put(field.key(), options);
      }
    }
    return offers;
  }

  /** The choice that fills this variable, as it is drawn; empty if it is none. */
  public Optional<FormChoice> choice(String key) {
    return fields.stream()
        .filter(field -> field.key().equals(key) && field.kind() == FormField.Kind.CHOICE)
        .map(field -> FormChoice.of(field.settings()))
        .findFirst();
  }

  /**
   * What the field that fills an own variable does not fit about it: what, and the remedy; empty if
   * it fits or the form does not ask for it.
   */
  public Optional<OwnDeclarations.Problem> mismatch(OwnVariable declared) {
    return fields.stream()
        .filter(field -> field.key().equals(declared.name()))
        .findFirst()
        .flatMap(field -> field.mismatch(declared));
  }

  /** Every FEEL expression that the server works out for this form. */
  public List<String> conditions() {
    return List.copyOf(conditions);
  }

  /**
   * What the process is told: one value for each open question, none for what was left out.
   *
   * @param given what was handed in
   * @param known what the task already shows
   * @param holds whether a FEEL condition is true of these values
   * @throws FormRefused if anything is missing, wrong, or not asked for
   */
  Map<String, @Nullable Object> answers(
      Map<String, @Nullable Object> given,
      Function<String, @Nullable Object> known,
      BiPredicate<String, Map<String, @Nullable Object>> holds) {
    var wrong = new ArrayList<String>();
    var asked = asks();
    for (var name : given.keySet()) {
      if (!asked.contains(name)) {
        wrong.add("The form has no field '%s'; leave it out.".formatted(name));
      }
    }
    var scope = new HashMap<String, @Nullable Object>();
    shows.forEach(name -> scope.put(name, known.apply(name)));
    fields.forEach(field -> scope.put(field.key(), known.apply(field.key())));
    fields.forEach(field -> scope.put(field.key(), given.get(field.key())));

    var answers = new HashMap<String, @Nullable Object>();
    for (var field : fields) {
      var here = field.settings();
      var handedIn = given.get(field.key());
      if (isTrue(here.path("readonly"), scope, holds)
          || isTrue(here.path("disabled"), scope, holds)) {
        if (handedIn != null && !handedIn.equals(known.apply(field.key()))) {
          wrong.add("%s is only shown; leave it as it is.".formatted(field.words()));
        }
        continue;
      }
      if (isTrue(here.path("conditional").path("hide"), scope, holds)) {
        if (handedIn != null && !"".equals(handedIn)) {
          wrong.add("%s is not asked here; leave it out.".formatted(field.words()));
        }
        answers.put(field.key(), null);
        continue;
      }
      try {
        var answer = field.read(handedIn, known);
        if (isEmpty(answer) && isTrue(here.path("validate").path("required"), scope, holds)) {
          throw new FormField.NoAnswer(
              "%s is missing; it has to be answered.".formatted(field.words()));
        }
        answers.put(field.key(), answer);
      } catch (FormField.NoAnswer refusal) {
        wrong.add(String.valueOf(refusal.getMessage()));
      }
    }
    if (!wrong.isEmpty()) {
      throw new FormRefused(
          "Nothing was done. %s (The form '%s' takes: %s.)"
              .formatted(String.join(" ", wrong), id, String.join(", ", asked)));
    }
    return answers;
  }

  private static boolean isEmpty(@Nullable Object answer) {
    return answer == null
        || Boolean.FALSE.equals(answer)
        || (answer instanceof String text && text.isBlank())
        || (answer instanceof List<?> list && list.isEmpty());
  }

  private static boolean isTrue(
      JsonNode setting,
      Map<String, @Nullable Object> scope,
      BiPredicate<String, Map<String, @Nullable Object>> holds) {
    return (setting.isTextual() && setting.asText().startsWith("="))
        ? holds.test(setting.asText().substring(1), scope)
        : setting.asBoolean();
  }

  private void read(JsonNode components) {
    for (var component : components) {
      var type = component.path("type").asText();
      var name =
          component.hasNonNull("key")
              ? component.get("key").asText()
              : component.path("id").asText();
      see(component);
      var kind = FormField.Kind.of(type);
      if (kind.isPresent()) {
        var field = new FormField(kind.get(), component);
        check(field, name);
        fields.add(field);
      } else if (UNCHECKED.containsKey(type)) {
        problems.put(
            name,
            "is a %s, which the server cannot check; %s".formatted(type, UNCHECKED.get(type)));
      } else if (!SHOWN.contains(type)) {
        problems.put(
            name,
            "is of the type '%s', which Tasklist 7.24 does not know: the whole form would not open; use another"
                .formatted(type));
      }
      if ("group".equals(type)) {
        if (!component.path("path").asText().isEmpty()) {
          problems.put(
              name, "keeps its fields under a path; clear the path, so that each is a variable");
        }
        read(component.path("components"));
      }
    }
  }

  private void check(FormField field, String name) {
    var here = field.settings();
    if (!NAME.matcher(field.key()).matches()) {
      problems.put(name, "has the key '%s'; use the name of one variable".formatted(field.key()));
    }
    if (fields.stream().anyMatch(other -> other.key().equals(field.key()))) {
      problems.put(name, "is asked twice; give each field its own key");
    }
    if (here.hasNonNull("valuesExpression")) {
      problems.put(
          name,
          "works its answers out in the browser; write them into the form, or into a variable");
    }
    if (here.hasNonNull("valuesKey")) {
      shows.add(here.get("valuesKey").asText());
    }
    var offersNothing =
        (field.kind() == FormField.Kind.CHOICE || field.kind() == FormField.Kind.CHOICES)
            && here.path("values").isEmpty()
            && !here.hasNonNull("valuesKey");
    if (offersNothing) {
      problems.put(name, "offers nothing to choose from; add its answers");
    }
    for (var bound : List.of("minLength", "maxLength", "min", "max")) {
      var set = here.path("validate").path(bound);
      if (!set.isMissingNode() && !set.isNull() && !set.isNumber()) {
        problems.put(name, "has a %s that is no number; write a number".formatted(bound));
      }
    }
    var pattern = here.path("validate").path("pattern");
    try {
      Pattern.compile(pattern.asText());
    } catch (PatternSyntaxException unreadable) {
      problems.put(
          name, "has a pattern that cannot be read (%s); mend it".formatted(pattern.asText()));
    }
  }

  /** Notes the variables that texts and conditions look at. */
  private void see(JsonNode component) {
    for (var property : component.properties()) {
      var value = property.getValue();
      if (!value.isTextual()) {
        if (value.isObject()) {
          see(value);
        }
        continue;
      }
      var templates = TEMPLATE.matcher(value.asText());
      while (templates.find()) {
        names(templates.group(1));
      }
      if (value.asText().startsWith("=")) {
        conditions.add(value.asText().substring(1));
        names(value.asText().substring(1));
      }
    }
  }

  private void names(String feel) {
    var text = QUOTED.matcher(feel).replaceAll(" ");
    var words = VARIABLE.matcher(text);
    while (words.find()) {
      if (!WORDS_OF_FEEL.contains(words.group())) {
        shows.add(words.group());
      }
    }
  }
}
