package io.muster.sources;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentFacts;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened between two snapshots of one person, as events of the kind any source could
 * have sent.
 *
 * @param events in the order in which they have to be taken in
 * @param questions what only a person can answer, for operators, with what to do next
 * @param adopted true if the person is known from now on without anything having happened
 * @param settled false if the snapshot must not count as the last one, as a person has to look
 */
record Difference(List<Event> events, List<String> questions, boolean adopted, boolean settled) {
  private static final Set<String> MAY_BE_CLEARED = Set.of("costCenter", "managerId");
  private static final String ZONE = "timeZone";

  Difference {
    events = List.copyOf(events);
    questions = List.copyOf(questions);
  }

  /**
   * One event.
   *
   * @param type one of {@link EmploymentFacts#types()}
   * @param fields as {@link EmploymentFacts#read} takes them
   */
  record Event(String type, Map<String, Object> fields) {}

  /** The same, and that somebody stays of whom nothing but a leaving was understood before. */
  Difference staying(WorkerSnapshot person) {
    var all = new ArrayList<>(events);
    all.add(
        new Event(
            EmploymentFacts.TERMINATION_RESCINDED,
            Map.of("employeeId", person.employee().value())));
    return new Difference(all, questions, adopted, settled);
  }

  /** True if somebody leaves, or has left, or is not to begin. */
  boolean leaves() {
    return has(EmploymentFacts.TERMINATED) || has(EmploymentFacts.HIRE_RESCINDED);
  }

  /** True if somebody stays of whom it was said that they leave, or have left. */
  boolean returns() {
    return has(EmploymentFacts.TERMINATION_RESCINDED);
  }

  /** True if somebody begins. */
  boolean joins() {
    return has(EmploymentFacts.HIRED);
  }

  /** True if something about somebody is different. */
  boolean moves() {
    return has(EmploymentFacts.CHANGED);
  }

  private boolean has(String type) {
    return events.stream().anyMatch(event -> event.type().equals(type));
  }

  /**
   * Compares.
   *
   * @param before the last accepted snapshot, its facts complete; null if there is none
   * @param now the new one; facts it does not show are as before
   * @param today in the person's zone
   * @param alreadyThere what to do about a person of whom there is no earlier snapshot and who
   *     began before today
   */
  static Difference between(
      @Nullable WorkerSnapshot before,
      WorkerSnapshot now,
      LocalDate today,
      AlreadyThere alreadyThere) {
    var difference = new Comparison(before, now, today).difference(alreadyThere);
    return before != null
            && (difference.leaves() || difference.returns() || difference.joins())
            && WhoItIs.of(now).isSomebodyElseThan(WhoItIs.of(before))
        ? ofSomebodyElse(now, difference)
        : difference;
  }

  /** Nobody is offboarded, or given access again, by a record that names somebody else. */
  private static Difference ofSomebodyElse(WorkerSnapshot now, Difference difference) {
    var question =
        "The record of %s names somebody else than before, by given name, family name and work address, and says at once that this person %s. The numbers of two people may be mixed up, so nothing was done. Have HR compare number and name. If it is the same person, have HR enter the new name first, with the address of before or without the other change; once that was read, the rest."
            .formatted(now.employee(), difference.leaves() ? "leaves" : "begins or stays");
    return new Difference(List.of(), List.of(question), false, false);
  }

  /** What to do about people who are there when a source is first read. */
  enum AlreadyThere {
    KNOWN,
    HIRED
  }

  /** The new snapshot with what it does not show, or must not clear, taken from the last one. */
  static WorkerSnapshot completed(
      @Nullable WorkerSnapshot before, WorkerSnapshot now, LocalDate today) {
    if (before == null) {
      return now;
    }
    var facts = new LinkedHashMap<>(before.facts());
    now.facts()
        .forEach(
            (field, value) -> {
              if (value != null || MAY_BE_CLEARED.contains(field)) {
                facts.put(field, value);
              }
            });
    var complete = now.with(facts, now.unread());
    return complete.earlier() == null
        ? complete.with(now.status(), asEntered(before.leaving(), now.leaving()))
        : stillRunning(before, complete, complete.earlier(), today);
  }

