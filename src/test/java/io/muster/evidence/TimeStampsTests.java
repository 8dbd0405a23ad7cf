package io.muster.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.evidence.EvidenceProperties.Timestamp;
import io.muster.evidence.PlayedAuthority.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The signed heads before an authority that stamps them, or does not, or not what was asked. */
class TimeStampsTests {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  private static final Instant MIDNIGHT = Instant.parse("2026-11-25T00:00:00Z");
  private static final Instant NEXT_DAY = MIDNIGHT.plus(DailyHeads.GRACE);

  private final Notary notary = Notary.fresh();
  @TempDir Path folder;
  private PlayedAuthority authority;

  @BeforeEach
  void aDayThatIsOver() throws Exception {
    authority = new PlayedAuthority(NEXT_DAY);
    notary.note("Ada asked");
    notary.clock.set(NEXT_DAY);
  }

  @AfterEach
  void close() {
    authority.close();
  }

  @Test
  void stampsTheHeadAndThePackShowsIt() throws Exception {
    end(authority.root(folder)).look();
    assertThat(notary.alarms.open).isEmpty();
    assertThat(stamped()).isTrue();
    var trusted = verdict(authority.root(folder));
    assertThat(trusted.said())
        .contains(
            "GENUINE",
            "1 of 1 days are time-stamped",
            "the head of 2026-11-24 was there at 2026-11-25T00:10:00Z, says 'CN=Played authority'\n")
        .doesNotContain("NOT GENUINE", "not held against");
    assertThat(trusted.exit()).isZero();
    assertThat(verdict(authority.own(folder)).exit()).isZero();
    var unknown = verdict(null);
    assertThat(unknown.said()).contains("not held against a certificate you trust");
    assertThat(unknown.exit()).isZero();
    try (var stranger = new PlayedAuthority(NEXT_DAY)) {
      var other = verdict(stranger.root(folder));
      assertThat(other.said()).contains("which leads to no certificate you trust");
      assertThat(other.exit()).isEqualTo(1);
    }
  }

  @Test
  void asksOnceForEachDay() {
    var end = end(authority.own(folder));
    end.look();
    end.look();
    assertThat(authority.asked()).isEqualTo(1);
    assertThat(stamped()).isTrue();
  }

  @Test
  void asksNobodyWhereNobodyIsSet() throws Exception {
    end(new EvidenceProperties(null, null, null, null)).look();
    assertThat(authority.asked()).isZero();
    assertThat(stamped()).isFalse();
    assertThat(verdict(null).said()).contains("GENUINE", "no day is time-stamped");
  }

  @ParameterizedTest
  @CsvSource({
    "GARBAGE, does not fit what was asked", "TOO_LONG, too long",
    "WRONG_NONCE, does not fit what was asked", "WRONG_IMPRINT, does not fit what was asked"
  })
  void keepsNothingThatWasNotAskedForAndSaysSoAtOnce(Fault fault, String why) throws Exception {
    authority.fault = fault;
    var end = end(authority.root(folder));
    end.look();
    assertThat(notary.alarms.open)
        .hasEntrySatisfying(
            TimeStamps.ABOUT,
            words -> assertThat(words).contains("2026-11-24", why, "The signed head stands"));
    assertThat(stamped()).isFalse();
    assertThat(verdict(null).exit()).isZero();
    authority.fault = Fault.NONE;
    end.look();
    assertThat(notary.alarms.open).isEmpty();
    assertThat(stamped()).isTrue();
  }

