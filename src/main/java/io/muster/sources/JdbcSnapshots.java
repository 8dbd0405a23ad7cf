package io.muster.sources;

import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.UnreadableChange;
import io.muster.people.Workforce;
import io.muster.sources.Difference.AlreadyThere;
import io.muster.sources.Difference.Event;
import io.muster.sources.SourcesProperties.Absence;
import io.muster.sources.SourcesProperties.FirstReading;
import io.muster.sources.WorkerSnapshot.Status;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps snapshots in {@code muster_snapshot}, each in the commit of the events it makes. */
@Component
class JdbcSnapshots implements Snapshots {
  private static final Logger log = LoggerFactory.getLogger(JdbcSnapshots.class);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final int AT_ONCE = 500;

  private final SourcesProperties properties;
  private final SnapshotTable table;
  private final Readings readings;
  private final Inbox inbox;
  private final Workforce workforce;
  private final TransactionTemplate transaction;
  private final Clock clock;

  JdbcSnapshots(
      SourcesProperties properties,
      SnapshotTable table,
      Readings readings,
      Inbox inbox,
      Workforce workforce,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.properties = properties;
    this.table = table;
    this.readings = readings;
    this.inbox = inbox;
    this.workforce = workforce;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Override
  public List<Receipt> some(String source, List<WorkerSnapshot> people) {
    var now = clock.instant();
    askAboutContested(source, people);
    var plan = new Plan(source, people, false, AlreadyThere.HIRED, now);
    var held = plan.tooMuch(0);
    if (held != null) {
      readings.hold(source, people, false, now, held, plan.words());
      return List.of();
    }
    return plan.carryOut(now);
  }

  @Override
  public Reading all(String source, List<WorkerSnapshot> everybody) {
    var now = clock.instant();
    var settings = properties.of(source);
    var first = table.countOf(source) == 0;
    askAboutContested(source, everybody);
    var plan =
        new Plan(
            source,
            everybody,
            true,
            first && settings.firstReading() == FirstReading.KNOW
                ? AlreadyThere.KNOWN
                : AlreadyThere.HIRED,
            now);
    var held = first ? null : plan.tooMuch(readings.lastCount(source));
    if (held != null) {
      return readings.hold(source, everybody, true, now, held, plan.words());
    }
    var receipts = plan.carryOut(now);
    var refused = (int) receipts.stream().filter(it -> it.fate() == Fate.REFUSED).count();
    var number = readings.taken(source, everybody, now);
    return new Reading(
        number,
        null,
        receipts.size() - refused,
        plan.missing.size(),
        refused,
        plan.outdated.size());
  }

  @Override
  public List<String> wouldDo(String source, List<WorkerSnapshot> people, boolean whole) {
    var now = clock.instant();
    var first = whole && table.countOf(source) == 0;
    var plan =
        new Plan(
            source,
            people,
            whole,
            first && properties.of(source).firstReading() == FirstReading.KNOW
                ? AlreadyThere.KNOWN
                : AlreadyThere.HIRED,
            now);
    var words = new ArrayList<>(plan.words());
    var held = first ? null : plan.tooMuch(whole ? readings.lastCount(source) : 0);
    if (held != null) {
      words.add(0, "It would be held until an operator has looked: " + held);
    }
    return words;
  }

  @Override
  public List<Receipt> letThrough(long number, String by) {
    var reading = readings.decide(number, by);
    inbox.settle(
        reading.source(),
        "reading-" + number,
        "Reading %d was held until it was let through; what it says came in as events of this source after that."
            .formatted(number),
        by);
    askAboutContested(reading.source(), reading.people());
    var plan =
        new Plan(
            reading.source(),
            reading.people(),
            reading.whole(),
            AlreadyThere.HIRED,
            reading.takenAt());
    return plan.carryOut(reading.takenAt());
  }

  /** The records of each person whom the source names more than once. */
  private static Map<EmployeeId, Set<String>> contested(List<WorkerSnapshot> people) {
    var records = new LinkedHashMap<EmployeeId, Set<String>>();
    people.forEach(
        person ->
            records
                .computeIfAbsent(person.employee(), each -> new TreeSet<>())
                .add(person.record()));
    records.values().removeIf(claimants -> claimants.size() == 1);
    return records;
  }

  private void askAboutContested(String source, List<WorkerSnapshot> people) {
    contested(people)
        .forEach(
            (employee, claimants) ->
                ask(
                    source,
                    employee,
                    "two-records-" + Digests.of(List.copyOf(claimants)),
                    "Two records of this source claim the number %s, so nothing was done about either. Have HR correct one of them."
                        .formatted(employee)));
  }

  private void ask(String source, EmployeeId employee, String eventId, String question) {
    inbox.refuse(source, eventId, employee.value(), question, question);
  }

  /** What one reading comes to. */
  private final class Plan {
    private final String source;
    private final boolean whole;
    private final AlreadyThere alreadyThere;

    /** All who are there, those of whom nobody knows which record is right among them. */
    private final List<WorkerSnapshot> people;

    private final Map<WorkerSnapshot, Difference> differences = new LinkedHashMap<>();
    private final List<WorkerSnapshot> outdated = new ArrayList<>();
    private final List<SnapshotTable.Kept> missing;
    private final Map<EmployeeId, SnapshotTable.Kept> kept;
    private final long known;

    Plan(
        String source,
        List<WorkerSnapshot> people,
        boolean whole,
        AlreadyThere alreadyThere,
        Instant now) {
      this.source = source;
      this.whole = whole;
      this.alreadyThere = alreadyThere;
      this.people =
          people.stream()
              .map(person -> person.enteredBy(now))
              .sorted(Comparator.comparing(person -> person.employee().value()))
              .toList();
      this.kept = table.all(source, whole ? null : this.people);
      this.known = whole ? kept.size() : table.countOf(source);
      var there = new HashSet<EmployeeId>();
      var contested = contested(people).keySet();
      for (var person : this.people) {
        there.add(person.employee());
        var before = kept.get(person.employee());
        boolean isNewer = before == null || !before.isNewerThan(person);
        if (!isNewer && isNews(person)) {
          outdated.add(person);
        } else if (isNewer && !contested.contains(person.employee())) {
          differences.put(person, compare(before, person, now));
        }
      }
      this.missing =
          whole
              ? kept.values().stream()
                  .filter(person -> person.isEmployed() && !there.contains(person.employee()))
                  .toList()
              : List.of();
    }

    private Difference compare(
        SnapshotTable.@Nullable Kept before, WorkerSnapshot person, Instant now) {
      return Difference.between(
          before == null ? null : before.snapshot(),
          person,
          today(before == null ? person : before.snapshot(), now),
          alreadyThere);
    }

    /** Why this is more than an ordinary day's change; null if it is not. */
    @Nullable String tooMuch(int peopleLastTime) {
      var guards = properties.of(source).guards();
      if (whole && people.size() < peopleLastTime * guards.rows()) {
        return "It has %d people, the last reading had %d. If the source has really lost that many, let it through; else see what cut it short: a filter, a permission, a file that was not whole."
            .formatted(people.size(), peopleLastTime);
      }
      var leavers = differences.values().stream().filter(Difference::leaves).count();
      var lately = table.leftSince(source, clock.instant().minus(A_DAY));
      var gone = leavers + missing.size() + lately;
      if (leavers + missing.size() > 0 && known > 0 && gone > guards.mostLeavers(known)) {
        return "%d of %d people leave or are missing (%d more in the last day); %d would be ordinary (muster.sources.%s.guards)."
            .formatted(leavers + missing.size(), known, lately, guards.mostLeavers(known), source);
      }
      var returning = differences.keySet().stream().filter(this::returns).count();
      if (known > 0 && returning > guards.mostLeavers(known)) {
        return "%d people who have left, or were to leave, stay; %d would be ordinary (muster.sources.%s.guards). A column that is empty or a changed mapping looks like this."
            .formatted(returning, guards.mostLeavers(known), source);
      }
      if (!whole || known == 0) {
        return null;
      }
      var movers = differences.values().stream().filter(Difference::moves).count();
      if (movers > guards.mostMovers(known)) {
        return "%d of %d people are different; %d would be ordinary (muster.sources.%s.guards). A renamed column or a changed mapping looks like this."
            .formatted(movers, known, guards.mostMovers(known), source);
      }
      var joiners = differences.keySet().stream().filter(this::isNew).count();
      if (joiners > guards.mostMovers(known)) {
        return "%d people are new, to %d known ones; %d would be ordinary (muster.sources.%s.guards). If they work there already, the reading before was cut short, or a filter was widened."
            .formatted(joiners, known, guards.mostMovers(known), source);
      }
      return null;
    }

    /** Whoever was let out, or was to be, is there again. */
    private boolean returns(WorkerSnapshot person) {
      var difference = differences.get(person);
      return difference != null
          && (difference.returns() || (difference.joins() && kept.containsKey(person.employee())));
    }

    private boolean isNew(WorkerSnapshot person) {
      var difference = differences.get(person);
      return difference != null && difference.joins() && !kept.containsKey(person.employee());
    }

    List<String> words() {
      var words = new ArrayList<String>();
      differences.forEach(
          (person, difference) -> {
            if (difference.adopted()) {
              words.add(
                  "%s: known from now on, works there already%s"
                      .formatted(person.employee(), whyNot(hired(person))));
            }
            for (var event : difference.events()) {
              words.add(
                  "%s: %s%s%s"
                      .formatted(
                          person.employee(),
                          described(event),
                          changed(person, event),
                          whyNot(event)));
            }
            for (var question : difference.questions()) {
              words.add("%s: %s".formatted(person.employee(), question));
            }
          });
      contested(people)
          .keySet()
          .forEach(
              employee ->
                  words.add("%s: two records claim this number, so nothing".formatted(employee)));
      outdated.forEach(
          person ->
              words.add("%s: left as it is, a newer word is known".formatted(person.employee())));
      missing.forEach(person -> words.add("%s: missing".formatted(person.employee())));
      return words;
    }

    private static Event hired(WorkerSnapshot person) {
      return new Event(EmploymentFacts.HIRED, Difference.fieldsOf(person));
    }

    /** What stands in the way of an event, as it will when it is made. */
    private String whyNot(Event event) {
      try {
        var unused =
            EmploymentFacts.read(
                new Origin(source, "would-do", clock.instant()), event.type(), event.fields());
        return "";
      } catch (UnreadableChange unreadable) {
        return " - will be refused: " + unreadable.getMessage();
      }
    }

    /** Which fields are different; values are not for files that lie about. */
    private String changed(WorkerSnapshot person, Event event) {
      var before = kept.get(person.employee());
      if (before == null || !event.type().equals(EmploymentFacts.CHANGED)) {
        return "";
      }
      var known = Difference.fieldsOf(before.snapshot());
      var different =
          event.fields().entrySet().stream()
              .filter(field -> !field.getKey().equals("effectiveDate"))
              .filter(field -> !Objects.equals(known.get(field.getKey()), field.getValue()))
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      return different.isEmpty() ? "" : " (%s)".formatted(String.join(", ", different));
    }

    private static String described(Event event) {
      var fields = event.fields();
      var day =
          switch (event.type()) {
            case EmploymentFacts.HIRED -> fields.get("startDate");
            case EmploymentFacts.TERMINATED -> fields.get("lastDayOfWork");
            case EmploymentFacts.LEAVE_STARTED -> fields.get("firstDay");
            case EmploymentFacts.LEAVE_ENDED -> fields.get("returnDay");
            default -> fields.get("effectiveDate");
          };
      return day == null ? event.type() : "%s, %s".formatted(event.type(), day);
    }

    /**
     * A person to whom something happens is a commit of their own; whoever stops half-way goes on.
     */
    List<Receipt> carryOut(Instant at) {
      var receipts = new ArrayList<Receipt>();
      var quiet = new ArrayList<WorkerSnapshot>();
      differences.forEach(
          (person, difference) -> {
            if (!difference.events().isEmpty() || !difference.questions().isEmpty()) {
              receipts.addAll(nonNull(transaction.execute(status -> take(person, at))));
            } else if (isNews(person)) {
              quiet.add(person);
            }
          });
      for (int from = 0; from < quiet.size(); from += AT_ONCE) {
        var some = quiet.subList(from, Math.min(from + AT_ONCE, quiet.size()));
        transaction.executeWithoutResult(
            status -> some.forEach(person -> receipts.addAll(take(person, at))));
      }
      if (whole) {
        transaction.executeWithoutResult(status -> table.seen(source, people));
        missing.forEach(
            person -> receipts.addAll(nonNull(transaction.execute(status -> miss(person, at)))));
      }
      return receipts;
    }

    private boolean isNews(WorkerSnapshot person) {
      var before = kept.get(person.employee());
      return before == null
          || !before.snapshot().saysTheSameAs(Difference.completed(before.snapshot(), person));
    }

    private List<Receipt> take(WorkerSnapshot person, Instant at) {
      var before = table.lock(source, person.employee());
      if (before != null && before.isNewerThan(person)) {
        log.info(
            "an older snapshot of {} from {} came late and is left", person.employee(), source);
        return List.of();
      }
      var difference = compare(before, person, at);
      var receipts = new ArrayList<Receipt>();
      for (var question : difference.questions()) {
        ask(
            source,
            person.employee(),
            eventId(before, person, "question", Map.of("question", question)),
            question);
      }
      var settled = person.status() != Status.DELETED && person.status() != Status.UNCLEAR;
      if (difference.adopted()) {
        settled &= adopt(before, person);
      }
      for (var event : difference.events()) {
        var receipt = enter(before, person, event, at);
        receipts.add(receipt);
        settled &= receipt.fate() != Fate.REFUSED;
      }
      if (settled) {
        var content = Difference.completed(before == null ? null : before.snapshot(), person);
        table.keep(
            source, content, difference.leaves() ? at : null, !difference.events().isEmpty());
      }
      return receipts;
    }

    private boolean adopt(SnapshotTable.@Nullable Kept before, WorkerSnapshot person) {
      var fields = Difference.fieldsOf(person);
      var eventId = eventId(before, person, "known", fields);
      try {
        var origin = new Origin(source, eventId, person.enteredAt());
        if (EmploymentFacts.read(origin, EmploymentFacts.HIRED, fields) instanceof Hired hired) {
          workforce.know(hired.worker());
        }
        return true;
      } catch (UnreadableChange unreadable) {
        inbox.refuse(
            source,
            eventId,
            person.employee().value(),
            Payloads.of(EmploymentFacts.HIRED, fields),
            "%s works there already, but cannot be known: %s Correct the record or muster.sources.%s; it is read again."
                .formatted(person.employee(), unreadable.getMessage(), source));
        return false;
      }
    }

    private Receipt enter(
        SnapshotTable.@Nullable Kept before, WorkerSnapshot person, Event event, Instant at) {
      var eventId = eventId(before, person, event.type(), event.fields());
      var payload = Payloads.of(event.type(), event.fields());
      try {
        return inbox.take(
            EmploymentFacts.read(new Origin(source, eventId, at), event.type(), event.fields()),
            payload);
      } catch (UnreadableChange unreadable) {
        return inbox.refuse(
            source,
            eventId,
            person.employee().value(),
            payload,
            "%s Correct the record in the source, or its mapping in muster.sources.%s; it is read again."
                .formatted(unreadable.getMessage(), source));
      }
    }

    /** The same on every try until the person's next snapshot is accepted, and never again. */
    private String eventId(
        SnapshotTable.@Nullable Kept before,
        WorkerSnapshot person,
        String kind,
        Map<String, Object> fields) {
      return "%s-%d-%s"
          .formatted(
              person.employee(),
              before == null ? 0 : before.transition(),
              Digests.of(List.of(kind, fields.toString())));
    }

    private List<Receipt> miss(SnapshotTable.Kept seen, Instant at) {
      var person = table.lock(source, seen.employee());
      if (person == null || !person.isEmployed()) {
        return List.of();
      }
      var settings = properties.of(source);
      var gone = table.missed(source, person.employee(), at);
      if (gone.readings() < settings.missingReadings()
          || gone.since().plus(settings.missingFor()).isAfter(at)
          || gone.told()) {
        return List.of();
      }
      table.told(source, person.employee());
      if (settings.absence() == Absence.LEAVER) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("employeeId", person.employee().value());
        fields.put("lastDayOfWork", today(person.snapshot(), at).toString());
        return List.of(
            enter(person, person.snapshot(), new Event(EmploymentFacts.TERMINATED, fields), at));
      }
      ask(
          source,
          person.employee(),
          "missing-%s-%d".formatted(person.employee(), gone.since().getEpochSecond()),
          "%s has not been in the source for %d readings, since %s. If they have left, send a termination; if not, have HR see why the record is missing."
              .formatted(person.employee(), gone.readings(), gone.since()));
      return List.of();
    }
  }

  private static LocalDate today(WorkerSnapshot person, Instant now) {
    var zone = person.facts().get("timeZone");
    try {
      return LocalDate.ofInstant(now, zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
    } catch (DateTimeException unreadable) {
      return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
  }

  private static List<Receipt> nonNull(@Nullable List<Receipt> receipts) {
    return receipts == null ? List.of() : receipts;
  }
}
