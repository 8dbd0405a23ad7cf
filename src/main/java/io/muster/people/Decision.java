package io.muster.people;

import io.muster.people.PersonState.CaseKind;
import java.time.Instant;
import java.util.List;

/**
 * What an HR event comes to.
 *
 * @param state the person's state once the commands are carried out
 * @param commands what is to be done, in this order
 * @param result what became of the event
 * @param reason why, in plain words
 */
public record Decision(PersonState state, List<Command> commands, Result result, String reason) {
  /** Copies the commands. */
  public Decision {
    commands = List.copyOf(commands);
  }

  /** What became of an event. */
  public enum Result {
    /** A case begins. */
    STARTED,
    /** A running case acts on it. */
    JOINED,
    /** A newer event says otherwise. */
    SUPERSEDED,
    /** Nothing is to be done now; it is kept. */
    NOTED,
    /** It is not taken in; nothing has changed. */
    REFUSED
  }

  /** Something to be done about one case of the person. */
  public sealed interface Command {
    /** The kind of case. */
    CaseKind kind();

    /** Starts a case, which waits until then. */
    record Start(CaseKind kind, Instant begins) implements Command {}

    /** Has a case that waits do so until then. */
    record Move(CaseKind kind, Instant begins) implements Command {}

    /** Has a case look at once at what HR says by now. */
    record Look(CaseKind kind) implements Command {}

    /** Ends a case that has done nothing yet. */
    record End(CaseKind kind) implements Command {}

    /** Has an offboarding give back what it has taken; somebody may have to agree first. */
    record Undo(CaseKind kind) implements Command {}

    /** Has an offboarding wait for nobody any more. */
    record Hurry(CaseKind kind) implements Command {}

    /** Lets another case of the kind begin beside one that is being undone. */
    record SetAside(CaseKind kind) implements Command {}
  }
}
