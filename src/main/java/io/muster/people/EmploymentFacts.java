package io.muster.people;

import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.UnreadableChange.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what HR says, field by field, the same way whichever door it came through.
 *
 * <p>Texts are trimmed and NFC-normalised; an empty text or null counts as absent. Text that could
 * be taken for an expression or markup is refused here, once, because it ends up in process
 * variables, forms and other systems.
 */
public final class EmploymentFacts {
  /** The type of a {@link Hired}. */
  public static final String HIRED = "worker.hired";

  /** The type of a {@link Terminated}. */
  public static final String TERMINATED = "worker.terminated";

  /** The type of a {@link Changed}. */
  public static final String CHANGED = "worker.changed";

  /** The type of a {@link HireRescinded}. */
  public static final String HIRE_RESCINDED = "worker.hireRescinded";

  /** The type of a {@link TerminationRescinded}. */
  public static final String TERMINATION_RESCINDED = "worker.terminationRescinded";

  /** The type of a {@link ChangeRescinded}. */
  public static final String CHANGE_RESCINDED = "worker.changeRescinded";

  /** The type of a {@link LeaveStarted}. */
  public static final String LEAVE_STARTED = "worker.leaveStarted";

  /** The type of a {@link LeaveEnded}. */
  public static final String LEAVE_ENDED = "worker.leaveEnded";

