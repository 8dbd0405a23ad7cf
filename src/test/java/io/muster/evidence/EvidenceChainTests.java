package io.muster.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.testing.EvidenceKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class EvidenceChainTests {
  private static final String CHAIN = "case/" + Notary.CASE;

  private final Notary notary = Notary.fresh();

  @Test
  void eachEntryHasTheHashOfTheOneBefore() {
    notary.note("first");
    notary.clock.advance(Duration.ofSeconds(1));
    notary.note("second");
    var entries = notary.store.all(CHAIN);
    assertThat(entries).extracting(ChainEntry::number).containsExactly(1L, 2L);
    assertThat(entries.get(0).previous()).isEqualTo(ChainEntry.NOTHING_BEFORE);
    assertThat(entries.get(1).previous()).isEqualTo(entries.get(0).hash());
    assertThat(entries.get(1).signature()).isNotNull();
  }

  @Test
  void whatIsRolledBackWasNeverWritten() {
    notary.transaction.executeWithoutResult(
        transaction -> {
          notary.note("undone");
          transaction.setRollbackOnly();
        });
    assertThat(notary.store.all(CHAIN)).isEmpty();
  }

  @Test
  void whatIsRolledBackToASavepointWasNeverWritten() {
    var nested = new TransactionTemplate(notary.transaction.getTransactionManager());
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    notary.transaction.executeWithoutResult(
        outer -> {
          nested.executeWithoutResult(
              inner -> {
                notary.note("undone before anything else");
                inner.setRollbackOnly();
              });
          notary.note("stays");
          nested.executeWithoutResult(
              inner -> {
                notary.note("undone");
                inner.setRollbackOnly();
              });
          nested.executeWithoutResult(inner -> notary.note("stays too"));
        });
    assertThat(texts()).containsExactly("stays", "stays too");
  }

  /** It would wait for itself for ever if a chain were locked before the commit. */
  @Test
  @Timeout(60)
  void aTransactionApartWritesToTheSameChainWhileTheOuterOneIsOpen() {
    var apart = new TransactionTemplate(notary.transaction.getTransactionManager());
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    notary.transaction.executeWithoutResult(
        outer -> {
          notary.note("outer, before");
          apart.executeWithoutResult(inner -> notary.note("apart"));
          notary.note("outer, after");
        });
    assertThat(texts()).containsExactly("apart", "outer, before", "outer, after");
  }

  @Test
  @Timeout(120)
  void manyWriteAtOnceToTheSameChainsInEveryOrder() throws Exception {
    int writers = 6;
    int rounds = 15;
    var pool = Executors.newFixedThreadPool(writers);
    var start = new CountDownLatch(1);
    var all = new ArrayList<Future<?>>();
    for (int writer = 0; writer < writers; writer++) {
      var first = writer % 2 == 0 ? "c-1" : "c-2";
      var second = writer % 2 == 0 ? "c-2" : "c-1";
      all.add(
          pool.submit(
              () -> {
                start.await();
                for (int round = 0; round < rounds; round++) {
                  notary.transaction.executeWithoutResult(
                      transaction -> {
                        notary.note(first, "one");
                        notary.note(second, "other");
                      });
                }
                return true;
              }));
    }
    start.countDown();
    for (var one : all) {
      one.get(100, TimeUnit.SECONDS);
    }
    pool.shutdown();
    for (var chain : new String[] {"case/c-1", "case/c-2"}) {
      var entries = notary.store.all(chain);
      assertThat(entries)
          .extracting(ChainEntry::number)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, (long) writers * rounds).boxed().toList());
      for (int at = 1; at < entries.size(); at++) {
        assertThat(entries.get(at).previous()).isEqualTo(entries.get(at - 1).hash());
      }
    }
  }

  @Test
  void twoCasesDoNotWaitForEachOther() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    notary.transaction.executeWithoutResult(
        held -> {
          notary.store.lock("case/c-1");
          var other = pool.submit(() -> notary.note("c-2", "goes on"));
          assertThat(other).succeedsWithin(Duration.ofSeconds(30));
        });
    pool.shutdown();
    assertThat(notary.store.all("case/c-2")).hasSize(1);
  }

  @Test
  void timeNeverGoesBackInAChain() {
    notary.note("by a node whose clock is ahead");
    notary.clock.set(Notary.MORNING.minusSeconds(5));
    notary.note("by another");
    assertThat(notary.store.all(CHAIN))
        .extracting(ChainEntry::recordedAt)
        .containsExactly(Notary.MORNING, Notary.MORNING);
  }

  @Test
  void nothingPersonalIsInTheChainInTheClear() {
    notary.note("Ada Lovelace, ada@example.com");
    assertThat(notary.store.all(CHAIN).get(0).content())
        .doesNotContain("Ada", "example.com", "E1001")
        .contains("OBSERVED", "sealed");
    assertThat(texts()).containsExactly("Ada Lovelace, ada@example.com");
  }

  @Test
  void whoeverIsErasedIsReadNoMoreAndTheChainIsTheSame() {
    notary.note("Ada Lovelace");
    var before = notary.store.all(CHAIN);
    notary.holds.place(new EmployeeId(Notary.ADA), "counsel", "A claim.");
    assertThat(notary.erasure.erase(new EmployeeId(Notary.ADA), "admin", "asked"))
        .isEqualTo(Erasure.Result.ON_HOLD);
    assertThat(texts()).containsExactly("Ada Lovelace");
    notary.holds.lift(new EmployeeId(Notary.ADA), "counsel", "Settled.");
    assertThat(notary.erasure.erase(new EmployeeId(Notary.ADA), "admin", "asked"))
        .isEqualTo(Erasure.Result.ERASED);
    assertThat(notary.erasure.erase(new EmployeeId(Notary.ADA), "admin", "asked"))
        .isEqualTo(Erasure.Result.NOTHING_THERE);
    assertThat(notary.store.all(CHAIN)).isEqualTo(before);
    assertThat(texts()).containsExactly(OpenedEntry.ERASED);
  }

  @Test
  void closesEveryDayOnceAndNotBeforeItIsOver() {
    assertThat(notary.heads.close()).isZero();
    notary.note("today");
    notary.clock.set(Instant.parse("2026-11-25T00:09:59.999Z"));
    assertThat(notary.heads.close()).isZero();
    notary.clock.set(Instant.parse("2026-11-25T00:10:00Z"));
    assertThat(notary.heads.close()).isEqualTo(1);
    assertThat(notary.heads.close()).isZero();
    notary.note("tomorrow");
    notary.clock.set(Instant.parse("2026-11-27T00:10:00Z"));
    assertThat(notary.heads.close()).isEqualTo(2);
    assertThat(
            notary
                .jdbc
                .sql("select chains from muster_evidence_head order by day")
                .query(Long.class)
                .list())
        .containsExactly(1L, 1L, 0L);
  }

  @Test
  void twoNodesCloseADayOnce() throws Exception {
    notary.note("today");
    notary.clock.set(Instant.parse("2026-11-25T00:10:00Z"));
    var pool = Executors.newFixedThreadPool(2);
    var one = pool.submit(notary.heads::close);
    var other = pool.submit(notary.heads::close);
    assertThat(one.get(60, TimeUnit.SECONDS) + other.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    pool.shutdown();
  }

  @Test
  void aDatabaseRoleThatMayOnlyInsertIsEnoughAndCanChangeNothing() throws Exception {
    notary.note("by the owner");
    notary.clock.set(Instant.parse("2026-11-25T00:10:00Z"));
    notary.heads.close();
    var role = "muster_" + UUID.randomUUID().toString().replace("-", "");
    // as it is before: the service owns all of its tables
    List.of(
            "create role " + role,
            "grant usage, create on schema public to " + role,
            "alter table muster_evidence_key owner to " + role,
            "alter table muster_evidence owner to " + role,
            "alter table muster_evidence_head owner to " + role,
            "alter table muster_evidence_leaf owner to " + role,
            "alter table muster_evidence_timestamp owner to " + role)
        .forEach(statement -> notary.jdbc.sql(statement).update());
    var script =
        Files.readString(Path.of("src/docs/sql/evidence-role.sql"))
            .replaceAll("muster(?!_)", role)
            .replace("muster_evidence_owner", role + "_owner");
    notary.jdbc.sql(script).update();
    // as after an upgrade
    notary.jdbc.sql(script).update();
    String url;
    try (var connection = notary.database.getConnection()) {
      url = connection.getMetaData().getURL();
    }
    try (var connection = DriverManager.getConnection(url, "postgres", "postgres")) {
      try (var statement = connection.createStatement()) {
        statement.execute("set role " + role);
      }
      var restricted =
          new Notary(new SingleConnectionDataSource(connection, true), EvidenceKey.temporary());
      restricted.clock.set(notary.clock.instant());
      restricted.transaction.executeWithoutResult(transaction -> restricted.note("by the role"));
      restricted.clock.set(Instant.parse("2026-11-26T00:10:00Z"));
      assertThat(restricted.heads.close()).isEqualTo(1);
      assertThat(restricted.pack()).isNotEmpty();
      for (var table :
          new String[] {
            "muster_evidence",
            "muster_evidence_head",
            "muster_evidence_leaf",
            "muster_evidence_timestamp"
          }) {
        for (var change :
            new String[] {
              table.endsWith("timestamp")
                  ? "update %s set authority = 'x'"
                  : "update %s set hash = 'x'",
              "delete from %s",
              "truncate %s",
              "drop table %s",
              "alter table %s add column x text"
            }) {
          assertThatThrownBy(() -> restricted.jdbc.sql(change.formatted(table)).update())
              .as(change.formatted(table))
              .rootCause()
              .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
      }
    }
  }

  @Test
  void saysWhatToDoWhenTheKeyCannotBeRead(@TempDir Path folder) throws Exception {
    var wrong = Files.writeString(folder.resolve("wrong.pem"), "SECRET that is no key");
    assertThatThrownBy(() -> new SigningKey(Notary.signedWith(wrong)))
        .hasMessageContaining("openssl genpkey")
        .hasMessageContaining("muster.evidence.signing-key")
        .hasMessageNotContaining("SECRET")
        .hasNoCause();
    var missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> new SigningKey(Notary.signedWith(missing)))
        .hasMessageContaining("missing.pem");
  }

  private Iterable<String> texts() {
    return new ChainReader(notary.store, notary.keys)
        .ofCase(Notary.CASE).orElseThrow().entries().stream()
            .filter(entry -> entry.is("outcome"))
            .map(entry -> entry.text("words").orElseThrow())
            .toList();
  }
}