  /**
   * What an end is of that does not end the employment that is shown: of the one we know of, which
   * runs until then or was announced to; or of one that was over before.
   */
  private static WorkerSnapshot stillRunning(
      WorkerSnapshot before, WorkerSnapshot now, Leaving earlier, LocalDate today) {
    var first = now.firstDay();
    var known = before.leaving();
    if (!before.isEmployed() || !now.isEmployed()) {
      return now;
    }
    var announced = known != null && known.lastDay().equals(earlier.lastDay());
    var anew = first != null && first.isAfter(earlier.lastDay());
    var runs = !earlier.lastDay().isBefore(today) && startsBy(before, earlier.lastDay());
    if (anew && runs) {
      var facts = new LinkedHashMap<>(now.facts());
      facts.put("startDate", before.facts().get("startDate"));
      return ending(now.with(facts, now.unread()), asEntered(known, earlier));
    }
    return announced && !anew ? ending(now, known) : now;
  }

  private static boolean startsBy(WorkerSnapshot person, LocalDate day) {
    var first = person.firstDay();
    return first != null && !first.isAfter(day);
  }

  private static WorkerSnapshot ending(WorkerSnapshot person, @Nullable Leaving end) {
    return new WorkerSnapshot(
        person.employee(),
        person.record(),
        person.status(),
        person.facts(),
        end,
        person.planned(),
        person.enteredAt(),
        null,
        person.unread());
  }

  /**
   * An end that was announced stays one, whatever else HR does to the record on its day; one that
   * is entered anew or otherwise is judged anew.
   */
  private static @Nullable Leaving asEntered(@Nullable Leaving before, @Nullable Leaving now) {
    return before != null && now != null && now.isStill(before) ? before : now;
  }

  /** Whether an empty field means that there is nothing, rather than that HR has to fill it in. */
  static boolean mayBeCleared(String field) {
    return MAY_BE_CLEARED.contains(field);
  }

  /** What an event about a person says, whose facts are these. */
  static Map<String, Object> fieldsOf(WorkerSnapshot person) {
    return eventFields(person.employee().value(), person.facts());
  }

