package io.muster.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.testing.EvidenceKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier, run as an auditor runs it, on packs of a database that somebody has forged. */
class VerifyTests {
  private static final Instant NEXT_DAY = Instant.parse("2026-11-25T00:10:00Z");

  private final Notary notary = Notary.fresh();
  @TempDir Path folder;

  @BeforeEach
  void aCaseOfFourEntriesAndAnother() {
    for (var words : List.of("Ada asked", "Ada answered", "Ada seen", "Ada done")) {
      notary.clock.advance(Duration.ofMinutes(1));
      notary.note(words);
    }
    notary.note("c-2", "somebody else's");
  }

  @Test
  void believesWhatIsGenuineWithTheKeyOfThePackAndWithOneOfItsOwn() throws Exception {
    var inPack = Notary.verify(notary.pack(), folder, null);
    assertThat(inPack.said()).contains("GENUINE", "from the pack itself").doesNotContain("NOT");
    assertThat(inPack.exit()).isZero();
    closeTheDay();
    var given = verdict();
    assertThat(given.said())
        .contains("GENUINE", "2026-11-24 to 2026-11-24", "4 of 4 personal texts")
        .doesNotContain("NOT", "from the pack itself");
    assertThat(given.exit()).isZero();
  }

  @Test
  void namesWhatWasAltered() throws Exception {
    sql(
        "update muster_evidence set content = replace(content, 'OBSERVED', 'REFUSED') where number = 2");
    assertForged("entry 2 of case/c-1", "was altered: it does not fit its hash");
  }

  @Test
  void namesWhatWasAlteredByWhoeverCanReckonHashes() throws Exception {
    closeTheDay();
    forgeWithRightHashes(2, entry -> entry.content().replace("OBSERVED", "REFUSED"), null);
    assertForged(
        "entry 2 of case/c-1",
        "its signature is wrong",
        "entry 4 of case/c-1",
        "the signed head of 2026-11-24 knows another one");
  }

  @Test
  void namesWhatWasBackdated() throws Exception {
    sql(
        "update muster_evidence set recorded_at = recorded_at - interval '1 hour' where number = 3");
    assertForged("entry 3 of case/c-1", "was backdated: it is older than the entry before it");
  }

  @Test
  void namesWhatWasBackdatedIntoADayThatIsClosed() throws Exception {
    closeTheDay();
    notary.note("Ada later");
    forgeWithRightHashes(5, ChainEntry::content, Instant.parse("2026-11-24T23:00:00Z"));
    assertForged(
        "entry 5 of case/c-1",
        "was added or backdated: on 2026-11-24 the chain ended with entry 4");
  }

  @Test
  void namesWhatWasDroppedInTheMiddleAndAtTheEnd() throws Exception {
    sql("delete from muster_evidence where number = 2");
    assertForged("entries 2 to 2 of case/c-1 were dropped");
    closeTheDay();
    sql("delete from muster_evidence where number = 4");
    assertForged("entries 2 to 2 of case/c-1 were dropped");
  }

  @Test
  void namesAnEndThatWasCutOffAfterTheDayWasClosed() throws Exception {
    closeTheDay();
    sql("delete from muster_evidence where number >= 3 and chain = 'case/c-1'");
    assertForged("entries of case/c-1 were dropped: on 2026-11-24 it had 4");
  }

  @Test
  void namesAnEndThatWasCutOffTogetherWithItsLeaf() throws Exception {
    closeTheDay();
    sql("delete from muster_evidence where number = 4 and chain = 'case/c-1'");
    sql("delete from muster_evidence_leaf where chain = 'case/c-1'");
    assertForged("the list of chains under the head of 2026-11-24 was altered: a case was dropped");
  }

  @Test
  void namesACaseThatWasDroppedWholeByAnyOtherPackOfThatDay() throws Exception {
    closeTheDay();
    sql("delete from muster_evidence where chain = 'case/c-2'");
    sql("delete from muster_evidence_leaf where chain = 'case/c-2'");
    assertForged("a case was dropped, added or changed");
  }

