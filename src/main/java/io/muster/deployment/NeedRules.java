package io.muster.deployment;

import io.muster.deployment.Expressions.Complaint;
import io.muster.process.DiagramNeed;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a diagram still has what code relies on. */
final class NeedRules {
  private final DiagramNeed need;
  private final DiagramParts parts;

  private NeedRules(DiagramNeed need, DiagramParts parts) {
    this.need = need;
    this.parts = parts;
  }

  /** What is wrong with the diagram about this need, if anything. */
  static Optional<Complaint> complaint(DiagramNeed need, DiagramParts parts) {
    return new NeedRules(need, parts).complaint();
  }

  private Optional<Complaint> complaint() {
    var name = need.name();
    return switch (need.kind()) {
      case START ->
          demand(
              parts.plainStarts().stream().anyMatch(it -> it.getAttribute("id").equals(name)),
              "has no start event '%s'".formatted(name));
      case FIRST_DAY ->
          demand(
              isFirst(),
              "has no timer event '%s' right after its start that waits until ${%s}"
                  .formatted(name, need.detail()));
      case TIMER ->
          demand(
              isTimer() || isBoundaryTimer(), "has no timer event '%s' on its way".formatted(name));
      case TIMER_BESIDE_CALL ->
          demand(
              isTimer() || !parts.calls(need.detail()),
              "has no timer event '%s' on its way".formatted(name));
      case INTERRUPTION ->
          demand(
              parts.interruption(parts.process(), name).isPresent(),
              "has no event sub-process of its own that the message '%s' starts and that interrupts the case"
                  .formatted(name));
      case INTERRUPTION_WITHIN ->
          demand(
              isInterruptionWithin(),
              "does not receive the message '%s' in one place only, by an interrupting event sub-process inside the one that '%s' starts"
                  .formatted(name, need.detail()));
      case MESSAGE ->
          demand(
              !parts.receivers(name).isEmpty(),
              "has no event that receives the message '%s'".formatted(name));
      case USER_TASK ->
          demand(
              parts.find("userTask", name).filter(parts::isReached).isPresent(),
              "has no user task '%s' on its way".formatted(name));
      case END ->
          demand(
              parts
                  .find("endEvent", name)
                  .filter(parts::isOnTop)
                  .filter(parts::isReached)
                  .isPresent(),
              "has no end event '%s' that an arrow leads to".formatted(name));
      case ANSWER ->
          demand(
              parts.hasAnswer(name),
              "has no table on its way whose result variable is '%s'".formatted(name));
      case STEP_IDS -> stepIds();
    };
  }

  private Optional<Complaint> stepIds() {
    return parts.tasksOf(need.name()).stream()
        .filter(id -> !need.ids().contains(id))
        .findFirst()
        .map(
            id ->
                new Complaint(
                    "has a task '%s' that runs the step '%s'".formatted(id, need.name()),
                    "give it one of these ids: %s; %s"
                        .formatted(Expressions.sorted(need.ids()), need.reason())));
  }

  private boolean isTimer() {
    return parts
        .find("intermediateCatchEvent", need.name())
        .filter(event -> !DiagramParts.times(event).isEmpty())
        .filter(parts::isReached)
        .isPresent();
  }

  /** It has no flow that leads to it; what it sits on is on the way, and it leads on. */
  private boolean isBoundaryTimer() {
    return parts
        .find("boundaryEvent", need.name())
        .filter(event -> !DiagramParts.times(event).isEmpty())
        .filter(parts::leadsOn)
        .isPresent();
  }

  /** Nothing may come before it: a case that waits there is taken to have done nothing. */
  private boolean isFirst() {
    var waitsFor = Pattern.compile("[$#]\\{.*\\b" + Pattern.quote(need.detail()) + "\\b.*}");
    return isTimer()
        && parts
            .find("intermediateCatchEvent", need.name())
            .filter(parts::isOnTop)
            .filter(
                event ->
                    DiagramParts.times(event).stream()
                        .allMatch(time -> waitsFor.matcher(time).matches()))
            .isPresent()
        && parts.plainStarts().stream()
            .allMatch(start -> Set.of(need.name()).equals(Set.copyOf(parts.next(start))));
  }

  private boolean isInterruptionWithin() {
    return parts
            .interruption(parts.process(), need.detail())
            .flatMap(outer -> parts.interruption(outer, need.name()))
            .isPresent()
        && parts.receivers(need.name()).size() == 1;
  }

  private Optional<Complaint> demand(boolean isMet, String otherwise) {
    return isMet
        ? Optional.empty()
        : Optional.of(
            new Complaint(
                otherwise,
                "keep it under this name, or draw it again: %s".formatted(need.reason())));
  }
}
