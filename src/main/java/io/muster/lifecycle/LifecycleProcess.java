package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import io.muster.remote.RemoteFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** One process of a person's life here: which change starts it, and with which variables. */
public interface LifecycleProcess extends ProcessVocabulary {
  /** The {@code type} by which HR asks for this process, such as {@code worker.hired}. */
  String eventType();

  /** The changes that ask for this process. */
  Class<? extends EmploymentChange> startedBy();

  /**
   * The ids of its timers between two looks at a directory, which end early when the directory says
   * that something has changed.
   */
  default Set<String> waitsForDirectory() {
    return Set.of();
  }

  /** The variables the process starts with. */
  Map<String, Object> startingWith(EmploymentChange change);

  /** The timer event at which a case waits until there is something to do. */
  String beginsAt();

  /** The variable that says until when it waits there, an ISO 8601 instant. */
  default ProcessVariable<String> beginsWhen() {
    return LifecycleVariables.EFFECTIVE_AT;
  }

  /** What every case starts with: whom it is about, the word of HR, and until when it waits. */
  default Map<String, Object> starting(EmploymentChange change, Instant until) {
    return Map.of(
        LifecycleVariables.EMPLOYEE.name(),
        change.employee().value(),
        LifecycleVariables.CHANGE.name(),
        change.origin().source() + "/" + change.origin().eventId(),
        beginsWhen().name(),
        until.toString());
  }

  /** Until when a case of this person has to wait by what HR says now, if HR names a day. */
  Optional<Instant> beginsFor(EmployeeId employee);

  /**
   * Looks once more before a case of it ends as its diagram says.
   *
   * @param execution the case at its end event
   * @throws RemoteFailure.Refused if it must not end yet, saying why and what ends it
   */
  default void beforeEnd(DelegateExecution execution) {}

  /**
   * Looks at an end event of the case itself, while others of its branches may still be on their
   * way; what ends last may be one that has nothing to say.
   *
   * @param execution the case at the end event
   * @throws RemoteFailure.Refused if it must not be reached yet, saying why and what to do
   */
  default void beforeEndEvent(DelegateExecution execution) {}

  /** The timer between two looks whether another case is out of the way, if it has one. */
  default Optional<String> waitsForOthersAt() {
    return Optional.empty();
  }

  /** Ends the case, wherever it is, because the person leaves; an offboarding says it itself. */
  default DiagramNeed endsWhenPersonLeaves() {
    return DiagramNeed.interruption(
        CaseMessages.PERSON_LEAVES, "an offboarding ends the person's other cases with it");
  }

  /**
   * The ids of the tables to which an operator may have a case go back once the table was
   * corrected. A process that contains, asks about wipes or wipes names none.
   */
  default Set<String> safeSteps() {
    return Set.of();
  }

  /** Why an operator cannot cancel such a case, and what to do instead; empty if one can. */
  default Optional<String> whyNotCancelled() {
    return Optional.empty();
  }

  /** A case of a person ends as its diagram, HR or the console says; else it would be forgotten. */
  @Override
  default Optional<String> whyNotDeleted() {
    return Optional.of(
        whyNotCancelled()
            .orElse(
                "Cancel it with a reason on its page of the console, or have HR take back what it said."));
  }

  /** What every such process needs; one that needs more adds to it. */
  @Override
  default List<DiagramNeed> needs() {
    var needs = new ArrayList<DiagramNeed>();
    needs.add(DiagramNeed.start(startsAt(), "a case is known by it not to have done anything yet"));
    needs.add(
        DiagramNeed.firstDay(
            beginsAt(), beginsWhen(), "a day that HR moves or takes back is looked for there"));
    needs.add(endsWhenPersonLeaves());
    waitsForDirectory().stream()
        .sorted()
        .forEach(
            timer ->
                needs.add(
                    DiagramNeed.timer(
                        timer, "what a directory reports ends the wait there early")));
    waitsForOthersAt()
        .ifPresent(
            timer ->
                needs.add(
                    DiagramNeed.timer(timer, "the end of another case ends the wait there early")));
    return needs;
  }

  /** The start event; events are named as HR names what has happened. */
  default String startsAt() {
    return eventType().substring(eventType().indexOf('.') + 1);
  }
}
