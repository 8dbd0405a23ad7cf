package io.muster.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.lifecycle.ProcessTest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever a known sender sends, all of it happens, or it is kept as refused and nothing does. */
@ProcessTest
class ReceptionFuzz {
  private static final String SOURCE = "fuzzed";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired private Reception reception;
  @Autowired private JdbcClient jdbc;

  static Stream<byte[]> bodies() {
    return Stream.of(
            """
            {"type":"worker.hired","timestamp":"2026-03-01T08:00:00Z","data":{"employeeId":"0042",
             "givenName":"Bo","familyName":"Li","workEmail":"bo@example.com","department":"Sales",
             "title":"Clerk","location":"Paris","timeZone":"Europe/Paris","startDate":"2026-04-01",
             "legalHold":false}}
            """,
            """
            {"type":"worker.terminated","timestamp":"2026-03-01T08:00:00+01:00","data":{
             "employeeId":"0042","lastDayOfWork":"2026-05-01","timeZone":"Asia/Tokyo",
             "reason":"endOfContract","immediate":true}}
            """,
            """
            {"type":"worker.leaveStarted","timestamp":"2026-03-01T08:00:00Z","data":{
             "employeeId":"0042","firstDay":"2026-05-01","leaveKind":"garden"}}
            """)
        .map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @FuzzTest
  void takesAllOfAnEventOrNothing(byte[] body) {
    var eventId = "e" + NUMBER.incrementAndGet();
    var before = cases();
    boolean taken;
    try {
      taken = reception.answer(SOURCE, eventId, body).getStatusCode().is2xxSuccessful();
    } catch (WebhookRefusal refusal) {
      taken = false;
    }
    assertThat(isRefused(eventId)).isEqualTo(!taken);
    if (!taken) {
      assertThat(cases()).isEqualTo(before);
    }
  }

  private boolean isRefused(String eventId) {
    return jdbc.sql("select fate = 'REFUSED' from muster_inbox where source = ? and event_id = ?")
        .params(SOURCE, eventId)
        .query(Boolean.class)
        .single();
  }

  private long cases() {
    return jdbc.sql("select count(*) from act_hi_procinst").query(Long.class).single();
  }
}
