package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.ledger.CaseRef;
import io.muster.ledger.Entry;
import io.muster.ledger.Entry.Answer;
import io.muster.people.EmployeeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectLineTests {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "NONE, -, requested, open, No answer yet",
        "ACCEPTED, -, accepted, open, nothing was read back",
        "REFUSED, -, refused, bad, said no. why",
        "NOT_SENT, -, not sent, plain, never took effect. why",
        "LOST, -, answer lost, bad, may have happened. why",
        "ACCEPTED, true, observed, good, seen so",
        "LOST, true, observed, good, seen so",
        "ACCEPTED, false, contradicted, bad, seen so"
      })
  void saysHowFarACallHasComeAndWhatIsMissing(
      Answer answer, @Nullable Boolean asWished, String state, String tone, String gap) {
    var line = EffectLine.of(entry(answer, asWished));
    assertThat(line.state()).isEqualTo(state);
    assertThat(line.tone()).isEqualTo(tone);
    assertThat(line.gap()).contains(gap);
  }

  private static Entry entry(Answer answer, @Nullable Boolean asWished) {
    return new Entry(
        1,
        new CaseRef("offboarding", "case", new EmployeeId("L1"), "lockDevices"),
        "hexnode",
        "device.lock",
        "4711",
        Instant.EPOCH,
        Instant.EPOCH,
        answer,
        "why",
        asWished == null ? null : Instant.EPOCH,
        asWished,
        asWished == null ? null : "seen so");
  }
}
