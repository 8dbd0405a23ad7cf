package io.muster.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.people.UnreadableChange;
import io.muster.remote.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes of an event are, it is read or refused, with words for its sender. */
class EventBodyFuzz {
  private static final Secret SECRET = new Secret("whsec_" + "QUJD".repeat(11));

  static Stream<byte[]> bodies() {
    return Stream.of(
            """
            {"type":"worker.hired","timestamp":"2026-11-24T08:00:00Z","data":{"employeeId":"0042",
             "givenName":"Bo","familyName":"Li","workEmail":"bo@example.com","department":"Sales",
             "title":"Clerk","location":"Paris","timeZone":"Europe/Paris","startDate":"2026-12-01",
             "legalHold":false}}
            """,
            """
            {"type":"worker.terminated","timestamp":"2026-11-24T08:00:00+01:00","data":{
             "employeeId":"0042","lastDayOfWork":"2026-12-01","timeZone":"Asia/Tokyo",
             "reason":"end-of-contract","immediate":true}}
            """)
        .map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @FuzzTest
  void readsOrRefuses(byte[] body) {
    try {
      assertThat(EventBody.parse(body).change("hr", "e1")).isNotNull();
    } catch (WebhookRefusal refusal) {
      assertThat(refusal.summary()).isNotBlank();
    } catch (UnreadableChange unreadable) {
      assertThat(unreadable.problems()).isNotEmpty();
    }
    var header = new String(body, StandardCharsets.ISO_8859_1);
    assertThat(Signatures.valid(header, List.of(SECRET), header, header, body)).isFalse();
  }
}
