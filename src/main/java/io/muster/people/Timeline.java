package io.muster.people;

import io.muster.people.Decision.Command;
import io.muster.people.Decision.Command.End;
import io.muster.people.Decision.Command.Hurry;
import io.muster.people.Decision.Command.Look;
import io.muster.people.Decision.Command.Move;
import io.muster.people.Decision.Command.SetAside;
import io.muster.people.Decision.Command.Start;
import io.muster.people.Decision.Command.Undo;
import io.muster.people.Decision.Result;
import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Leaves.Period;
import io.muster.people.PersonState.Access;
import io.muster.people.PersonState.CaseKind;
import io.muster.people.PersonState.Phase;
import io.muster.people.PersonState.RunningCase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an HR event comes to. Only what was heard and where the person's cases stand counts;
 * the order of arrival does not.
 */
public final class Timeline {
  private static final Origin NOBODY = new Origin("", "", Instant.EPOCH);

  private final ZoneId otherwise;
  private final Duration preHire;

  /**
   * A timeline.
   *
   * @param otherwise where days begin and end for a person whose zone nobody told us
   * @param preHire how long before the first day onboarding begins
   */
  public Timeline(ZoneId otherwise, Duration preHire) {
    this.otherwise = otherwise;
    this.preHire = preHire;
  }

  /** What this event comes to; the same arguments always give the same answer. */
  public Decision decide(PersonState state, EmploymentChange change, Instant now) {
    if (state.hasHeard(change)) {
      return new Decision(state, List.of(), Result.NOTED, "This event was taken in before.");
    }
    var before = standing(state);
    var heard = state.hearing(change);
    var after = standing(heard);
    return refusal(state, change, now, before, after)
        .map(why -> new Decision(state, List.of(), Result.REFUSED, why))
        .orElseGet(() -> new Turn(heard, change, now, before, after).decision());
  }

  /**
   * Whether an event counts, all events taken together, and why.
   *
   * @param heard every event that was taken in, this one among them
   */
  public Explanation explain(List<EmploymentChange> heard, EmploymentChange change) {
    var standing = Standing.of(heard, otherwise);
    if (standing.isVoid(change)) {
      return new Explanation(
          false,
          "It does not count: a leaving at once or against the person's will is rescinded, or put off, only by a source that said so or told us about the person.");
    }
    return standing
        .overtaken(change)
        .map(
            newer ->
                new Explanation(
                    false,
                    "%s of %s counts instead, entered at %s."
                        .formatted(
                            newer.origin().eventId(),
                            newer.origin().source(),
                            newer.origin().occurredAt())))
        .orElseGet(() -> new Explanation(true, meaning(standing, change)));
  }

  private static String meaning(Standing standing, EmploymentChange change) {
    if (change instanceof Hired) {
      return "The person works here from %s.".formatted(standing.firstDay().orElseThrow());
    }
    if (change instanceof Terminated || change instanceof HireRescinded) {
      return "The person is out from %s.".formatted(standing.leavesAt().orElseThrow());
    }
    if (change instanceof Changed changed) {
      return "It takes effect at %s.".formatted(Standing.effectiveAt(changed));
    }
    if (change instanceof ChangeRescinded rescinded) {
      return "Nothing that was announced until then for %s comes.".formatted(rescinded.effective());
    }
    return change instanceof TerminationRescinded
        ? "The person stays."
        : "It counts for the person's leave.";
  }

  /**
   * What became of one event by now.
   *
   * @param counts true if it counts
   * @param why what it comes to, or what counts instead
   */
  public record Explanation(boolean counts, String why) {}

  /** What HR says about the person at that time, all events taken together. */
  public Outlook outlook(PersonState state, Instant time) {
    var standing = standing(state);
    return new Outlook(
        standing.isEmployed(time),
        standing.isOut(time),
        standing.leavesAt(),
        standing.workerAt(time),
        standing.leave(time));
  }

