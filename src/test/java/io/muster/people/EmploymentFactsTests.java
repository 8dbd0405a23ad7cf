package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.UnreadableChange.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmploymentFactsTests {
  private static final Origin ORIGIN =
      new Origin("hr", "evt-1", Instant.parse("2026-11-24T08:00:00Z"));

  @Test
  void readsAHireAndTidiesItsTexts() {
    var fields = hire();
    fields.put("givenName", "  Zoe\u0308\u00a0 ");
    fields.put("managerId", "0017");

    var hired = (Hired) EmploymentFacts.read(ORIGIN, EmploymentFacts.HIRED, fields);

    assertThat(hired.origin()).isEqualTo(ORIGIN);
    assertThat(hired.worker())
        .isEqualTo(
            new Worker(
                new EmployeeId("00042"),
                "Zo\u00eb",
                "O'Brien-Nguyễn",
                "zoe.obrien@example.com",
                "IT/IS",
                "Sr. DBA",
                "Boston, MA",
                null,
                new EmployeeId("0017"),
                ZoneId.of("America/New_York"),
                LocalDate.of(2026, 12, 1),
                false));
  }

  @Test
  void readsATerminationWithEverythingOptionalLeftOut() {
    var fields = Map.of("employeeId", "00042", "lastDayOfWork", "2028-02-29");

    assertThat(EmploymentFacts.read(ORIGIN, EmploymentFacts.TERMINATED, fields))
        .isEqualTo(
            new Terminated(
                ORIGIN,
                new EmployeeId("00042"),
                LocalDate.of(2028, 2, 29),
                null,
                Reason.UNKNOWN,
                false,
                false));
  }

  @Test
  void readsTheBeginningAndTheEndOfALeave() {
    assertThat(
            EmploymentFacts.read(
                ORIGIN,
                EmploymentFacts.LEAVE_STARTED,
                Map.of("employeeId", "00042", "firstDay", "2026-12-01")))
        .isEqualTo(
            new LeaveStarted(
                ORIGIN, new EmployeeId("00042"), LocalDate.of(2026, 12, 1), null, Kind.UNKNOWN));
    assertThat(
            EmploymentFacts.read(
                ORIGIN,
                EmploymentFacts.LEAVE_ENDED,
                Map.of("employeeId", "00042", "returnDay", "2027-03-01", "timeZone", "Asia/Tokyo")))
        .isEqualTo(
            new LeaveEnded(
                ORIGIN,
                new EmployeeId("00042"),
                LocalDate.of(2027, 3, 1),
                ZoneId.of("Asia/Tokyo")));
  }

  @Test
  void readsEveryKindOfLeaveAndNoReason() {
    for (var kind : Kind.values()) {
      var leave =
          EmploymentFacts.read(
              ORIGIN,
              EmploymentFacts.LEAVE_STARTED,
              Map.of(
                  "employeeId",
                  "00042",
                  "firstDay",
                  "2026-12-01",
                  "leaveKind",
                  EmploymentFacts.word(kind)));
      assertThat(((LeaveStarted) leave).kind()).isEqualTo(kind);
    }
    assertThatThrownBy(
            () ->
                EmploymentFacts.read(
                    ORIGIN,
                    EmploymentFacts.LEAVE_STARTED,
                    Map.of("employeeId", "1", "firstDay", "2026-12-01", "leaveKind", "illness")))
        .hasMessage("leaveKind: is not one of [paid, unpaid, garden, unknown]");
  }

  @Test
  void namesEveryProblemAtOnceAndNeverTheValue() {
    var fields = hire();
    fields.remove("department");
    fields.put("employeeId", 42);
    fields.put("workEmail", "secret-person");
    fields.put("timeZone", "+02:00");
    fields.put("startDate", "2026-02-30");
    fields.put("legalHold", "yes");
    fields.put("salary", "secret-person");

    var refusal =
        catchThrowableOfType(
            UnreadableChange.class,
            () -> EmploymentFacts.read(ORIGIN, EmploymentFacts.HIRED, fields));

    assertThat(refusal.problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "salary",
            "employeeId",
            "workEmail",
            "department",
            "timeZone",
            "startDate",
            "legalHold");
    assertThat(refusal).hasMessageNotContaining("secret-person").hasMessageNotContaining("02-30");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${execution.close()}",
        "#{x}",
        "<b>Ada</b>",
        "Ada\u0000",
        "Ada\nLovelace",
        "Ada\u202e",
        "Ada;drop",
        "a@b",
        "123",
        "\ud800",
        ""
      })
  void refusesANameThatIsNone(String name) {
    var fields = hire();
    fields.put("givenName", name);

    assertThat(problems(EmploymentFacts.HIRED, fields)).containsExactly("givenName");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "José María",
        "D’Arcy",
        "Anne-Marie",
        "Ben (Junior), 2nd.",
        "李小龍",
        "नीरज",
        "Ł",
        "Gal·la"
      })
  void acceptsNamesAsTheyAreWrittenAroundTheWorld(String name) {
    var fields = hire();
    fields.put("familyName", name);

    assertThat(((Hired) EmploymentFacts.read(ORIGIN, EmploymentFacts.HIRED, fields)).worker())
        .extracting(Worker::familyName)
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b", "a b@example.com", "a@@example.com", ".a@example.com", "ü@example.com"})
  void refusesAnAddressNobodyCouldSignInWith(String email) {
    var fields = hire();
    fields.put("workEmail", email);

    assertThat(problems(EmploymentFacts.HIRED, fields)).containsExactly("workEmail");
  }

  @Test
  void refusesExpressionsInEveryText() {
    for (var field : List.of("department", "title", "location", "costCenter")) {
      var fields = hire();
      fields.put(field, "Ops ${runtimeService}");
      assertThat(problems(EmploymentFacts.HIRED, fields)).containsExactly(field);
    }
  }

  @Test
  void refusesOverlongTexts() {
    var fields = hire();
    fields.put("givenName", "a".repeat(51));
    fields.put("department", "d".repeat(201));
    fields.put("employeeId", "1".repeat(65));

    assertThat(problems(EmploymentFacts.HIRED, fields))
        .containsExactly("employeeId", "givenName", "department");
  }

  @Test
  void refusesAnUnknownTypeAndAnUnknownReason() {
    assertThat(problems("worker.promoted", hire())).containsExactly("type");
    assertThat(
            problems(
                EmploymentFacts.TERMINATED,
                Map.of("employeeId", "1", "lastDayOfWork", "2026-11-24", "reason", "fired")))
        .containsExactly("reason");
  }

  @Test
  void saysWhichTypesThereAreWhenAskedForTheFieldsOfAnother() {
    assertThatThrownBy(() -> EmploymentFacts.fields("worker.promoted"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("worker.hired");
  }

  private static List<String> problems(String type, Map<String, ?> fields) {
    var refusal =
        catchThrowableOfType(
            UnreadableChange.class, () -> EmploymentFacts.read(ORIGIN, type, fields));
    return refusal.problems().stream().map(Problem::field).toList();
  }

  private static Map<String, Object> hire() {
    var fields = new HashMap<String, Object>();
    fields.put("employeeId", "00042");
    fields.put("givenName", "Zoë");
    fields.put("familyName", "O'Brien-Nguyễn");
    fields.put("workEmail", "zoe.obrien@example.com");
    fields.put("department", "IT/IS");
    fields.put("title", "Sr. DBA");
    fields.put("location", "Boston, MA");
    fields.put("costCenter", null);
    fields.put("timeZone", "America/New_York");
    fields.put("startDate", "2026-12-01");
    return fields;
  }
}
