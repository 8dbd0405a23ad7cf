package io.muster.people;

import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.TerminationRescinded;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Events of HR about one person, drawn by chance; the same seed draws the same. */
public final class HrEvents {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Random random;
  private final EmployeeId employee;
  private final Instant start;

  private HrEvents(Random random, EmployeeId employee, Instant start) {
    this.random = random;
    this.employee = employee;
    this.start = start;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(start, ZoneOffset.UTC);
  }

  /** The same person, whatever is known of a legal hold, which no event lifts. */
  public static Worker withoutHold(Worker worker) {
    return new Worker(
        worker.id(),
        worker.givenName(),
        worker.familyName(),
        worker.workEmail(),
        worker.department(),
        worker.title(),
        worker.location(),
        worker.costCenter(),
        worker.manager(),
        worker.zone(),
        worker.startDate(),
        false);
  }

  /** Up to seven events of all kinds, in the order in which they were entered. */
  public static List<EmploymentChange> upToSeven(
      Random random, EmployeeId employee, Instant start) {
    var draw = new HrEvents(random, employee, start);
    var events = new ArrayList<EmploymentChange>();
    var count = 1 + random.nextInt(7);
    for (var minute = 1; minute <= count; minute++) {
      events.add(draw.event(minute));
    }
    return events;
  }

  private EmploymentChange event(int minute) {
    var source = random.nextInt(5) == 0 ? "security" : "workday";
    var origin =
        new Origin(source, employee + "-" + minute, start.plus(Duration.ofMinutes(minute)));
    return switch (random.nextInt(11)) {
      case 0, 1 -> new Hired(origin, worker());
      case 2, 3 -> new Changed(origin, worker(), day(-1, 3, 20).orElse(null));
      case 4 -> new HireRescinded(origin, employee);
      case 5 -> new ChangeRescinded(origin, employee, day(3, 20, 20).orElse(today().plusDays(3)));
      case 6 -> new TerminationRescinded(origin, employee);
      case 7, 8 ->
          new Terminated(
              origin,
              employee,
              day(-1, 5, 50).orElse(today()),
              random.nextBoolean() ? BERLIN : null,
              pick(Terminated.Reason.values()),
              random.nextInt(4) == 0,
              random.nextInt(8) == 0);
      case 9 ->
          new LeaveStarted(
              origin,
              employee,
              day(0, 2, 15).orElse(today()),
              null,
              pick(LeaveStarted.Kind.values()));
      default -> new LeaveEnded(origin, employee, day(0, 8, 40).orElse(today()), null);
    };
  }

  private Optional<LocalDate> day(int... days) {
    var pick = random.nextInt(days.length + 1);
    return pick == days.length ? Optional.empty() : Optional.of(today().plusDays(days[pick]));
  }

  private <T> T pick(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private Worker worker() {
    return new Worker(
        employee,
        "Ada",
        "Lovelace",
        "ada.%s@example.com".formatted(employee.value().toLowerCase(Locale.ROOT)),
        pick(new String[] {"Engineering", "Sales"}),
        pick(new String[] {"Developer", "Lead"}),
        "Berlin",
        null,
        null,
        pick(new ZoneId[] {BERLIN, ZoneId.of("America/New_York")}),
        today().plusDays(pick(new Integer[] {-1, 2, 30})),
        false);
  }
}