  @Test
  void namesWhatWasReordered() throws Exception {
    sql("update muster_evidence set number = 99 where number = 2");
    sql("update muster_evidence set number = 2 where number = 3");
    sql("update muster_evidence set number = 3 where number = 99");
    assertForged(
        "entry 2 of case/c-1",
        "was reordered: it was written as entry 3",
        "was reordered: it was written as entry 2");
  }

  @Test
  void namesWhatWasAdded() throws Exception {
    sql(
        """
        insert into muster_evidence
        select chain, 5, hash, recorded_at, kind, content, hash, signed_by, signature, person
        from muster_evidence where number = 4
        """);
    assertForged("entry 5 of case/c-1");
    closeTheDay();
    assertForged("entry 5 of case/c-1");
  }

  @Test
  void namesWhatWasAddedByWhoeverCanReckonHashes() throws Exception {
    var last = notary.store.last("case/c-1").orElseThrow();
    append(last, null);
    assertForged("entry 5 of case/c-1", "is not signed");
    sql("delete from muster_evidence where number = 5");
    append(last, last.signature());
    assertForged("entry 5 of case/c-1", "its signature is wrong");
  }

  @Test
  void namesAHeadThatWasMadeAnewAndADayThatWasDropped() throws Exception {
    closeTheDay();
    notary.note("Ada later");
    notary.clock.set(NEXT_DAY.plus(Duration.ofDays(2)));
    notary.heads.close();
    sql("delete from muster_evidence_head where day = date '2026-11-25'");
    assertForged("the head of 2026-11-26 does not follow the day before");
    sql("update muster_evidence_head set entries = 7 where day = date '2026-11-26'");
    assertForged("the head of 2026-11-26 was altered");
  }

  @Test
  void knowsThePackOfAnotherKey() throws Exception {
    var stranger = new SigningKey(Notary.signedWith(EvidenceKey.temporary())).publicKeys();
    var verdict = Notary.verify(notary.pack(), folder, stranger);
    assertThat(verdict.exit()).isEqualTo(1);
    assertThat(verdict.said()).contains("the signature of the pack is wrong, or of another key");
  }

  @Test
  void saysThatNothingIsSignedWhereThereIsNoKey() throws Exception {
    var unsigned = new Notary(notary.database, new SigningKey(Notary.signedWith(null)));
    unsigned.note("c-3", "without a key");
    var verdict = Notary.verify(unsigned.pack("c-3"), folder, null);
    assertThat(verdict.exit()).isEqualTo(1);
    assertThat(verdict.said()).contains("the pack is not signed", "entry 1 of case/c-3");
  }

  @Test
  void stillBelievesItWhenThePersonWasErased() throws Exception {
    closeTheDay();
    assertThat(text("case.json")).contains("Ada answered");
    assertThat(notary.erasure.erase(new EmployeeId(Notary.ADA), "admin", "asked for it"))
        .isEqualTo(Erasure.Result.ERASED);
    var verdict = verdict();
    assertThat(verdict.said())
        .contains("GENUINE")
        .contains("1 of 5 personal texts")
        .doesNotContain("NOT");
    assertThat(verdict.exit()).isZero();
    assertThat(text("case.json")).contains(OpenedEntry.ERASED).doesNotContain("Ada");
  }

  @Test
  void namesWhatWasChangedInThePackItself() throws Exception {
    var pack = notary.pack();
    assertThat(said(changed(pack, "case.json", "Ada asked", "Eve asked")))
        .contains("the file case.json was altered after the pack was made");
    assertThat(said(changed(pack, "opened.json", "Ada asked", "Eve asked")))
        .contains("the file opened.json was altered", "a text is not what the entry holds: Eve");
    var files = unzip(pack);
    files.remove("heads.json");
    files.put("more.txt", "x".getBytes(StandardCharsets.UTF_8));
    assertThat(said(zip(files)))
        .contains(
            "the file heads.json was dropped from the pack",
            "the file more.txt was added to the pack");
  }

