package io.muster.sources;

import static io.muster.sources.People.as;
import static io.muster.sources.People.employed;
import static io.muster.sources.People.leaving;
import static io.muster.sources.People.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.Employments.Employment;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several records of one person say together. */
class EmploymentsTests {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
  private static final Instant ENTERED = Instant.parse("2026-03-02T08:00:00Z");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContractThatIsFollowedByTheNextGoesOn(boolean overAlready) {
    var person = together(Reason.END_OF_CONTRACT, overAlready);
    assertThat(person.status()).isEqualTo(Status.EMPLOYED);
    assertThat(person.leaving()).isNull();
    assertThat(person.planned())
        .singleElement()
        .satisfies(plan -> assertThat(plan.facts()).containsEntry("department", "Sales"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverIsThrownOutGoesWhateverRecordWasToFollow(boolean overAlready) {
    var person = together(Reason.INVOLUNTARY, overAlready);
    assertThat(person.status()).isEqualTo(overAlready ? Status.ENDED : Status.EMPLOYED);
    assertThat(Objects.requireNonNull(person.leaving()).reason()).isEqualTo(Reason.INVOLUNTARY);
    assertThat(person.planned()).isEmpty();
  }

  @Test
  void whoeverWasThrownOutLongAgoIsHiredAnew() {
    var old =
        as(
            leaving(
                employed("E-1", TODAY.minusYears(3), ENTERED),
                new Leaving(TODAY.minusYears(1), Reason.INVOLUNTARY, false)),
            Status.ENDED);
    var next = employed("E-1", TODAY.plusDays(5), ENTERED);
    var people =
        Employments.of(
            List.of(
                new Employment(old, TODAY.minusYears(3), TODAY.minusYears(1), false),
                new Employment(next, TODAY.plusDays(5), null, true)),
            1);
    assertThat(people)
        .singleElement()
        .extracting(WorkerSnapshot::status)
        .isEqualTo(Status.EMPLOYED);
    assertThat(people.get(0).facts()).containsEntry("startDate", TODAY.plusDays(5).toString());
  }

  /** A record that ends today, and one that begins tomorrow. */
  private static WorkerSnapshot together(Reason reason, boolean overAlready) {
    var first =
        leaving(employed("E-1", TODAY.minusYears(1), ENTERED), new Leaving(TODAY, reason, false));
    var next = with(employed("E-1", TODAY.plusDays(1), ENTERED), "department", "Sales");
    var people =
        Employments.of(
            List.of(
                new Employment(
                    overAlready ? as(first, Status.ENDED) : first,
                    TODAY.minusYears(1),
                    TODAY,
                    false),
                new Employment(next, TODAY.plusDays(1), null, true)),
            1);
    assertThat(people).hasSize(1);
    return people.get(0);
  }
}
