package io.muster.directory.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.vendor.VendorFailures.Answer;
import io.muster.directory.vendor.VendorFailures.Call;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorFailuresTests {
  private static final Call READ = new Call("GET user", false);
  private static final Call WRITE = new Call("the update of user 1", true);

  private final VendorFailures failures = new VendorFailures("Plain", "acme");

  @ParameterizedTest
  @CsvSource({"407,false", "408,true", "409,false", "499,false", "500,true", "503,true"})
  void knowsWhichAnswersMayHideThatItWasDone(int status, boolean mayHaveActed) {
    assertThat(answer(status, "").mayHaveActed()).isEqualTo(mayHaveActed);
  }

  @Test
  void losesTheAnswerOfAWriteAlone() {
    assertThat(failures.unwell(WRITE, answer(500, ""), true).surelyNotSent()).isFalse();
    assertThat(failures.unwell(WRITE, answer(500, ""), false).surelyNotSent()).isTrue();
    assertThat(failures.unwell(READ, answer(500, ""), true).surelyNotSent()).isTrue();
    assertThat(failures.unreadable(WRITE).surelyNotSent()).isFalse();
    assertThat(failures.unreadable(READ).surelyNotSent()).isTrue();
  }

  @Test
  void tellsWhatNeverLeftFromWhatIsLost() {
    for (var never :
        Set.of(
            new ConnectException(), new UnknownHostException(), new SSLHandshakeException("no"))) {
      assertThat(VendorFailures.isNeverSent(never)).isTrue();
    }
    assertThat(VendorFailures.isNeverSent(new SocketTimeoutException())).isFalse();
    assertThat(VendorFailures.isNeverSent(new IOException())).isFalse();
    assertThat(VendorFailures.isNeverSent(null)).isFalse();
    assertThat(failures.silence(WRITE, null, false))
        .hasMessage(
            "Plain's (acme) answer to the update of user 1 was lost (no answer); it may have acted.");
    assertThat(failures.silence(WRITE, new ConnectException(), true).surelyNotSent()).isTrue();
    assertThat(failures.silence(READ, new IOException(), false).surelyNotSent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 199, 200, 201, 5000})
  void quotesNoMoreThanTwoHundredCharacters(int length) {
    var shown = "x".repeat(Math.min(length, 200));
    assertThat(failures.refused(READ, answer(400, "x".repeat(length)), "Look."))
        .hasMessage("Plain (acme) refused GET user (400), saying \"" + shown + "\". Look.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void quotesNothingWhereNothingIsSaid(String said) {
    assertThat(failures.notAllowed(READ, answer(403, said), "Ask."))
        .hasMessage("Plain (acme) does not let us do GET user (403). Ask.");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-,none", "'',none", "7,account 7"})
  void saysWhoseAnswerItGot(String shown, String words) {
    assertThat(failures.aboutAnother("1", shown)).hasMessageContaining("answered with " + words);
  }

  @Test
  void namesTheCodesThatNoTableHas() {
    assertThat(failures.unknown(READ, answer(418, "tea"), "the console"))
        .hasMessage(
            "Plain (acme) refused GET user (418, E1), saying \"tea\". Look at the account in the console.");
    assertThat(failures.unknown(READ, new Answer(418, Set.of(), "", null), "the console"))
        .hasMessageContaining("(418, without a code)");
  }

  private static Answer answer(int status, String said) {
    return new Answer(status, Set.of("E1"), said, null);
  }
}