  /**
   * What HR says about one person.
   *
   * @param employed true if HR told us of a hire and the person has not left
   * @param out true if HR says that the person has left, or does not come
   * @param leavesAt when the person leaves, or left
   * @param worker who the person is
   * @param leave the leave the person is on, or will be
   */
  public record Outlook(
      boolean employed,
      boolean out,
      Optional<Instant> leavesAt,
      Optional<Worker> worker,
      Optional<Period> leave) {}

  /** What HR's events come to now that a case has ended, or a day has come. */
  public Decision reconsider(PersonState state, Instant now) {
    var standing = standing(state);
    return new Turn(state, null, now, standing, standing).decision();
  }

  private Standing standing(PersonState state) {
    return Standing.of(state.heard(), otherwise);
  }

  private static Optional<String> refusal(
      PersonState state, EmploymentChange change, Instant now, Standing before, Standing after) {
    var source = change.origin().source();
    if (change instanceof TerminationRescinded && after.isVoid(change)) {
      return Optional.of(
          "The person left at once or against their will, and the source '%s' neither said so nor told us about them. Have a source do it that did, or send a new hire."
              .formatted(source));
    }
    var leaving = state.running(CaseKind.OFFBOARDING).filter(running -> hasBegun(running, now));
    if (leaving.isEmpty()) {
      return Optional.empty();
    }
    if (speaksForThePerson(change)
        && leaving.get().withForce()
        && !leaving.get().begunBy().source().equals(source)
        && !before.isToldBy(source, Instant.MAX)) {
      return Optional.of(
          "The person is being offboarded at once or against their will, by the event %s of %s. The source '%s' neither said so nor told us about them, so nothing is given back on its word."
              .formatted(
                  leaving.get().begunBy().eventId(), leaving.get().begunBy().source(), source));
    }
    return change instanceof Hired
            && leaving.get().phase() != Phase.UNDOING
            && after.employment().filter(change::equals).isPresent()
        ? Optional.of(
            "The person is being offboarded. Have HR rescind the termination first, or wait until that has ended; then send the event again.")
        : Optional.empty();
  }

  private static boolean speaksForThePerson(EmploymentChange change) {
    return change instanceof TerminationRescinded
        || change instanceof Hired
        || change instanceof Changed;
  }

  private static boolean hasBegun(RunningCase running, Instant now) {
    return running.phase() != Phase.SCHEDULED || !running.begins().isAfter(now);
  }

  /** One decision being made: what HR says now against where the cases stand. */
  private final class Turn {
    private final @Nullable EmploymentChange change;
    private final Instant now;
    private final Standing before;
    private final Standing after;
    private final List<Command> commands = new ArrayList<>();
    private final boolean turned;
    private PersonState state;

    Turn(
        PersonState state,
        @Nullable EmploymentChange change,
        Instant now,
        Standing before,
        Standing after) {
      this.change = change;
      this.now = now;
      this.state = state;
      this.before = before;
      this.after = after;
      this.turned = !before.employment().equals(after.employment());
    }

    Decision decision() {
      if (after.leavesAt().isPresent()) {
        leave();
      } else {
        stay();
      }
      onboard();
      transfer();
      seeToLeave();
      var result = result();
      return new Decision(state, commands, result, reason(result));
    }

