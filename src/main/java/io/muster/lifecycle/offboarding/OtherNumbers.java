package io.muster.lifecycle.offboarding;

import io.muster.people.EmployeeId;
import io.muster.people.Namesakes;
import io.muster.people.Namesakes.Namesake;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Says under which other number a leaver may go on to work here, for whoever decides on a wipe. */
@Component
class OtherNumbers {
  /** What is said where there is none. */
  static final String NONE = "no, nobody else here has this name or address";

  private static final Period LATELY = Period.ofDays(60);

  private final Namesakes namesakes;
  private final Clock clock;

  OtherNumbers(Namesakes namesakes, Clock clock) {
    this.namesakes = namesakes;
    this.clock = clock;
  }

  /** What HR says by now, or {@link #NONE}. */
  String of(EmployeeId employee) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var others = namesakes.of(employee, today, today.minus(LATELY));
    return others.isEmpty()
        ? NONE
        : others.stream().map(OtherNumbers::said).collect(Collectors.joining("; "))
            + ". If that is the same person, they stay and need the device: do not wipe it";
  }

  private static String said(Namesake other) {
    return "perhaps, as %s, from %s on, with the same %s"
        .formatted(
            other.employee(),
            other.startDate(),
            other.sameAddress() ? "work address" : "name or beginning of the address");
  }
}