  @Test
  void keepsNothingOfASignerNobodyTrusts() throws Exception {
    try (var stranger = new PlayedAuthority(NEXT_DAY)) {
      end(stranger.root(folder)).look();
    }
    assertThat(notary.alarms.open.get(TimeStamps.ABOUT))
        .contains("CN=Played authority", "muster.evidence.timestamp.trust");
    assertThat(stamped()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOWN", "REFUSES"})
  void tellsOfASilentAuthorityAfterAnHourAndGoesOnAsking(Fault fault) {
    authority.fault = fault;
    var end = end(authority.root(folder));
    end.look();
    notary.clock.set(NEXT_DAY.plus(TimeStamps.PATIENCE).minusMillis(1));
    end.look();
    assertThat(notary.alarms.open).isEmpty();
    notary.clock.set(NEXT_DAY.plus(TimeStamps.PATIENCE));
    end.look();
    assertThat(notary.alarms.open).containsKey(TimeStamps.ABOUT);
    assertThat(authority.asked()).isEqualTo(3);
    authority.fault = Fault.NONE;
    end.look();
    assertThat(notary.alarms.open).isEmpty();
    assertThat(stamped()).isTrue();
  }

  @Test
  void tellsOfAnAuthorityThatIsNotThere() {
    var end = end(authority.root(folder));
    authority.close();
    notary.clock.set(NEXT_DAY.plus(TimeStamps.PATIENCE));
    end.look();
    assertThat(notary.alarms.open.get(TimeStamps.ABOUT)).contains("it does not answer");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T23:59:59Z, false", "2026-11-25T00:00:00Z, true",
    "2026-11-25T00:15:00Z, true", "2026-11-25T00:15:01Z, false"
  })
  void believesNoClockThatCannotBeRight(Instant said, boolean believed) {
    authority.now = said;
    end(authority.root(folder)).look();
    assertThat(stamped()).isEqualTo(believed);
    assertThat(notary.alarms.open.containsKey(TimeStamps.ABOUT)).isNotEqualTo(believed);
  }

  @Test
  void leavesDaysAloneThatLaterOnesCover() {
    notary.heads.close();
    var late = NEXT_DAY.plus(Duration.ofDays(TimeStamps.DAYS));
    notary.clock.set(late);
    authority.now = late;
    end(authority.root(folder)).look();
    assertThat(notary.headStore.stamps(DAY, DAY.plusDays(TimeStamps.DAYS)))
        .hasSize(TimeStamps.DAYS)
        .doesNotContainKey(DAY)
        .containsKey(DAY.plusDays(1));
  }

  @Test
  void wantsThePolicyThatIsSet() {
    end(properties(authority.url(), authority.root(folder), "1.2.3.4.6")).look();
    assertThat(notary.alarms.open.get(TimeStamps.ABOUT)).contains("does not fit what was asked");
    end(properties(authority.url(), authority.root(folder), "1.2.3.4.5")).look();
    assertThat(notary.alarms.open).isEmpty();
    assertThat(stamped()).isTrue();
  }

  @Test
  void namesAStampThatWasAlteredOrIsOfAnotherDay() throws Exception {
    notary.clock.set(NEXT_DAY.plus(Duration.ofDays(1)));
    authority.now = notary.clock.instant();
    end(authority.root(folder)).look();
    notary.jdbc.sql("create table kept as select * from muster_evidence_timestamp").update();
    sql(
        "update muster_evidence_timestamp t set token = k.token from kept k where t.day = date '2026-11-24' and k.day = date '2026-11-25'");
    assertForged("the time stamp of 2026-11-24 is of something else than the head");
    sql(
        "update muster_evidence_timestamp t set token = set_byte(k.token, octet_length(k.token) - 1, 255 - get_byte(k.token, octet_length(k.token) - 1)) from kept k where t.day = k.day");
    assertForged("the time stamp of 2026-11-24 was altered: its signature is wrong");
    sql("update muster_evidence_timestamp t set token = '\\x3003020101' where true");
    assertForged("the time stamp of 2026-11-24 cannot be read");
  }

  @Test
  void namesADayThatWasDroppedFromUnderItsStamp() throws Exception {
    end(authority.root(folder)).look();
    sql("delete from muster_evidence_head where day = date '2026-11-24'");
    assertForged("the time stamp of 2026-11-24 belongs to no head: a day was dropped");
  }

  @Test
  void saysWhenADayWasStampedLate() throws Exception {
    var day = Duration.ofDays(1);
    notary.clock.set(MIDNIGHT.plus(day).plusSeconds(1));
    authority.now = notary.clock.instant();
    end(authority.root(folder)).look();
    assertThat(verdict(null).said())
        .contains("the head of 2026-11-24 was time-stamped only at 2026-11-26T00:00:01Z");
  }

  @Test
  void saysNothingOfADayThatWasStampedInTime() throws Exception {
    notary.clock.set(MIDNIGHT.plus(Duration.ofDays(1)));
    authority.now = notary.clock.instant();
    end(authority.root(folder)).look();
    assertThat(verdict(null).said()).contains("1 of 1").doesNotContain("only at");
  }

  @Test
  void saysWhichSettingIsWrong() throws Exception {
    var trust = authority.own(folder);
    assertWrong(URI.create("ftp://tsa.example"), trust, null, "muster.evidence.timestamp.url");
    assertWrong(authority.url(), null, null, "muster.evidence.timestamp.trust is missing");
    assertWrong(authority.url(), folder.resolve("missing.pem"), null, "missing.pem");
    var empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertWrong(authority.url(), empty, null, "empty.pem");
    assertWrong(authority.url(), trust, "no-number", "muster.evidence.timestamp.policy");
  }

  @Test
  void tellsOfAKeyOutOfReachAndClosesTheDayOnceItSigns() {
    var signer = new Stumbling(KeyFile.read(io.muster.testing.EvidenceKey.temporary()));
    var away = new Notary(notary.database, new SigningKey(null, signer, ""));
    away.clock.set(NEXT_DAY);
    var end =
        new DayEnd(
            away.heads,
            new TimeStamps(Notary.signedWith(null), away.headStore, away.alarms, away.clock),
            away.alarms);
    signer.away = true;
    end.look();
    assertThat(away.alarms.open.get(DayEnd.ABOUT)).contains("is not closed", "out of reach");
    assertThat(away.headStore.last()).isEmpty();
    signer.away = false;
    end.look();
    assertThat(away.alarms.open).isEmpty();
    assertThat(away.headStore.last()).isPresent();
  }

  /** A key that can be out of reach. */
  private static final class Stumbling implements Signer {
    private final Signer signer;
    private boolean away;

    private Stumbling(Signer signer) {
      this.signer = signer;
    }

    @Override
    public ChainEntry.Signed sign(byte[] content) {
      if (away) {
        throw new KeyOutOfReach("The key is out of reach.");
      }
      return signer.sign(content);
    }

    @Override
    public java.security.PublicKey checking() {
      return signer.checking();
    }
  }

  private void assertWrong(URI url, @Nullable Path trust, @Nullable String policy, String words) {
    assertThatThrownBy(() -> end(properties(url, trust, policy))).hasMessageContaining(words);
  }

  private static EvidenceProperties properties(
      URI url, @Nullable Path trust, @Nullable String policy) {
    return new EvidenceProperties(
        null, null, null, new Timestamp(url, trust, policy, Duration.ofSeconds(20)));
  }

  private DayEnd end(Path trust) {
    return end(properties(authority.url(), trust, null));
  }

  private DayEnd end(EvidenceProperties properties) {
    return new DayEnd(
        notary.heads,
        new TimeStamps(properties, notary.headStore, notary.alarms, notary.clock),
        notary.alarms);
  }

  private boolean stamped() {
    return notary.headStore.stamps(DAY, DAY).containsKey(DAY);
  }

  private void sql(String statement) {
    assertThat(notary.jdbc.sql(statement).update()).isPositive();
  }

  private Notary.Verdict verdict(@Nullable Path stampers) throws Exception {
    return Notary.verify(notary.pack(), folder, notary.signing.publicKeys(), stampers);
  }

  private void assertForged(String words) throws Exception {
    var verdict = verdict(authority.root(folder));
    assertThat(verdict.said()).contains(words);
    assertThat(verdict.exit()).isEqualTo(1);
    assertThat(
            new String(VerifyTests.unzip(notary.pack()).get("heads.json"), StandardCharsets.UTF_8))
        .isNotEmpty();
  }
}