    /** The person leaves, sooner or later. */
    private void leave() {
      if (!turned) {
        return;
      }
      var word = after.employment().orElseThrow();
      if (word instanceof HireRescinded
          && !isTakenIn()
          && state.running(CaseKind.OFFBOARDING).isEmpty()) {
        if (state.isIn(CaseKind.ONBOARDING, Phase.SCHEDULED)) {
          end(CaseKind.ONBOARDING);
        }
        if (state.isIn(CaseKind.TRANSFER, Phase.SCHEDULED)) {
          end(CaseKind.TRANSFER); // it has nobody left to change
        }
        return;
      }
      var atOnce =
          word instanceof HireRescinded || (word instanceof Terminated it && it.immediate());
      var begins = atOnce ? now : after.leavesAt().orElseThrow();
      var wanted =
          new RunningCase(Phase.SCHEDULED, begins, Standing.isWithForce(word), word.origin());
      var running = state.running(CaseKind.OFFBOARDING);
      if (running.isEmpty()) {
        start(CaseKind.OFFBOARDING, wanted);
      } else if (running.get().phase() == Phase.SCHEDULED) {
        move(CaseKind.OFFBOARDING, wanted);
        hurry(atOnce);
      } else if (running.get().phase() == Phase.UNDOING) {
        commands.add(new SetAside(CaseKind.OFFBOARDING));
        start(CaseKind.OFFBOARDING, wanted);
      } else if (after.isOut(now)) {
        commands.add(new Look(CaseKind.OFFBOARDING));
        hurry(atOnce);
      } else {
        // the last day was put off when the leaving had begun already
        commands.add(new Undo(CaseKind.OFFBOARDING));
        commands.add(new SetAside(CaseKind.OFFBOARDING));
        start(CaseKind.OFFBOARDING, wanted);
      }
    }

    private void hurry(boolean atOnce) {
      if (atOnce) {
        commands.add(new Hurry(CaseKind.OFFBOARDING));
      }
    }

    /** True if there is something to give back: the person has come as far as getting access. */
    private boolean isTakenIn() {
      return state.access() == Access.GIVEN || state.isIn(CaseKind.ONBOARDING, Phase.ACTIVE);
    }

    /** The person does not leave. */
    private void stay() {
      var running = state.running(CaseKind.OFFBOARDING);
      if (running.isEmpty()) {
        return;
      }
      if (running.get().phase() == Phase.SCHEDULED) {
        commands.add(new Undo(CaseKind.OFFBOARDING));
        state = state.without(CaseKind.OFFBOARDING);
      } else if (running.get().phase() == Phase.ACTIVE && turned) {
        commands.add(new Undo(CaseKind.OFFBOARDING));
        state = state.with(CaseKind.OFFBOARDING, running.get().in(Phase.UNDOING));
      } else if (change instanceof TerminationRescinded && turned) {
        commands.add(new Look(CaseKind.OFFBOARDING));
      }
    }

    private void onboard() {
      var firstDay = after.firstDay();
      if (firstDay.isEmpty() || after.workerAt(now).isEmpty()) {
        return;
      }
      var wanted = scheduled(firstDay.get().minus(preHire));
      var running = state.running(CaseKind.ONBOARDING);
      if (running.isEmpty()) {
        if (isToBeOnboarded()) {
          start(CaseKind.ONBOARDING, wanted);
        }
      } else if (running.get().phase() == Phase.SCHEDULED
          && !running.get().begins().equals(wanted.begins())) {
        move(CaseKind.ONBOARDING, wanted);
      } else if (isNewHire()) {
        commands.add(new Look(CaseKind.ONBOARDING));
      }
    }

    private boolean isToBeOnboarded() {
      if (isAtWork(CaseKind.OFFBOARDING)) {
        return false;
      }
      var comesBack = state.access() == Access.TAKEN && !after.isOut(now);
      var isUnknown = state.access() == Access.NONE || !before.isHired();
      var comes = isUnknown && after.isEmployed(now);
      return comes || comesBack || (isNewHire() && !isOneContractAfterAnother());
    }

    private boolean isNewHire() {
      return change instanceof Hired
          && turned
          && after.employment().filter(one -> one.equals(change)).isPresent();
    }

    /** Whoever stays when the old contract ends is there already; what differs is a change. */
    private boolean isOneContractAfterAnother() {
      return before.leavesAt().isPresent() && state.access() == Access.GIVEN;
    }