  private static final String[] WORKER = {
    "employeeId",
    "givenName",
    "familyName",
    "workEmail",
    "department",
    "title",
    "location",
    "costCenter",
    "managerId",
    "timeZone",
    "startDate",
    "legalHold"
  };
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          HIRED,
          inOrder(WORKER),
          CHANGED,
          inOrder(
              Stream.concat(Stream.of(WORKER), Stream.of("effectiveDate")).toArray(String[]::new)),
          TERMINATED,
          inOrder("employeeId", "lastDayOfWork", "timeZone", "reason", "immediate", "legalHold"),
          HIRE_RESCINDED,
          inOrder("employeeId"),
          TERMINATION_RESCINDED,
          inOrder("employeeId"),
          CHANGE_RESCINDED,
          inOrder("employeeId", "effectiveDate"),
          LEAVE_STARTED,
          inOrder("employeeId", "firstDay", "timeZone", "leaveKind"),
          LEAVE_ENDED,
          inOrder("employeeId", "returnDay", "timeZone"));
  private static final Map<String, Class<? extends EmploymentChange>> TYPES =
      Map.of(
          HIRED, Hired.class,
          CHANGED, Changed.class,
          TERMINATED, Terminated.class,
          HIRE_RESCINDED, HireRescinded.class,
          TERMINATION_RESCINDED, TerminationRescinded.class,
          CHANGE_RESCINDED, ChangeRescinded.class,
          LEAVE_STARTED, LeaveStarted.class,
          LEAVE_ENDED, LeaveEnded.class);
  private static final Map<String, Reason> REASONS = reasons();
  private static final Map<String, Kind> KINDS = kinds();

  private EmploymentFacts() {}

  /** The types that can be read. */
  public static Set<String> types() {
    return inOrder(
        HIRED,
        CHANGED,
        TERMINATED,
        HIRE_RESCINDED,
        TERMINATION_RESCINDED,
        CHANGE_RESCINDED,
        LEAVE_STARTED,
        LEAVE_ENDED);
  }

  /** The type of a change, as HR writes it. */
  public static String type(EmploymentChange change) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue().isInstance(change))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /**
   * The names of all fields of a type, in the order people write them.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  public static Set<String> fields(String type) {
    var fields = FIELDS.get(type);
    if (fields == null) {
      throw new IllegalArgumentException("the types are " + types());
    }
    return fields;
  }

  /** How a reason is written in {@code reason}. */
  public static String word(Reason reason) {
    return word(REASONS, reason);
  }

  /** How the kind of a leave is written in {@code leaveKind}. */
  public static String word(Kind kind) {
    return word(KINDS, kind);
  }

  private static <T> String word(Map<String, T> words, T meaning) {
    return words.entrySet().stream()
        .filter(entry -> entry.getValue() == meaning)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** The fields that are true or false; everything else is text. */
  public static Set<String> flags() {
    return inOrder("immediate", "legalHold");
  }

  /** The fields that are dates, written like 2026-11-24. */
  public static Set<String> dates() {
    return inOrder("startDate", "effectiveDate", "lastDayOfWork", "firstDay", "returnDay");
  }

  /**
   * Reads a change.
   *
   * @param type one of {@link #types()}
   * @param fields text or {@link Boolean} by name; see {@link #fields} and {@link #flags}
   * @throws UnreadableChange if anything is missing, unknown or wrong, with all of it at once
   */
  public static EmploymentChange read(Origin origin, String type, Map<String, ?> fields) {
    if (!FIELDS.containsKey(type)) {
      throw new UnreadableChange(List.of(new Problem("type", "is not one of " + types())));
    }
    var reader = new FieldReader(type, fields(type), fields);
    var change =
        switch (type) {
          case HIRED -> new Hired(origin, worker(reader));
          case CHANGED -> new Changed(origin, worker(reader), reader.optionalDate("effectiveDate"));
          case HIRE_RESCINDED -> new HireRescinded(origin, reader.id("employeeId"));
          case TERMINATION_RESCINDED -> new TerminationRescinded(origin, reader.id("employeeId"));
          case CHANGE_RESCINDED ->
              new ChangeRescinded(origin, reader.id("employeeId"), reader.date("effectiveDate"));
          case LEAVE_STARTED ->
              new LeaveStarted(
                  origin,
                  reader.id("employeeId"),
                  reader.date("firstDay"),
                  reader.optionalZone("timeZone"),
                  reader.oneOf("leaveKind", KINDS, Kind.UNKNOWN));
          case LEAVE_ENDED ->
              new LeaveEnded(
                  origin,
                  reader.id("employeeId"),
                  reader.date("returnDay"),
                  reader.optionalZone("timeZone"));
          default -> terminated(origin, reader);
        };
    reader.done();
    return change;
  }

  private static Worker worker(FieldReader fields) {
    return new Worker(
        fields.id("employeeId"),
        fields.name("givenName"),
        fields.name("familyName"),
        fields.email("workEmail"),
        fields.text("department"),
        fields.text("title"),
        fields.text("location"),
        fields.optionalText("costCenter"),
        fields.optionalId("managerId"),
        fields.zone("timeZone"),
        fields.date("startDate"),
        fields.flag("legalHold"));
  }

  private static Terminated terminated(Origin origin, FieldReader fields) {
    return new Terminated(
        origin,
        fields.id("employeeId"),
        fields.date("lastDayOfWork"),
        fields.optionalZone("timeZone"),
        fields.oneOf("reason", REASONS, Reason.UNKNOWN),
        fields.flag("immediate"),
        fields.flag("legalHold"));
  }

  private static Map<String, Reason> reasons() {
    var reasons = new LinkedHashMap<String, Reason>();
    reasons.put("voluntary", Reason.VOLUNTARY);
    reasons.put("involuntary", Reason.INVOLUNTARY);
    reasons.put("endOfContract", Reason.END_OF_CONTRACT);
    reasons.put("death", Reason.DEATH);
    reasons.put("unknown", Reason.UNKNOWN);
    return Collections.unmodifiableMap(reasons);
  }

  private static Map<String, Kind> kinds() {
    var kinds = new LinkedHashMap<String, Kind>();
    kinds.put("paid", Kind.PAID);
    kinds.put("unpaid", Kind.UNPAID);
    kinds.put("garden", Kind.GARDEN);
    kinds.put("unknown", Kind.UNKNOWN);
    return Collections.unmodifiableMap(kinds);
  }

  private static Set<String> inOrder(String... names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
  }
}