  private static Map<String, Object> eventFields(
      String employee, Map<String, @Nullable String> facts) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("employeeId", employee);
    facts.forEach(
        (field, value) -> {
          if (value != null && !field.equals("employeeId")) {
            fields.put(field, EmploymentFacts.flags().contains(field) ? flag(value) : value);
          }
        });
    return fields;
  }

  private static Object flag(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> value;
    };
  }

  private static final class Comparison {
    private final @Nullable WorkerSnapshot before;
    private final WorkerSnapshot raw;
    private final WorkerSnapshot now;
    private final LocalDate today;
    private final List<Event> events = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();

    Comparison(@Nullable WorkerSnapshot before, WorkerSnapshot now, LocalDate today) {
      this.before = before;
      this.raw = now;
      this.now = completed(before, now, today);
      this.today = today;
    }

    Difference difference(AlreadyThere alreadyThere) {
      boolean adopted = false;
      if (endContradicts()) {
        return new Difference(events, questions, false, false);
      }
      switch (now.status()) {
        case DELETED -> deleted();
        case UNCLEAR -> unclear();
        case CALLED_OFF -> calledOff();
        case ENDED -> ended();
        case EMPLOYED, ON_LEAVE -> {
          if (before == null || before.status() == Status.CALLED_OFF) {
            adopted =
                before == null && alreadyThere == AlreadyThere.KNOWN && began().isBefore(today);
            if (!adopted) {
              events.add(hired());
              leave(false);
            }
            var end = now.leaving();
            if (!adopted || end == null || !end.lastDay().isBefore(today)) {
              leaving(null); // whoever left before we came to know the source is not our leaver
            }
            planned(List.of());
          } else if (before.status() == Status.ENDED || beginsAnew(before)) {
            again(before);
          } else {
            goesOn(before);
          }
        }
      }
      boolean settled = now.status() != Status.DELETED && now.status() != Status.UNCLEAR;
      return new Difference(events, questions, adopted, settled);
    }

    private void unclear() {
      var earlier = now.earlier();
      if (!now.unread().isEmpty()) {
        return; // asked by whoever keeps what could not be read
      }
      questions.add(
          earlier == null
              ? "HR's fields about %s contradict each other, so nothing was done. Have HR correct the record; it is read again."
                  .formatted(now.employee())
              : "HR says that %s has left, and the end it shows, %s, is before the first day, %s, so nothing was done. Have HR enter the end of this employment, or empty that of the one before; the record is read again."
                  .formatted(now.employee(), earlier.lastDay(), now.facts().get("startDate")));
    }

    /**
     * Asks about an end that does not end this employment, where it may be meant to.
     *
     * @return true if nothing can be done before that is answered
     */
    private boolean endContradicts() {
      var earlier = now.earlier();
      if (earlier == null || !now.isEmployed() || (before != null && sameEarlier(before))) {
        return false;
      }
      var first = now.firstDay();
      var hadLeft = before != null && before.status() == Status.ENDED;
      if (first == null || !first.isAfter(earlier.lastDay())) {
        questions.add(
            "HR says that %s is employed, and that the employment ended on %s, with no first day after it. %s Have HR empty the end, or enter the first day after it; if they have left, have HR say so in the status."
                .formatted(
                    now.employee(),
                    earlier.lastDay(),
                    hadLeft ? "Nothing was done." : "The end was passed over."));
        return hadLeft;
      }
      if (before != null
          && before.isEmployed()
          && first.isAfter(today)
          && first.equals(before.firstDay())) {
        questions.add(
            "HR has entered an end of %s, %s, that is before the first day, %s, so it was taken for that of an employment before. If they do not come, have HR call the hire off."
                .formatted(now.employee(), earlier.lastDay(), first));
      }
      return false;
    }

    private boolean sameEarlier(WorkerSnapshot until) {
      return until.isEmployed() && Objects.equals(until.earlier(), now.earlier());
    }

    private void deleted() {
      if (before != null && employed(before)) {
        questions.add(
            "HR has deleted the record of %s, which is not a termination, so nothing was done. If the person has left, send a termination; if not, have HR restore the record."
                .formatted(now.employee()));
      }
    }

    private void calledOff() {
      if (before != null && before.status() != Status.CALLED_OFF) {
        events.add(new Event(EmploymentFacts.HIRE_RESCINDED, Map.of("employeeId", id())));
      }
    }

    private void ended() {
      if (before == null || before.status() == Status.CALLED_OFF) {
        return;
      }
      var known = before.leaving();
      var end = now.leaving() == null ? known : now.leaving();
      if (end == null) {
        if (employed(before)) {
          events.add(terminated(new Leaving(today, Reason.UNKNOWN, false)));
        }
        return;
      }
      // some sources call the last day itself an end; until it is over there is still something due
      var due =
          employed(before)
              || !end.lastDay().isBefore(today)
              || (known != null && !known.lastDay().isBefore(today));
      if (due && !saidBefore(before, end)) {
        events.add(terminated(end));
      }
    }

    /**
     * Another record that begins well after the end of the last one is another employment, even if
     * the source was not read on the days between.
     */
    private boolean beginsAnew(WorkerSnapshot until) {
      var end = until.leaving();
      return end != null
          && (!until.record().equals(now.record()) || now.earlier() != null)
          && began().isAfter(end.lastDay().plusDays(1));
    }

    /** Somebody who had left is there again. */
    private void again(WorkerSnapshot left) {
      var end = left.leaving();
      var newEmployment =
          end == null
              || began().isAfter(end.lastDay())
              || !Objects.equals(now.facts().get("startDate"), left.facts().get("startDate"));
      if (newEmployment) {
        events.add(hired());
        leave(false);
        leaving(null);
        planned(List.of());
      } else {
        if (now.status() == Status.EMPLOYED) {
          // nobody knows whether they left while on leave
          events.add(leaveEnded());
        }
        events.add(new Event(EmploymentFacts.TERMINATION_RESCINDED, Map.of("employeeId", id())));
        goesOn(
            new WorkerSnapshot(
                left.employee(),
                left.record(),
                Status.EMPLOYED,
                left.facts(),
                null,
                left.planned(),
                left.enteredAt()));
      }
    }

    private void goesOn(WorkerSnapshot until) {
      var cleared =
          raw.facts().entrySet().stream()
              .filter(fact -> fact.getValue() == null && !MAY_BE_CLEARED.contains(fact.getKey()))
              .map(Map.Entry::getKey)
              .filter(field -> until.facts().get(field) != null)
              .toList();
      if (!cleared.isEmpty()) {
        questions.add(
            "HR has emptied %s of %s. Nothing was taken away; what was there before is kept until HR fills it in."
                .formatted(String.join(", ", cleared), now.employee()));
      }
      if (!asOfToday(now).equals(asOfToday(until))) {
        events.add(new Event(EmploymentFacts.CHANGED, fields(asOfToday(now))));
      }
      leave(until.status() == Status.ON_LEAVE);
      leaving(until);
      planned(until.planned());
    }

    private void leave(boolean until) {
      var away = now.status() == Status.ON_LEAVE;
      if (away && !until) {
        events.add(leaveStarted());
      } else if (until && !away) {
        events.add(leaveEnded());
      }
    }

    /** What was announced for a day that has come was said then. */
    private Map<String, @Nullable String> asOfToday(WorkerSnapshot person) {
      return withPlans(person, today);
    }

    private static Map<String, @Nullable String> withPlans(WorkerSnapshot person, LocalDate day) {
      var facts = new LinkedHashMap<>(person.facts());
      person.planned().stream()
          .filter(plan -> !plan.effective().isAfter(day))
          .forEach(plan -> facts.putAll(plan.facts()));
      return facts;
    }

    private void leaving(@Nullable WorkerSnapshot until) {
      var end = now.leaving();
      if (end == null && until != null && until.leaving() != null) {
        events.add(new Event(EmploymentFacts.TERMINATION_RESCINDED, Map.of("employeeId", id())));
      } else if (end != null && (until == null || !saidBefore(until, end))) {
        events.add(terminated(end));
      }
    }

    private boolean saidBefore(WorkerSnapshot until, Leaving end) {
      var known = until.leaving();
      return known != null && same(known, end) && !endsAtAnotherMoment(until, end);
    }

    /** The last day, until it is over where the person was, is over when it is where they are. */
    private boolean endsAtAnotherMoment(WorkerSnapshot until, Leaving end) {
      return !end.immediate()
          && !end.lastDay().isBefore(today)
          && !Objects.equals(until.facts().get(ZONE), now.facts().get(ZONE));
    }

    private void planned(List<Planned> until) {
      for (var plan : until) {
        var stillThere =
            now.planned().stream().anyMatch(other -> other.effective().equals(plan.effective()));
        if (!stillThere && plan.effective().isAfter(today)) {
          events.add(
              new Event(
                  EmploymentFacts.CHANGE_RESCINDED,
                  Map.of("employeeId", id(), "effectiveDate", plan.effective().toString())));
        }
      }
      for (var plan : now.planned()) {
        if (!until.contains(plan) && plan.effective().isAfter(today)) {
          var fields = fields(withPlans(now, plan.effective()));
          fields.put("effectiveDate", plan.effective().toString());
          events.add(new Event(EmploymentFacts.CHANGED, fields));
        }
      }
    }

    private Event hired() {
      return new Event(EmploymentFacts.HIRED, fields(now.facts()));
    }

    /** A snapshot says who is away and not since when, so it is since today. */
    private Event leaveStarted() {
      var first = began().isAfter(today) ? began() : today;
      return new Event(EmploymentFacts.LEAVE_STARTED, onDay("firstDay", first));
    }

    private Event leaveEnded() {
      return new Event(EmploymentFacts.LEAVE_ENDED, onDay("returnDay", today));
    }

    private Map<String, Object> onDay(String field, LocalDate day) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("employeeId", id());
      fields.put(field, day.toString());
      Optional.ofNullable(now.facts().get(ZONE)).ifPresent(zone -> fields.put(ZONE, zone));
      return fields;
    }

    private Event terminated(Leaving end) {
      var fields = onDay("lastDayOfWork", end.lastDay());
      fields.put("reason", EmploymentFacts.word(end.reason()));
      fields.put("immediate", end.immediate());
      return new Event(EmploymentFacts.TERMINATED, fields);
    }

    private Map<String, Object> fields(Map<String, @Nullable String> facts) {
      return eventFields(id(), facts);
    }

    private String id() {
      return now.employee().value();
    }

    private LocalDate began() {
      var first = now.firstDay();
      return first == null ? today : first;
    }

    private static boolean employed(WorkerSnapshot snapshot) {
      return snapshot.isEmployed();
    }

    private static boolean same(Leaving one, Leaving other) {
      return one.lastDay().equals(other.lastDay()) && one.immediate() == other.immediate();
    }
  }
}