    private void transfer() {
      var running = state.running(CaseKind.TRANSFER);
      if (isGone()) {
        return;
      }
      var due = transferDue();
      if (running.isEmpty()) {
        due.ifPresent(at -> start(CaseKind.TRANSFER, scheduled(at)));
      } else if (running.get().phase() == Phase.SCHEDULED) {
        var at = due.orElse(now);
        if (!running.get().begins().equals(at)) {
          move(CaseKind.TRANSFER, scheduled(at));
        } else if (isAboutFacts()) {
          commands.add(new Look(CaseKind.TRANSFER));
        }
      } else if (isAboutFacts()) {
        commands.add(new Look(CaseKind.TRANSFER));
      }
    }

    /** When the next thing about the person has to be brought into accounts and groups. */
    private Optional<Instant> transferDue() {
      var onboarding = state.running(CaseKind.ONBOARDING);
      var from =
          onboarding
              .filter(running -> running.phase() == Phase.SCHEDULED)
              .flatMap(running -> after.firstDay())
              .filter(day -> day.isAfter(now))
              .orElse(now);
      var isScheduled = state.isIn(CaseKind.ONBOARDING, Phase.SCHEDULED);
      var isBehind =
          onboarding.isEmpty()
              && state.applied() != null
              && !after.workerAt(now).equals(Optional.of(state.applied()));
      // an onboarding at work may have read the facts already, and of some we know no onboarding
      var isUnseen =
          change instanceof Changed changed
              && !Standing.effectiveAt(changed).isAfter(now)
              && (onboarding.isPresent() || state.access() == Access.NONE)
              && isNews();
      return !isScheduled && (isBehind || isUnseen)
          ? Optional.of(now)
          : after.changesNextAfter(from);
    }

    private boolean isGone() {
      return state.isIn(CaseKind.OFFBOARDING, Phase.ACTIVE)
          || (after.isOut(now) && !isTakenIn())
          || (state.access() == Access.TAKEN && state.cases().isEmpty());
    }

    private boolean isAboutFacts() {
      return (change instanceof Changed || change instanceof ChangeRescinded) && isNews();
    }

    /** True if the event changes who the person is, now or later, or says again who they are. */
    private boolean isNews() {
      return after.newestFacts().filter(one -> one.equals(change)).isPresent()
          || !before.workersFrom(now).equals(after.workersFrom(now));
    }

    /** Whether the person is on leave, or will be. */
    private void seeToLeave() {
      var leave = after.leave(now).filter(period -> !hasLeft()).map(Period::begins);
      var running = state.running(CaseKind.LEAVE);
      if (running.isEmpty()) {
        leave.ifPresent(at -> start(CaseKind.LEAVE, scheduled(at)));
      } else if (running.get().phase() == Phase.SCHEDULED) {
        var at = leave.orElse(now);
        if (!running.get().begins().equals(at)) {
          move(CaseKind.LEAVE, scheduled(at));
        } else if (isAboutLeave()) {
          commands.add(new Look(CaseKind.LEAVE));
        }
      } else if (isAboutLeave() || turned) {
        commands.add(new Look(CaseKind.LEAVE));
      }
    }

    private boolean isAboutLeave() {
      return change instanceof LeaveStarted || change instanceof LeaveEnded;
    }

    /** Whoever still works until a last day may be on leave until then. */
    private boolean hasLeft() {
      return after.leavesAt().isPresent() && !state.isIn(CaseKind.OFFBOARDING, Phase.SCHEDULED);
    }

    private boolean isAtWork(CaseKind kind) {
      return state.running(kind).filter(it -> it.phase() != Phase.SCHEDULED).isPresent();
    }

    private RunningCase scheduled(Instant at) {
      return new RunningCase(Phase.SCHEDULED, at, false, cause());
    }

    private Origin cause() {
      return change != null
          ? change.origin()
          : after.employment().or(after::newestFacts).map(EmploymentChange::origin).orElse(NOBODY);
    }