  @Test
  void checksEveryPackOfASample() throws Exception {
    var sample =
        notary.packs.sample(List.of("c-1", "c-2", "c-9"), Map.of("cases", 2), "oneauditor");
    var verdict = Notary.verify(sample, folder, notary.signing.publicKeys());
    assertThat(verdict.said())
        .contains("packs/c-1.zip: GENUINE", "packs/c-2.zip: GENUINE")
        .doesNotContain("NOT", "c-9");
    assertThat(verdict.exit()).isZero();
    sql("update muster_evidence set kind = 'answer' where chain = 'case/c-2'");
    var forged =
        Notary.verify(
            notary.packs.sample(List.of("c-1", "c-2"), Map.of(), "oneauditor"),
            folder,
            notary.signing.publicKeys());
    assertThat(forged.said()).contains("packs/c-2.zip: NOT GENUINE", "packs/c-1.zip: GENUINE");
    assertThat(forged.exit()).isEqualTo(1);
  }

  @Test
  void saysSoWhenItIsNoPack() throws Exception {
    var verdict = Notary.verify("nothing".getBytes(StandardCharsets.UTF_8), folder, null);
    assertThat(verdict.exit()).isEqualTo(2);
    assertThat(verdict.said()).contains("CANNOT BE CHECKED");
  }

  private void closeTheDay() {
    notary.clock.set(NEXT_DAY);
    notary.heads.close();
  }

  private Notary.Verdict verdict() throws Exception {
    return Notary.verify(notary.pack(), folder, notary.signing.publicKeys());
  }

  private void assertForged(String... words) throws Exception {
    var verdict = verdict();
    assertThat(verdict.said()).contains(words);
    assertThat(verdict.exit()).isEqualTo(1);
  }

  private String said(byte[] pack) throws Exception {
    return Notary.verify(pack, folder, notary.signing.publicKeys()).said();
  }

  private void sql(String statement) {
    assertThat(notary.jdbc.sql(statement).update()).isPositive();
  }

  private interface Forgery {
    String content(ChainEntry genuine);
  }

  /** Changes an entry, and makes the hashes of it and of all that follow fit again. */
  private void forgeWithRightHashes(
      long number, Forgery forgery, @org.jspecify.annotations.Nullable Instant at) {
    var previous = ChainEntry.NOTHING_BEFORE;
    for (var entry : notary.store.all("case/c-1")) {
      var forged = entry.number() == number;
      var content = forged ? forgery.content(entry) : entry.content();
      var time = forged && at != null ? at : entry.recordedAt();
      var hash =
          ChainEntry.hash(entry.chain(), entry.number(), previous, time, entry.kind(), content);
      notary
          .jdbc
          .sql(
              "update muster_evidence set content = ?, recorded_at = ?, previous = ?, hash = ? where chain = ? and number = ?")
          .params(content, Timestamp.from(time), previous, hash, entry.chain(), entry.number())
          .update();
      previous = hash;
    }
  }

  private void append(
      ChainEntry last, ChainEntry.@org.jspecify.annotations.Nullable Signed signature) {
    var at = last.recordedAt().plusSeconds(1);
    notary.store.append(
        List.of(
            new ChainEntry(
                last.chain(),
                5,
                last.hash(),
                at,
                "answer",
                "{}",
                ChainEntry.hash(last.chain(), 5, last.hash(), at, "answer", "{}"),
                signature,
                null)));
  }

  private String text(String file) throws Exception {
    return new String(unzip(notary.pack()).get(file), StandardCharsets.UTF_8);
  }

  private static byte[] changed(byte[] pack, String file, String from, String to) throws Exception {
    var files = unzip(pack);
    var text = new String(files.get(file), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    files.put(file, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return zip(files);
  }

  static Map<String, byte[]> unzip(byte[] pack) throws Exception {
    var files = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(pack))) {
      for (var file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
        files.put(file.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static byte[] zip(Map<String, byte[]> files) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
