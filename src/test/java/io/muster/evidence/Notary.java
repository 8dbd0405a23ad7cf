package io.muster.evidence;

import io.muster.evidence.Fact.Content;
import io.muster.evidence.Fact.Where;
import io.muster.testing.EvidenceKey;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Everything that keeps evidence, on a database of its own, without the rest of the service. */
final class Notary {
  static final Instant MORNING = Instant.parse("2026-11-24T08:00:00Z");
  static final String CASE = "c-1";
  static final String ADA = "E1001";
  private static final long PATIENCE = 120;

  final MovableClock clock = new MovableClock(MORNING);
  final DataSource database;
  final JdbcClient jdbc;
  final InMemoryHolds holds = new InMemoryHolds(clock);
  final SigningKey signing;
  final PersonKeys keys;
  final ChainStore store;
  final ChainWriter writer;
  final EvidenceChain chain;
  final DailyHeads heads;
  final EvidencePacks packs;
  final Erasure erasure;
  final TransactionTemplate transaction;
  final HeadStore headStore;
  final ToldAlarms alarms = new ToldAlarms();

  Notary(DataSource database, @Nullable Path key) {
    this(database, signedWith(key));
  }

  Notary(DataSource database, EvidenceProperties properties) {
    this(database, new SigningKey(properties));
  }

  Notary(DataSource database, SigningKey signing) {
    this.database = database;
    jdbc = JdbcClient.create(database);
    var transactions = new JdbcTransactionManager(database);
    transaction = new TransactionTemplate(transactions);
    this.signing = signing;
    keys = new PersonKeys(jdbc, clock);
    store = new ChainStore(jdbc);
    writer = new ChainWriter(store, keys, signing, clock);
    chain = new EvidenceChain(writer, transactions);
    headStore = new HeadStore(jdbc);
    heads = new DailyHeads(headStore, store, signing, transactions, clock);
    packs = new EvidencePacks(new ChainReader(store, keys), store, headStore, signing, clock);
    erasure = new Erasure(keys, writer, holds, event -> {}, transactions);
  }

  static Notary fresh() {
    return new Notary(Postgres.dataSource(), EvidenceKey.temporary());
  }

  /** Signed with the key in this file, and not time-stamped. */
  static EvidenceProperties signedWith(@Nullable Path key) {
    return new EvidenceProperties(key, null, null, null);
  }

  /** Something was seen in the case, about Ada. */
  void note(String what) {
    note(CASE, what);
  }

  void note(String caseId, String what) {
    chain.add(fact(caseId, what));
  }

  static Fact fact(String caseId, String what) {
    return new Fact(
        Where.ofCase(caseId),
        ADA,
        "outcome",
        new Content().with("state", "OBSERVED").about("words", what).members());
  }

  byte[] pack() {
    return pack(CASE);
  }

  byte[] pack(String caseId) {
    return packs.pack(caseId, "oneauditor").orElseThrow();
  }

  /** What the verifier said, and how it ended. */
  record Verdict(int exit, String said) {}

  /** Runs the verifier as an auditor does. */
  static Verdict verify(byte[] pack, Path folder, @Nullable String publicKeys)
      throws IOException, InterruptedException {
    return verify(pack, folder, publicKeys, null);
  }

  /** The same, with the certificates of time-stampers that the auditor trusts. */
  static Verdict verify(
      byte[] pack, Path folder, @Nullable String publicKeys, @Nullable Path stampers)
      throws IOException, InterruptedException {
    var file = Files.write(Files.createTempFile(folder, "pack", ".zip"), pack);
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                verifier(folder).toString(),
                file.toString()));
    if (publicKeys != null) {
      command.add(
          Files.writeString(Files.createTempFile(folder, "key", ".pem"), publicKeys).toString());
    }
    if (stampers != null) {
      command.add(stampers.toString());
    }
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the verifier does not end");
    }
    return new Verdict(process.exitValue(), said);
  }

  private static Path verifier(Path folder) throws IOException {
    var file = folder.resolve("Verify.java");
    if (!Files.exists(file)) {
      try (var source = Notary.class.getResourceAsStream("/evidence/Verify.java")) {
        Files.write(file, Objects.requireNonNull(source).readAllBytes());
      }
    }
    return file;
  }
}