    private void start(CaseKind kind, RunningCase wanted) {
      commands.add(new Start(kind, wanted.begins()));
      state = state.with(kind, wanted);
    }

    private void move(CaseKind kind, RunningCase wanted) {
      commands.add(new Move(kind, wanted.begins()));
      state = state.with(kind, wanted);
    }

    private void end(CaseKind kind) {
      commands.add(new End(kind));
      state = state.without(kind);
    }

    private Result result() {
      var own = commands.stream().filter(command -> isOwn(command.kind())).toList();
      if (own.stream().anyMatch(Start.class::isInstance)) {
        return Result.STARTED;
      }
      if (overtakenBy().isPresent()) {
        return Result.SUPERSEDED;
      }
      return own.isEmpty() ? Result.NOTED : Result.JOINED;
    }

    /** True for the kinds of cases that such an event is about; others may have to look, too. */
    private boolean isOwn(CaseKind kind) {
      return switch (kind) {
        case LEAVE -> isAboutLeave() || change == null;
        case TRANSFER -> !isAboutLeave();
        case ONBOARDING, OFFBOARDING -> !isAboutLeave() && !(change instanceof ChangeRescinded);
      };
    }

    /** The newer event that says otherwise. */
    private Optional<EmploymentChange> overtakenBy() {
      if (change == null || after.isVoid(change) || (change instanceof Changed && isNews())) {
        return Optional.empty();
      }
      return change instanceof Changed
          ? after.newestFacts().filter(newer -> !newer.equals(change))
          : after.overtaken(change);
    }

    private String reason(Result result) {
      var done = commands.stream().map(Turn::words).toList();
      var why = why(result);
      return why.isEmpty() || done.isEmpty()
          ? why + String.join(" ", done)
          : "%s %s".formatted(why, String.join(" ", done));
    }

    private String why(Result result) {
      return switch (result) {
        case STARTED, JOINED -> "";
        case SUPERSEDED ->
            overtakenBy()
                .map(
                    newer ->
                        "A newer event came before it: %s of %s, entered at %s. If this one still holds, have it sent again with the present time."
                            .formatted(
                                newer.origin().eventId(),
                                newer.origin().source(),
                                newer.origin().occurredAt()))
                .orElse("");
        case NOTED, REFUSED -> nothingToDo();
      };
    }

    private String nothingToDo() {
      if (change == null) {
        return "Nothing is to be done now.";
      }
      if (after.isVoid(change)) {
        return "The person left at once or against their will, on the word of another source; only that source may put it off.";
      }
      if (change instanceof Changed) {
        return "The person has left; the change counts only should the leaving be rescinded.";
      }
      if (change instanceof LeaveStarted) {
        return "The leave is over already, or the person has left.";
      }
      if (change instanceof LeaveEnded) {
        return "There was no leave to end.";
      }
      if (change instanceof ChangeRescinded) {
        return "No change was announced for that day, or it has taken effect.";
      }
      return change instanceof HireRescinded
          ? "There was no hire to rescind."
          : "Nothing is to be done about it now.";
    }

    private static String words(Command command) {
      var what =
          switch (command.kind()) {
            case ONBOARDING -> "onboarding";
            case TRANSFER -> "transfer";
            case LEAVE -> "leave";
            case OFFBOARDING -> "offboarding";
          };
      if (command instanceof Start start) {
        return "The %s starts, due at %s.".formatted(what, start.begins());
      }
      if (command instanceof Move move) {
        return "The %s waits until %s.".formatted(what, move.begins());
      }
      if (command instanceof End) {
        return "The %s ends; nothing was done yet.".formatted(what);
      }
      if (command instanceof Undo) {
        return "The %s is undone.".formatted(what);
      }
      if (command instanceof Hurry) {
        return "The %s waits for nobody any more.".formatted(what);
      }
      return command instanceof SetAside
          ? "The %s that is being undone makes room for another one.".formatted(what)
          : "The %s that runs looks at it.".formatted(what);
    }
  }
}
