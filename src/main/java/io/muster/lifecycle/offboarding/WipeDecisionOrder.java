package io.muster.lifecycle.offboarding;

import io.muster.process.AnswerOrder;
import io.muster.safety.SafetyProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which of two answers about a leaver's device makes a wipe easier. Where nothing is erased nothing
 * else matters; where nobody was asked, whoever is asked now makes it harder.
 */
@Component
class WipeDecisionOrder implements AnswerOrder {
  private static final List<String> KINDS = List.of("none", "corporate", "complete");
  private static final List<String> APPROVALS = List.of("two", "one", "none");
  private static final List<String> SILENCES = List.of("keepLocked", "escalate", "wipe");
  private static final String NONE = "none";
  private static final String WIPE = "wipe";

  private final Set<String> approverGroups;

  WipeDecisionOrder(SafetyProperties properties) {
    this.approverGroups = properties.approverGroups();
  }

  @Override
  public String decision() {
    return WipeDecisionWords.WORDS.decision();
  }

  @Override
  public List<String> loosens(
      @Nullable Map<String, @Nullable Object> before,
      @Nullable Map<String, @Nullable Object> after) {
    if (after == null || NONE.equals(text(after, "wipeKind"))) {
      return List.of(); // without an answer a person is asked, and nothing is erased
    }
    if (before == null || NONE.equals(text(before, "wipeKind"))) {
      return List.of(
          "%s → %s, agreed to by %s"
              .formatted(
                  before == null ? "no answer" : "nothing is erased",
                  erased(text(after, "wipeKind")),
                  people(text(after, "approval"))));
    }
    var easier = new ArrayList<String>();
    if (isFurther(KINDS, "wipeKind", before, after)) {
      easier.add(
          "%s → %s".formatted(erased(text(before, "wipeKind")), erased(text(after, "wipeKind"))));
    }
    if (isFurther(APPROVALS, "approval", before, after)) {
      easier.add(
          "approval by %s → by %s"
              .formatted(people(text(before, "approval")), people(text(after, "approval"))));
    }
    var wasAsked = !NONE.equals(text(before, "approval"));
    var isAsked = !NONE.equals(text(after, "approval"));
    if (wasAsked && isAsked) {
      answers(before, after, easier);
    }
    return List.copyOf(easier);
  }

  /** Who answers and what silence means, where somebody was asked and still is. */
  private void answers(
      Map<String, @Nullable Object> before,
      Map<String, @Nullable Object> after,
      List<String> easier) {
    var asked = groups(before);
    var asks = groups(after);
    if (!asks.equals(asked) && !(asked.containsAll(asks) && approverGroups.containsAll(asks))) {
      easier.add("approvers %s → %s".formatted(String.join(", ", asked), String.join(", ", asks)));
    }
    if (isFurther(SILENCES, "onSilence", before, after)) {
      easier.add(
          "silence means '%s' → '%s'"
              .formatted(text(before, "onSilence"), text(after, "onSilence")));
    } else if (text(after, "onSilence").equals(text(before, "onSilence"))
        && !text(after, "onSilence").equals("keepLocked")) {
      // silence does something, so the sooner it counts the easier that is
      if (time(after).compareTo(time(before)) < 0) {
        easier.add(
            "time to answer %s → %s, after which silence means '%s'"
                .formatted(
                    text(before, "approvalTimeout"),
                    text(after, "approvalTimeout"),
                    text(after, "onSilence")));
      }
      if (WIPE.equals(text(after, "onSilence")) && areFewer(before, after)) {
        easier.add(
            "reminders %s → %s, where silence means 'wipe'"
                .formatted(text(before, "approvalReminder"), text(after, "approvalReminder")));
      }
    }
  }

  private static boolean isFurther(
      List<String> order,
      String column,
      Map<String, @Nullable Object> before,
      Map<String, @Nullable Object> after) {
    var now = order.indexOf(text(after, column));
    // a word nobody knows is never taken for the stricter one
    return now < 0 || now > order.indexOf(text(before, column));
  }

  private static boolean areFewer(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    var was = text(before, "approvalReminder").split("/", 2);
    var is = text(after, "approvalReminder").split("/", 2);
    return Integer.parseInt(is[0].substring(1)) < Integer.parseInt(was[0].substring(1))
        || Duration.parse(is[1]).compareTo(Duration.parse(was[1])) > 0;
  }

  private static Duration time(Map<String, @Nullable Object> answer) {
    return Duration.parse(text(answer, "approvalTimeout"));
  }

  private static Set<String> groups(Map<String, @Nullable Object> answer) {
    return Stream.of(text(answer, "approvers").split(",", -1))
        .map(String::strip)
        .filter(group -> !group.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Map<String, @Nullable Object> answer, String column) {
    return String.valueOf(answer.get(column));
  }

  private static String erased(String kind) {
    return switch (kind) {
      case NONE -> "nothing is erased";
      case "corporate" -> "company data is erased and the device disenrolled";
      default -> "everything is erased";
    };
  }

  private static String people(String approval) {
    return switch (approval) {
      case "two" -> "two people";
      case "one" -> "one person";
      default -> "nobody";
    };
  }

  @Override
  public String situation(Map<String, @Nullable Object> inputs) {
    var words = new StringBuilder();
    if (inputs.get("ownership") instanceof String ownership) {
      words.append(ownership).append(" device");
    } else {
      words.append("device");
    }
    if (inputs.get("reason") instanceof String reason) {
      words.append(" of a leaver whose reason is ").append(reason.toLowerCase(Locale.ROOT));
    } else {
      words.append(" of a leaver");
    }
    inputs.forEach(
        (name, value) -> {
          if (!name.equals("ownership") && !name.equals("reason")) {
            words.append(", ").append(name).append(" ").append(value);
          }
        });
    return words.toString();
  }
}
