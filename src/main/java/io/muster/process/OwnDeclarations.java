package io.muster.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process says of itself in its extension properties: its own variables, and whether it is a
 * process of the owner's own.
 *
 * <p>A variable takes the properties {@code own.<n>.name}, {@code .type}, {@code .choices}, {@code
 * .readers} and {@code .personal}. A process of the owner's own says by {@code own.startedBy} which
 * groups may start it, or {@code call} for none.
 *
 * @param variables the variables that are declared rightly, by name
 * @param startedBy the groups that may start it by hand; none for a process of ours
 * @param problems what is wrong, and what to do about it
 */
public record OwnDeclarations(
    Map<String, OwnVariable> variables, Optional<Set<String>> startedBy, List<Problem> problems) {
  /** The property that makes a process the owner's own. */
  public static final String STARTED_BY = "own.startedBy";

  /** What it says where no person starts the process. */
  public static final String BY_CALL = "call";

  /** What every process of the owner's own knows, whatever it declares. */
  public static final Set<String> GIVEN =
      Set.of("employee", "decision", "comment", "problem", "answeredBy");

  /** The groups that people can be in. */
  public static final Set<String> GROUPS =
      Set.of("hr", "approver", "operator", "processowner", "auditor", "administrator");

  /** As many as anybody reads on one page. */
  static final int MOST = 40;

  private static final Pattern PROPERTY =
      Pattern.compile("own\\.(\\d{1,3})\\.(name|type|choices|readers|personal)");
  private static final Map<String, Boolean> YES_OR_NO = Map.of("yes", true, "no", false);

  /** Copies what it is given. */
  public OwnDeclarations {
    variables = Map.copyOf(variables);
    startedBy = startedBy.map(Set::copyOf);
    problems = List.copyOf(problems);
  }

  /**
   * What is wrong with a declaration.
   *
   * @param what what is wrong
   * @param remedy what to do about it
   */
  public record Problem(String what, String remedy) {}

  /** Those of a process that declares nothing. */
  public static OwnDeclarations none() {
    return new OwnDeclarations(Map.of(), Optional.empty(), List.of());
  }

  /** Reads the extension properties of a process, by name. */
  public static OwnDeclarations read(Map<String, String> properties) {
    var problems = new ArrayList<Problem>();
    var rows = new TreeMap<Integer, Map<String, String>>();
    properties.forEach(
        (name, value) -> {
          var parts = PROPERTY.matcher(name);
          if (parts.matches()) {
            rows.computeIfAbsent(Integer.parseInt(parts.group(1)), row -> new TreeMap<>())
                .put(parts.group(2), value.strip());
          } else if (name.startsWith("own.") && !name.equals(STARTED_BY)) {
            problems.add(
                new Problem(
                    "has the property '%s', which means nothing".formatted(name),
                    "write own.1.name, own.1.type, own.1.choices, own.1.readers or own.1.personal"));
          }
        });
    var variables = new LinkedHashMap<String, OwnVariable>();
    rows.forEach(
        (row, parts) ->
            variable(row, parts, problems)
                .filter(declared -> isNew(declared, variables, problems))
                .ifPresent(declared -> variables.put(declared.name(), declared)));
    if (variables.size() > MOST) {
      problems.add(
          new Problem(
              "declares more than %d variables of its own".formatted(MOST),
              "take those out that nothing asks for"));
    }
    return new OwnDeclarations(
        variables,
        Optional.ofNullable(properties.get(STARTED_BY))
            .map(String::strip)
            .filter(said -> !said.isEmpty())
            .map(said -> starters(said, problems)),
        problems);
  }

  /** True if it is a process of the owner's own. */
  public boolean isOwnProcess() {
    return startedBy.isPresent();
  }

  private static boolean isNew(
      OwnVariable declared, Map<String, OwnVariable> before, List<Problem> problems) {
    if (before.containsKey(declared.name())) {
      problems.add(
          new Problem("declares '%s' twice".formatted(declared.name()), "take one of the two out"));
      return false;
    }
    return true;
  }

  private static Optional<OwnVariable> variable(
      int row, Map<String, String> parts, List<Problem> problems) {
    var before = problems.size();
    var name = parts.getOrDefault("name", "");
    var words = name.isEmpty() ? "variable %d of its own".formatted(row) : "'%s'".formatted(name);
    if (!OwnVariable.isName(name)) {
      problems.add(
          new Problem(
              name.isEmpty()
                  ? "declares %s without a name".formatted(words)
                  : "declares the name %s".formatted(words),
              "begin it with own_ and go on with letters, digits or _ (44 in all), such as own_badge"));
    }
    var type = OwnVariable.Type.of(parts.getOrDefault("type", ""));
    if (type.isEmpty()) {
      problems.add(
          new Problem(
              "declares %s of the type '%s'".formatted(words, parts.getOrDefault("type", "")),
              "choose one of "
                  + Arrays.stream(OwnVariable.Type.values())
                      .map(OwnVariable.Type::word)
                      .collect(Collectors.joining(", "))));
    }
    var choices = List.copyOf(list(parts.getOrDefault("choices", "")));
    if (type.filter(OwnVariable.Type.CHOICE::equals).isPresent() && choices.size() < 2) {
      problems.add(
          new Problem(
              "declares the choice %s with fewer than two values".formatted(words),
              "write its allowed values with commas between"));
    } else if (type.isPresent() && type.get() != OwnVariable.Type.CHOICE && !choices.isEmpty()) {
      problems.add(
          new Problem(
              "declares %s with allowed values, and it is no choice".formatted(words),
              "make it of the type choice, or take the values out"));
    }
    var readers = list(parts.getOrDefault("readers", ""));
    unknown(readers)
        .ifPresent(
            group ->
                problems.add(
                    new Problem(
                        "lets the group '%s' read %s, which nobody is in".formatted(group, words),
                        "choose among " + sorted(GROUPS))));
    var personal = YES_OR_NO.get(parts.getOrDefault("personal", "yes"));
    if (personal == null) {
      problems.add(
          new Problem(
              "does not say whether %s is personal data ('%s')"
                  .formatted(words, parts.get("personal")),
              "write yes or no"));
    }
    return problems.size() > before || type.isEmpty() || personal == null
        ? Optional.empty()
        : Optional.of(new OwnVariable(name, type.get(), choices, readers, personal));
  }

  private static Set<String> starters(String said, List<Problem> problems) {
    if (said.equals(BY_CALL)) {
      return Set.of();
    }
    var groups = list(said);
    unknown(groups)
        .ifPresent(
            group ->
                problems.add(
                    new Problem(
                        "may be started by the group '%s', which nobody is in".formatted(group),
                        "write call, or choose among " + sorted(GROUPS))));
    return groups;
  }

  private static Optional<String> unknown(Set<String> groups) {
    return groups.stream().filter(group -> !GROUPS.contains(group)).findFirst();
  }

  private static Set<String> list(String said) {
    return Stream.of(said.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  private static String sorted(Set<String> groups) {
    return String.join(", ", new TreeSet<>(groups));
  }
}
