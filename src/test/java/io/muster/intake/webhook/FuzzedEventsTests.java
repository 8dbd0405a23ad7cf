package io.muster.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.UnreadableChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes of an event are, it is read or refused, with words for its sender. */
class FuzzedEventsTests {
  private static final int BODIES = 2000;
  private static final String HIRE =
      """
      {"type":"worker.hired","timestamp":"2026-11-24T08:00:00Z","data":{"employeeId":"0042",
       "givenName":"Bo","familyName":"Li","workEmail":"bo@example.com","department":"Sales",
       "title":"Clerk","location":"Paris","timeZone":"Europe/Paris","startDate":"2026-12-01",
       "legalHold":false}}
      """;
  private static final List<String> NASTY =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\",
          ":",
          ",",
          "null",
          "1e999999",
          "\\ud800",
          "\0",
          "[[[[[[[[[[[[[[[[[[[[[[[",
          "{\"a\":",
          "-",
          "true",
          "99999999999999999999999999",
          "\u202e");

  @RepeatedTest(5)
  @Timeout(60)
  void readsOrRefusesEveryBody(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    int read = 0;
    int refused = 0;
    for (int body = 0; body < BODIES; body++) {
      try {
        assertThat(EventBody.parse(broken(random)).change("hr", "e" + body)).isNotNull();
        read++;
      } catch (WebhookRefusal refusal) {
        assertThat(refusal.summary()).isNotBlank();
        refused++;
      } catch (UnreadableChange unreadable) {
        assertThat(unreadable.problems()).isNotEmpty();
        refused++;
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private static byte[] broken(Random random) {
    var content = new StringBuilder(HIRE);
    for (int change = random.nextInt(3); change > 0; change--) {
      int at = random.nextInt(content.length());
      switch (random.nextInt(3)) {
        case 0 -> content.deleteCharAt(at);
        case 1 -> content.insert(at, NASTY.get(random.nextInt(NASTY.size())));
        default -> content.setCharAt(at, (char) random.nextInt(0x300));
      }
    }
    var bytes = content.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(6) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
