package io.muster.sources;

import static java.util.stream.Collectors.toSet;

import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
  private static final Comparator<EmployeeId> BY_NUMBER = Comparator.comparing(EmployeeId::value);

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
    var plan = new Plan(source, people, false, false, now);
    plan.askAboutContested();
    var held = plan.tooMuch(0);
    if (held != null) {
      readings.hold(source, people, false, now, held, plan.words());
      return List.of();
    }
    return plan.carryOut(now);
  }

  @Override
  public Reading all(String source, List<WorkerSnapshot> everybody, int nameless) {
    var now = clock.instant();
    var first = table.countOf(source) == 0;
    var plan = new Plan(source, everybody, true, first, now);
    plan.counting(nameless);
    plan.askAboutContested();
    var held = first ? null : plan.tooMuch(readings.lastCount(source));
    if (held != null) {
      return readings.hold(source, everybody, true, now, held, plan.words());
    }
    var receipts = plan.carryOut(now);
    var made = receipts.stream().filter(it -> it.fate() != Fate.REFUSED).count();
    var number = readings.taken(source, plan.people, now);
    return new Reading(
        number,
        null,
        (int) made,
        plan.missing.size(),
        plan.refused.size(),
        plan.outdated.size(),
        plan.count(),
        plan.adopted);
  }

  @Override
  public List<String> wouldDo(String source, List<WorkerSnapshot> people, boolean whole) {
    var now = clock.instant();
    var first = whole && table.countOf(source) == 0;
    var plan = new Plan(source, people, whole, first, now);
    var words = new ArrayList<>(plan.words());
    var held = first ? null : plan.tooMuch(whole ? readings.lastCount(source) : 0);
    if (held != null) {
      words.add(0, "It would be held until an operator has looked: " + held);
    }
    return words;
  }

  @Override
  public List<Terminated> leavers(String source, List<WorkerSnapshot> everybody) {
    var first = table.countOf(source) == 0;
    return new Plan(source, everybody, true, first, clock.instant()).leavers();
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
    var plan =
        new Plan(reading.source(), reading.people(), reading.whole(), false, reading.takenAt());
    plan.agreedBy = by;
    plan.askAboutContested();
    return plan.carryOut(reading.takenAt());
  }

  /** The records of each person whom the source names more than once. */
  private static Map<EmployeeId, Set<String>> contested(List<WorkerSnapshot> people) {
    var claims = new HashMap<EmployeeId, Integer>();
    people.forEach(person -> claims.merge(person.employee(), 1, Integer::sum));
    var records = new LinkedHashMap<EmployeeId, Set<String>>();
    people.stream()
        .filter(person -> Objects.requireNonNull(claims.get(person.employee())) > 1)
        .forEach(
            person ->
                records
                    .computeIfAbsent(person.employee(), each -> new TreeSet<>())
                    .add(person.record()));
    return records;
  }

  private void ask(String source, EmployeeId employee, String eventId, String question) {
    inbox.refuse(source, eventId, employee.value(), question, question);
  }

  /** What one reading comes to. */
  private final class Plan {
    private final String source;
    private final boolean whole;
    private final boolean first;
    private final @Nullable Instant firstTaken;

    /** All who are there, those of whom nobody knows which record is right among them. */
    private final List<WorkerSnapshot> people;

    private final Map<WorkerSnapshot, Difference> differences = new LinkedHashMap<>();
    private final List<WorkerSnapshot> outdated = new ArrayList<>();
    private final List<SnapshotTable.Kept> missing;

    /** New numbers that are written like those of people who are missing, and whose those are. */
    private final Map<EmployeeId, EmployeeId> respelled = new TreeMap<>(BY_NUMBER);

    /** Numbers whose record bears the address of another number's person, and that number. */
    private final Map<EmployeeId, EmployeeId> mixedUp;

    private final Map<EmployeeId, Set<String>> contested;
    private final Map<EmployeeId, SnapshotTable.Kept> kept;
    private final Set<EmployeeId> refused = new HashSet<>();
    private final long known;
    private int adopted;
    private boolean allAreNamed = true;

    /** Who has agreed to all that it comes to, if somebody has. */
    private @Nullable String agreedBy;

    Plan(String source, List<WorkerSnapshot> people, boolean whole, boolean first, Instant now) {
      this.source = source;
      this.whole = whole;
      this.first = first;
      this.firstTaken = first ? null : readings.first(source).orElse(null);
      this.people =
          SameNumber.together(
                  people.stream()
                      .map(person -> person.enteredBy(now).withItsOwnEnd(today(person, now)))
                      .toList())
              .stream()
              .sorted(Comparator.comparing(person -> person.employee().value()))
              .toList();
      this.contested = contested(this.people);
      this.kept = table.all(source, whole ? null : this.people);
      this.known = whole ? kept.size() : table.countOf(source);
      var there = this.people.stream().map(WorkerSnapshot::employee).collect(toSet());
      var gone =
          whole
              ? kept.values().stream()
                  .filter(person -> person.isEmployed() && !there.contains(person.employee()))
                  .toList()
              : List.<SnapshotTable.Kept>of();
      respelled(gone);
      this.mixedUp = MixedUpNumbers.in(this.people, kept.values());
      this.missing = gone.stream().filter(it -> !respelled.containsValue(it.employee())).toList();
      for (var person : this.people) {
        var before = kept.get(person.employee());
        boolean isNewer = before == null || !before.isNewerThan(person);
        if (!isNewer && isNews(person, now)) {
          outdated.add(person);
        } else if (isNewer && !isLeftAlone(person.employee())) {
          differences.put(person, compare(before, person, now));
        }
      }
    }

    /** A number that lost its zeros is not a new colleague, nor has the old one left. */
    private void respelled(List<SnapshotTable.Kept> gone) {
      var spellings = new HashMap<String, EmployeeId>();
      gone.forEach(it -> spellings.put(Spelling.of(it.employee()), it.employee()));
      for (var person : people) {
        var missed = spellings.get(Spelling.of(person.employee()));
        if (missed != null && !kept.containsKey(person.employee())) {
          respelled.put(person.employee(), missed);
        }
      }
    }

    private boolean isLeftAlone(EmployeeId employee) {
      return contested.containsKey(employee)
          || respelled.containsKey(employee)
          || mixedUp.containsKey(employee);
    }

    /** Whose record is nobody's is not missing. */
    private void counting(int nameless) {
      allAreNamed = nameless == 0;
    }

    /** How many people it names. */
    private int count() {
      return (int) people.stream().map(WorkerSnapshot::employee).distinct().count();
    }

    /** Somebody of whom only the number is known can leave, and nothing else has happened yet. */
    private Difference compare(
        SnapshotTable.@Nullable Kept before, WorkerSnapshot person, Instant now) {
      var known = before == null ? null : before.snapshot();
      var understood = before != null && (before.understood() || person.status() == Status.ENDED);
      var difference =
          Difference.between(
              understood ? known : null,
              person,
              today(known == null ? person : known, now),
              alreadyThere(person));
      var stays = known != null && known.leaving() != null && person.leaving() == null;
      return !understood && stays && person.isEmployed() ? difference.staying(person) : difference;
    }

    /** To be first understood is not to be hired. */
    private AlreadyThere alreadyThere(WorkerSnapshot person) {
      if (properties.of(source).firstReading() == FirstReading.HIRE) {
        return AlreadyThere.HIRED;
      }
      var begin = person.firstDay();
      var beganBefore =
          firstTaken != null && begin != null && begin.isBefore(today(person, firstTaken));
      return first || beganBefore ? AlreadyThere.KNOWN : AlreadyThere.HIRED;
    }

    private void askAboutContested() {
      contested.forEach(
          (employee, claimants) -> {
            var question =
                "Two records of this source claim the number %s, so nothing was done about either. Have HR correct one of them."
                    .formatted(employee);
            ask(source, employee, "two-records-" + Digests.of(List.copyOf(claimants)), question);
          });
    }

    private void askAboutRespelled(Instant at) {
      respelled.forEach(
          (written, right) -> {
            var question =
                "The number %s is new in the source and %s is missing; they differ only in how they are written, as when a spreadsheet drops leading zeros. Nothing was done about either. Have the column exported as text and leave %2$s as it is here and in the directory. If HR writes it otherwise from now on, set muster.sources.%s.values.employeeId.%1$s=%2$s."
                    .formatted(written, right, source);
            ask(
                source,
                right,
                "respelled-" + Digests.of(List.of(written.value(), right.value())),
                question);
            refuse(right, question, at);
          });
    }

    private void askAboutMixedUp(Instant at) {
      mixedUp.forEach(
          (number, other) -> {
            var question =
                "The record of %s bears the work address that was %s's until now: the numbers of two people may be mixed up, so nothing was done about it. Have HR compare number, name and address. If the address really passed from one to the other, have HR give %2$s's record another address first; once that was read, this one is read again."
                    .formatted(number, other);
            ask(
                source,
                number,
                "mixed-up-" + Digests.of(List.of(number.value(), other.value())),
                question);
            refuse(number, question, at);
          });
    }

    private void refuse(EmployeeId employee, String why, Instant at) {
      var before = kept.get(employee);
      refused.add(employee);
      table.refuse(source, employee, why, before == null ? null : before.refusedSince(), at);
    }

    /** Why this is more than an ordinary day's change; null if it is not. */
    @Nullable String tooMuch(int peopleLastTime) {
      var guards = properties.of(source).guards();
      if (whole && respelled.size() > guards.mostLeavers(known)) {
        return "%d numbers are new that differ only in how they are written from those of people who are missing. A spreadsheet that drops leading zeros looks like this: have the column exported as text."
            .formatted(respelled.size());
      }
      if (mixedUp.size() > guards.mostLeavers(known)) {
        return "%d records bear the work address of another number's person. A column that was sorted by itself looks like this: have the file made anew."
            .formatted(mixedUp.size());
      }
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
      return difference != null
          && (difference.joins() || difference.adopted())
          && !kept.containsKey(person.employee());
    }

    /** Those whose end can be understood; the others would be refused. */
    List<Terminated> leavers() {
      var leavers = new ArrayList<Terminated>();
      for (var difference : differences.values()) {
        for (var event : difference.events()) {
          read(event)
              .filter(Terminated.class::isInstance)
              .map(Terminated.class::cast)
              .ifPresent(leavers::add);
        }
      }
      return leavers;
    }

    private Optional<EmploymentChange> read(Event event) {
      try {
        return Optional.of(
            EmploymentFacts.read(
                new Origin(source, "would-do", clock.instant()), event.type(), event.fields()));
      } catch (UnreadableChange unreadable) {
        return Optional.empty();
      }
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
            if (!person.unread().isEmpty()) {
              words.add("%s: %s".formatted(person.employee(), unread(person)));
            }
          });
      respelled.forEach(
          (written, right) ->
              words.add(
                  "%s: nothing, as %s is missing and differs only in how it is written"
                      .formatted(written, right)));
      mixedUp.forEach(
          (number, other) ->
              words.add(
                  "%s: nothing, as it bears the work address of %s".formatted(number, other)));
      contested
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
            if (!difference.events().isEmpty()
                || !difference.questions().isEmpty()
                || !person.unread().isEmpty()) {
              receipts.addAll(nonNull(transaction.execute(status -> take(person, at))));
            } else if (isNews(person, at) || isRefused(person)) {
              quiet.add(person);
            }
          });
      transaction.executeWithoutResult(
          status -> {
            askAboutRespelled(at);
            askAboutMixedUp(at);
            keepContested(at);
          });
      for (int from = 0; from < quiet.size(); from += AT_ONCE) {
        var some = quiet.subList(from, Math.min(from + AT_ONCE, quiet.size()));
        transaction.executeWithoutResult(
            status -> some.forEach(person -> receipts.addAll(take(person, at))));
      }
      if (whole) {
        transaction.executeWithoutResult(status -> table.seen(source, people));
        if (allAreNamed) {
          missing.forEach(
              person -> receipts.addAll(nonNull(transaction.execute(status -> miss(person, at)))));
        }
      }
      return receipts;
    }

    private boolean isRefused(WorkerSnapshot person) {
      var before = kept.get(person.employee());
      return before != null && before.refusedSince() != null;
    }

    private boolean isNews(WorkerSnapshot person, Instant now) {
      var before = kept.get(person.employee());
      return before == null
          || !before.understood()
          || !before
              .snapshot()
              .saysTheSameAs(
                  Difference.completed(before.snapshot(), person, today(before.snapshot(), now)));
    }

    private void keepContested(Instant at) {
      for (var employee : contested.keySet()) {
        if (!kept.containsKey(employee)) {
          people.stream()
              .filter(person -> person.employee().equals(employee))
              .findFirst()
              .ifPresent(
                  person -> table.keepNumber(source, person.with(Status.EMPLOYED, null), false));
        }
        refuse(employee, "Two records of this source claim this number.", at);
      }
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
      var why = new ArrayList<String>();
      for (var question : difference.questions()) {
        ask(
            source,
            person.employee(),
            eventId(before, person, "question", Map.of("question", question)),
            question);
        if (!difference.settled()) {
          why.add(question);
        }
      }
      if (!person.unread().isEmpty()) {
        var unread = unread(person);
        ask(
            source,
            person.employee(),
            eventId(before, person, "unread", Map.of("unread", unread)),
            unread);
        why.add(unread);
      }
      var settled = difference.settled();
      if (difference.adopted()) {
        var problem = adopt(before, person);
        settled &= problem == null;
        if (problem == null) {
          adopted++;
        } else {
          why.add(problem);
        }
      }
      var onlyFacts = settled && before != null && before.understood();
      for (var event : difference.events()) {
        var receipt = enter(before, person, event, at);
        receipts.add(receipt);
        if (receipt.fate() == Fate.REFUSED) {
          settled = false;
          onlyFacts &= event.type().equals(EmploymentFacts.CHANGED);
          why.add(String.valueOf(receipt.reason()));
        }
      }
      if (settled || onlyFacts) {
        var happened = receipts.stream().anyMatch(receipt -> receipt.fate() != Fate.REFUSED);
        keep(before, person, difference.leaves() ? at : null, happened, settled);
      } else if (before == null || !before.understood()) {
        keepNumber(before, person, receipts);
      }
      if (!why.isEmpty()) {
        refused.add(person.employee());
        table.refuse(
            source,
            person.employee(),
            String.join(" ", why),
            before == null ? null : before.refusedSince(),
            at);
      }
      return receipts;
    }

    /** Whoever cannot be understood can still leave, and stay after all. */
    private void keepNumber(
        SnapshotTable.@Nullable Kept before, WorkerSnapshot person, List<Receipt> receipts) {
      var happened = receipts.stream().anyMatch(receipt -> receipt.fate() != Fate.REFUSED);
      if (person.status() == Status.UNCLEAR && before == null) {
        table.keepNumber(source, person.with(Status.EMPLOYED, null), false);
      } else if (person.isEmployed() && (before == null || happened)) {
        table.keepNumber(source, person, happened);
      }
    }

    /** Where only the facts cannot be read, whether somebody works here counts nevertheless. */
    private void keep(
        SnapshotTable.@Nullable Kept before,
        WorkerSnapshot person,
        @Nullable Instant leftAt,
        boolean changed,
        boolean withFacts) {
      var known = before == null ? null : before.snapshot();
      var today = today(known == null ? person : known, clock.instant());
      var content = Difference.completed(known, person, today);
      table.keep(
          source,
          withFacts || known == null ? content : content.with(known.facts(), person.unread()),
          leftAt,
          changed);
    }

    private String unread(WorkerSnapshot person) {
      return "Not all that the source says about %s could be taken in: %s. Correct the record in the source, or its mapping in muster.sources.%s; it is read again."
          .formatted(person.employee(), String.join("; ", person.unread()), source);
    }

    /** Null if the person is known now, else why not. */
    private @Nullable String adopt(SnapshotTable.@Nullable Kept before, WorkerSnapshot person) {
      var fields = Difference.fieldsOf(person);
      var eventId = eventId(before, person, "known", fields);
      try {
        var origin = new Origin(source, eventId, person.enteredAt());
        if (EmploymentFacts.read(origin, EmploymentFacts.HIRED, fields) instanceof Hired hired) {
          workforce.know(hired.worker());
        }
        return null;
      } catch (UnreadableChange unreadable) {
        var why =
            "%s works there already, but cannot be known: %s Correct the record or muster.sources.%s; it is read again."
                .formatted(person.employee(), unreadable.getMessage(), source);
        inbox.refuse(
            source,
            eventId,
            person.employee().value(),
            Payloads.of(EmploymentFacts.HIRED, fields),
            why);
        return why;
      }
    }

    private Receipt enter(
        SnapshotTable.@Nullable Kept before, WorkerSnapshot person, Event event, Instant at) {
      var eventId = eventId(before, person, event.type(), event.fields());
      var payload = Payloads.of(event.type(), event.fields());
      try {
        var change =
            EmploymentFacts.read(new Origin(source, eventId, at), event.type(), event.fields());
        return agreedBy == null
            ? inbox.take(change, payload)
            : inbox.takeAgreed(change, payload, agreedBy);
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
