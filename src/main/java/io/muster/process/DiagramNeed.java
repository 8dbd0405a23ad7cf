package io.muster.process;

import java.util.Set;

/**
 * Something of a diagram that code relies on by its name. The owner of the process declares it, and
 * the deployment gate refuses an edited diagram without it.
 *
 * @param kind what it is
 * @param name the id of the element, or the name of the message or variable
 * @param detail what it goes with, depending on the kind; empty if nothing
 * @param ids the ids that are meant, for a step
 * @param reason what would go wrong without it, for the person who edits the diagram
 */
public record DiagramNeed(Kind kind, String name, String detail, Set<String> ids, String reason) {
  /** Copies the ids. */
  public DiagramNeed {
    ids = Set.copyOf(ids);
  }

  /** What code can rely on. */
  public enum Kind {
    /** The start event of the process. */
    START,
    /** The timer right after the start, which waits for the instant in the variable. */
    FIRST_DAY,
    /** A timer that a case waits at. */
    TIMER,
    /** A timer that a case waits at, in a diagram that calls the process of the detail. */
    TIMER_BESIDE_CALL,
    /** An event sub-process of the process itself, which a message starts and which interrupts. */
    INTERRUPTION,
    /** The same, inside the event sub-process that the message of the detail starts. */
    INTERRUPTION_WITHIN,
    /** An event that receives a message. */
    MESSAGE,
    /** A user task. */
    USER_TASK,
    /** An end event of the process. */
    END,
    /** A table whose answer becomes the variable. */
    ANSWER,
    /** The ids that tasks of this step may have. */
    STEP_IDS
  }

  /** The start event. */
  public static DiagramNeed start(String id, String reason) {
    return of(Kind.START, id, "", reason);
  }

  /** The timer right after the start, which waits until the variable's instant. */
  public static DiagramNeed firstDay(String id, ProcessVariable<?> until, String reason) {
    return of(Kind.FIRST_DAY, id, until.name(), reason);
  }

  /** A timer that a case waits at. */
  public static DiagramNeed timer(String id, String reason) {
    return of(Kind.TIMER, id, "", reason);
  }

  /** A timer that a case waits at if the diagram calls the other process. */
  public static DiagramNeed timerBesideCall(String id, String called, String reason) {
    return of(Kind.TIMER_BESIDE_CALL, id, called, reason);
  }

  /** A message that interrupts the whole case, wherever it is. */
  public static DiagramNeed interruption(String message, String reason) {
    return of(Kind.INTERRUPTION, message, "", reason);
  }

  /** A message that interrupts what another message has begun, and is received nowhere else. */
  public static DiagramNeed interruptionWithin(String outer, String message, String reason) {
    return of(Kind.INTERRUPTION_WITHIN, message, outer, reason);
  }

  /** A message that some event receives. */
  public static DiagramNeed message(String name, String reason) {
    return of(Kind.MESSAGE, name, "", reason);
  }

  /** A user task. */
  public static DiagramNeed userTask(String id, String reason) {
    return of(Kind.USER_TASK, id, "", reason);
  }

  /** An end event of the process. */
  public static DiagramNeed end(String id, String reason) {
    return of(Kind.END, id, "", reason);
  }

  /** A table whose answer becomes the variable. */
  public static DiagramNeed answer(ProcessVariable<?> variable, String reason) {
    return of(Kind.ANSWER, variable.name(), "", reason);
  }

  /** The ids by which a step knows where it stands. */
  public static DiagramNeed stepIds(String step, Set<String> ids, String reason) {
    return new DiagramNeed(Kind.STEP_IDS, step, "", ids, reason);
  }

  private static DiagramNeed of(Kind kind, String name, String detail, String reason) {
    return new DiagramNeed(kind, name, detail, Set.of(), reason);
  }
}
