package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.EventController.Corrections;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.UnreadableChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an operator corrects an event to, it is read or refused, and nothing else comes of it.
 */
class CorrectionsFuzz {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Origin ORIGIN =
      new Origin("hr", "e1", Instant.parse("2026-11-24T08:00:00Z"));

  static Stream<byte[]> bodies() {
    return Stream.of(
            """
            {"data":{"employeeId":"0042","givenName":"Bo","familyName":"Li","workEmail":"bo@example.com",
             "department":"Sales","title":"Clerk","location":"Paris","timeZone":"Europe/Paris",
             "startDate":"2026-12-01","legalHold":false,"managerId":null,"effectiveDate":"2027-01-01"}}
            """,
            """
            {"data":{"employeeId":"0042","lastDayOfWork":"2026-12-01","timeZone":"Asia/Tokyo",
             "reason":"endOfContract","immediate":true}}
            """,
            """
            {"data":{"employeeId":["0042"],"firstDay":{"day":1},"returnDay":1e400,"leaveKind":"paid"}}
            """)
        .map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @FuzzTest
  void readsOrRefuses(byte[] body) {
    Corrections corrections;
    try {
      corrections = JSON.readValue(body, Corrections.class);
    } catch (IOException notCorrections) {
      return;
    }
    var fields = corrections == null ? null : corrections.data();
    if (fields == null) {
      return;
    }
    for (var type : EmploymentFacts.types()) {
      try {
        assertThat(EmploymentFacts.read(ORIGIN, type, fields).employee()).isNotNull();
      } catch (UnreadableChange unreadable) {
        assertThat(unreadable.problems()).isNotEmpty();
      }
    }
  }
}
