package io.muster.sources.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inboxes;
import io.muster.lifecycle.Lifecycle;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.csv.DropFolder;
import io.muster.sources.sftp.LoopbackServer.Denied;
import io.muster.sources.sftp.SftpPoller.Look;
import io.muster.sources.sftp.SftpProperties.Server;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files come from the server into the inbox folder: whole, in turn, and once. */
class SftpPollerTests {
  private static final String SOURCE = "personnel";
  private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");
  private static final Instant EARLIER = NOW.minus(Duration.ofHours(1));
  private static final String LONG = "a;b\n".repeat(300_000);

  private static final DataSource DATABASE = Postgres.dataSource();

  private final JdbcClient jdbc = JdbcClient.create(DATABASE);
  private final MovableClock clock = new MovableClock(NOW);
  private final Inbox inbox = Inboxes.on(DATABASE, nobody(), clock);
  private final Told told = new Told();
  private final Map<String, String> settings = new HashMap<>();

  @TempDir private Path folder;

  private LoopbackServer server;

  SftpPollerTests(@TempDir Path root) {
    this.server = LoopbackServer.start(root);
  }

  @BeforeEach
  void takeFilesAsTheyAreAndForgetThoseOfOtherTests() {
    repair();
    jdbc.sql("truncate muster_sftp_file, muster_inbox").update();
    settings.putAll(server.settings());
    settings.put("completion", "renamed");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void bringsAFileWithItsTimeAndAtMostNow() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    server.put("day2.csv", "two\n", NOW.plus(Duration.ofDays(1)));
    var node = node();

    assertThat(node.look()).isEqualTo(Look.FETCHED);
    assertThat(Files.readString(inbox("day1.csv"))).isEqualTo("one\n");
    assertThat(Files.getLastModifiedTime(inbox("day1.csv")).toInstant()).isEqualTo(EARLIER);
    takeIn("day1.csv");
    assertThat(node.look()).isEqualTo(Look.FETCHED);
    assertThat(Files.getLastModifiedTime(inbox("day2.csv")).toInstant()).isEqualTo(NOW);
    assertThat(server.names("out")).containsExactly("day1.csv", "day2.csv");
  }

  @Test
  void bringsTheOldestFirstAndTheNextOnlyOnceThatIsTakenIn() throws IOException {
    server.put("a-new.csv", "new\n", EARLIER);
    server.put("z-old.csv", "old\n", EARLIER.minusSeconds(1));
    var node = node();

    assertThat(node.look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("z-old.csv");
    assertThat(node.look()).isEqualTo(Look.WAITING);
    assertThat(inboxNames()).containsExactly("z-old.csv");
    takeIn("z-old.csv");
    assertThat(node.look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("a-new.csv");
    takeIn("a-new.csv");
    assertThat(node.look()).isEqualTo(Look.NOTHING);
  }

  @Test
  void waitsUntilAFileHasLookedTheSameForAWhile() throws IOException {
    settings.put("completion", "unchanged");
    var node = node();
    server.put("day1.csv", "half", EARLIER);
    assertThat(node.look()).isEqualTo(Look.NOTHING);
    clock.advance(Duration.ofMinutes(1));
    server.put("day1.csv", "half and half\n", EARLIER);
    assertThat(node.look()).isEqualTo(Look.NOTHING);
    clock.advance(Duration.ofSeconds(59));
    assertThat(node.look()).isEqualTo(Look.NOTHING);
    clock.advance(Duration.ofSeconds(1));
    assertThat(node.look()).isEqualTo(Look.FETCHED);
    assertThat(Files.readString(inbox("day1.csv"))).isEqualTo("half and half\n");
  }

  @Test
  void looksTwiceHoweverShortTheWhileIs() throws IOException {
    settings.put("completion", "unchanged");
    settings.put("settle", "0s");
    server.put("day1.csv", "one\n", EARLIER);
    var node = node();
    assertThat(node.look()).isEqualTo(Look.NOTHING);
    assertThat(node.look()).isEqualTo(Look.FETCHED);
  }

  @ParameterizedTest
  @ValueSource(strings = {".done", ".ready"})
  void waitsForTheMarkThatIsNotOlderThanItsFile(String mark) throws IOException {
    settings.put("completion", "done-file");
    var node = node();
    server.put("day1.csv", "one\n", EARLIER);
    assertThat(node.look()).isEqualTo(Look.NOTHING);
    server.put("day1.csv" + mark, "", EARLIER.minusSeconds(1));
    assertThat(node.look()).isEqualTo(Look.NOTHING);
    server.put("day1.csv" + mark, "", EARLIER);
    assertThat(node.look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("day1.csv");
  }

  @Test
  void leavesAloneWhatIsStillBeingWritten() throws IOException {
    settings.put("pattern", "*");
    for (var name : List.of(".day1.csv", "day1.csv.tmp", "day1.csv.part", "day1.csv.filepart")) {
      server.put(name, "half", EARLIER);
    }
    assertThat(node().look()).isEqualTo(Look.NOTHING);
  }

  @Test
  void bringsOnlyFilesThatAreWanted() throws IOException {
    settings.put("pattern", "workers-*.csv");
    settings.put("newer-than", EARLIER.toString());
    server.put("workers-old.csv", "old\n", EARLIER.minusSeconds(1));
    server.put("notes.csv", "notes\n", EARLIER);
    Files.createDirectory(server.folder().resolve("workers-folder.csv"));
    Files.createSymbolicLink(
        server.folder().resolve("workers-link.csv"), Path.of("workers-old.csv"));
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    server.put("WORKERS-1.CSV", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("WORKERS-1.CSV");
  }

  @Test
  void givesOtherFilesTheEndingUnderWhichTheyAreTakenIn() throws IOException {
    settings.put("pattern", "*.txt");
    server.put("workers 12:00.txt", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("workers 12_00.txt.csv");
  }

  @Test
  void bringsAFileOnceThoughItStaysThere() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    takeIn("day1.csv");
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(inboxNames()).isEmpty();
  }

  @Test
  void bringsTheSameContentThatIsSentAgainAsTheSourceSpeaksByItAndSomebodyMayStillBeMissing()
      throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    takeIn("day1.csv");
    server.put("day2.csv", "one\n", EARLIER.plusSeconds(5));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("day2.csv");
  }

  @Test
  void bringsContentAgainThatWasFoundWanting() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    move("day1.csv", "quarantine");
    server.put("day1.csv", "one\n", EARLIER.plusSeconds(5));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("day1.csv");
  }

  @Test
  void bringsNewContentUnderAnOldName() throws IOException {
    server.put("workers.csv", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    takeIn("workers.csv");
    server.put("workers.csv", "two\n", EARLIER.plusSeconds(60));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(Files.readString(inbox("workers.csv"))).isEqualTo("two\n");
    takeIn("workers.csv");
    // a state that comes back is a state
    server.put("workers.csv", "one\n", EARLIER.plusSeconds(120));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(Files.readString(inbox("workers.csv"))).isEqualTo("one\n");
  }

  @Test
  void doesNotWriteOverAFileThatSomebodyElseDropped() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    Files.createDirectories(inbox("x").getParent());
    Files.writeString(inbox("day1.csv"), "by hand\n");
    assertThat(node().look()).isEqualTo(Look.WAITING);
    assertThat(Files.readString(inbox("day1.csv"))).isEqualTo("by hand\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inbox", "done", "quarantine"})
  void knowsByItsContentAFileThatCameButWasNotWrittenDown(String where) throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    crashBetweenRenameAndRecord();
    assertThat(node().look()).isEqualTo(Look.FAILED);
    assertThat(inboxNames()).containsExactly("day1.csv");
    repair();
    if (!where.equals("inbox")) {
      move("day1.csv", where);
    }

    assertThat(node().look()).isEqualTo(Look.NOTHING);

    assertThat(inboxNames()).hasSize(where.equals("inbox") ? 1 : 0);
    assertThat(records()).isEqualTo(1);
  }

  @Test
  void finishesWhatWasWrittenDownBeforeItCame() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    crashBetweenRenameAndRecord();
    assertThat(node().look()).isEqualTo(Look.FAILED);
    repair();
    // as if the crash had been a moment earlier
    Files.move(inbox("day1.csv"), inbox(part()));

    assertThat(node().look()).isEqualTo(Look.NOTHING);

    assertThat(inboxNames()).containsExactly("day1.csv");
  }

  @Test
  void fetchesAgainWhatWasWrittenDownAndIsLost() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    crashBetweenRenameAndRecord();
    assertThat(node().look()).isEqualTo(Look.FAILED);
    repair();
    Files.delete(inbox("day1.csv"));

    assertThat(node().look()).isEqualTo(Look.FETCHED);

    assertThat(inboxNames()).containsExactly("day1.csv");
  }

  @Test
  void clearsAwayWhatACrashHasLeft() throws IOException {
    Files.createDirectories(inbox("x").getParent());
    Files.writeString(inbox(InboxWriter.newPart()), "half");
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(inboxNames()).isEmpty();
  }

  @Test
  void letsOneNodeFetchAtATime() throws IOException, InterruptedException, ExecutionException {
    server.put("day1.csv", LONG, EARLIER);
    var reading = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    server.onRead(
        (session, offset) -> {
          reading.countDown();
          awaitUninterrupted(goOn);
        });
    var first = CompletableFuture.supplyAsync(node()::look);
    reading.await();

    assertThat(node().look()).isEqualTo(Look.BUSY);

    goOn.countDown();
    assertThat(first.get()).isEqualTo(Look.FETCHED);
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(Files.readString(inbox("day1.csv"))).isEqualTo(LONG);
  }

  @Test
  void leavesNothingOfAFileWhoseConnectionIsCut() throws IOException {
    server.put("day1.csv", LONG, EARLIER);
    server.onRead(
        (session, offset) -> {
          if (offset > 500_000) {
            session.close(true);
          }
        });
    assertThat(node().look()).isEqualTo(Look.FAILED);
    assertThat(told.failure())
        .contains("broke off while 'day1.csv' was read", "nothing of this is taken in");
    assertThat(inboxNames()).isEmpty();
    assertThat(records()).isZero();

    server.onRead((session, offset) -> {});
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(Files.readString(inbox("day1.csv"))).isEqualTo(LONG);
    assertThat(told.failures).isEmpty();
  }

  @Test
  void leavesAFileForLaterThatIsChangedWhileItIsFetched() throws IOException {
    server.put("day1.csv", LONG, EARLIER);
    server.onRead(
        (session, offset) ->
            server.put("day1.csv", LONG.replace('a', 'c'), EARLIER.plusSeconds(1)));
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(inboxNames()).isEmpty();
    server.onRead((session, offset) -> {});
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(Files.readString(inbox("day1.csv"))).isEqualTo(LONG.replace('a', 'c'));
  }

  @Test
  void doesNotWaitForAServerThatHasFallenSilent() throws IOException {
    settings.put("answer-timeout", "500ms");
    server.put("day1.csv", LONG, EARLIER);
    var never = new CountDownLatch(1);
    server.onRead((session, offset) -> awaitUninterrupted(never));
    try {
      assertThat(node().look()).isEqualTo(Look.FAILED);
      assertThat(told.failure()).contains("broke off while 'day1.csv' was read");
      assertThat(inboxNames()).isEmpty();
    } finally {
      never.countDown();
    }
  }

  @Test
  void givesAFileUpThatTakesTooLong() throws IOException {
    server.put("day1.csv", LONG, EARLIER);
    server.onRead((session, offset) -> clock.advance(Duration.ofMinutes(3)));
    assertThat(node().look()).isEqualTo(Look.FAILED);
    assertThat(told.failure()).contains("took longer than PT10M", "muster.sftp.personnel.longest");
    assertThat(inboxNames()).isEmpty();
  }

  @Test
  void refusesAFileThatIsTooLargeOnceAndGoesOn() throws IOException {
    settings.put("max-size", "10B");
    server.put("a-huge.csv", "far too much of it\n", EARLIER.minusSeconds(1));
    server.put("day1.csv", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    takeIn("day1.csv");
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(refused())
        .singleElement()
        .asString()
        .contains("a-huge.csv", "19 bytes", "muster.sftp.personnel.max-size");
    settings.put("max-size", "1KB");
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("a-huge.csv");
  }

  @Test
  void passesOverAFileThatItMayNotReadAndNeverGoesBackBehindANewerOne() throws IOException {
    server.put("day1.csv", "one\n", EARLIER.minusSeconds(60));
    server.put("day2.csv", "two\n", EARLIER);
    server.deny("day1.csv");
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("day2.csv");
    assertThat(told.failure()).contains("does not let us read 'day1.csv'", "without it");
    assertThat(refused()).singleElement().asString().contains("'day1.csv'");
    takeIn("day2.csv");

    server.permitAll();
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(inboxNames()).isEmpty();
    assertThat(told.failures).isEmpty();
    assertThat(refused()).hasSize(2).first().asString().contains("'day1.csv'", "sent again");
    server.put("day1.csv", "one\n", EARLIER.plusSeconds(60));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("day1.csv");
  }

  @Test
  void fetchesAFileThatCanBeReadAgainBeforeAnyNewerOneWas() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    server.deny("day1.csv");
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    server.permitAll();
    server.put("day2.csv", "two\n", EARLIER.plusSeconds(1));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(inboxNames()).containsExactly("day1.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.csv",
        "/etc/evil.csv",
        "..\\evil.csv",
        "a/b.csv",
        "two\nlines.csv",
        "bell\u0007.csv",
        "right\u202Eto left.csv",
        "what\uFFFD.csv"
      })
  void doesNothingWithANameThatLeadsAstray(String name) throws IOException {
    server.put("innocent.csv", "evil\n", EARLIER);
    server.show("innocent.csv", name);
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(inboxNames()).isEmpty();
    assertThat(refused())
        .singleElement()
        .asString()
        .contains("was not fetched")
        .doesNotContain("\n", "\u0007", "\u202E", "../");
  }

  @Test
  void doesNothingWithANameThatIsTooLong() throws IOException {
    server.put("innocent.csv", "evil\n", EARLIER);
    server.show("innocent.csv", "x".repeat(4000) + ".csv");
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(refused()).singleElement().asString().contains("xxx…'").hasSizeLessThan(500);
  }

  @Test
  void movesAFileOnlyOnceItIsWrittenDown() throws IOException {
    settings.put("after", "move");
    settings.put("move-to", "fetched");
    settings.put("completion", "done-file");
    Files.createDirectory(server.folder().resolveSibling("fetched"));
    server.put("day1.csv", "one\n", EARLIER);
    server.put("day1.csv.done", "", EARLIER);
    crashBetweenRenameAndRecord();
    assertThat(node().look()).isEqualTo(Look.FAILED);
    assertThat(server.names("out")).containsExactly("day1.csv", "day1.csv.done");
    repair();
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(server.names("out")).isEmpty();
    assertThat(server.names("fetched")).containsExactly("day1.csv");

    takeIn("day1.csv");
    server.put("day1.csv", "two\n", EARLIER.plusSeconds(60));
    server.put("day1.csv.done", "", EARLIER.plusSeconds(60));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(server.names("fetched")).hasSize(2).contains("day1.csv");
  }

  @Test
  void deletesAFileOnlyOnceItIsWrittenDown() throws IOException {
    settings.put("after", "delete");
    server.put("day1.csv", "one\n", EARLIER);
    crashBetweenRenameAndRecord();
    assertThat(node().look()).isEqualTo(Look.FAILED);
    assertThat(server.names("out")).containsExactly("day1.csv");
    repair();
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(server.names("out")).isEmpty();
  }

  @Test
  void deletesNothingThatIsNotFetchedYet() throws IOException {
    settings.put("after", "delete");
    server.put("day1.csv", "one\n", EARLIER);
    server.put("day2.csv", "two\n", EARLIER.plusSeconds(1));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(server.names("out")).containsExactly("day2.csv");
  }

  @Test
  void goesOnFetchingWhileFetchedFilesCannotBePutAway() throws IOException {
    settings.put("after", "delete");
    server.deny(Denied.DELETING);
    server.put("day1.csv", "one\n", EARLIER);
    server.put("day2.csv", "two\n", EARLIER.plusSeconds(1));
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    assertThat(told.failure()).contains("does not let us delete 'day1.csv'", "after=leave");
    takeIn("day1.csv");
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    assertThat(inboxNames()).containsExactly("day2.csv");
    server.deny();
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(server.names("out")).isEmpty();
    assertThat(told.failures).isEmpty();
  }

  @Test
  void turnsAwayFromAServerWithAnotherKeyAndTellsItNothing() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    settings.put("password", LoopbackServer.PASSWORD);
    var before = KeyUtils.getFingerPrint(server.hostKey().getPublic());
    server = server.replacedBy(LoopbackServer.key("ecdsa-sha2-nistp256", 256));

    assertThat(node().look()).isEqualTo(Look.REFUSED);

    assertThat(told.failure())
        .contains(before, KeyUtils.getFingerPrint(server.hostKey().getPublic()))
        .contains("muster.sftp.personnel.host-keys", "nothing was sent");
    assertThat(server.visits()).isZero();
    assertThat(inboxNames()).isEmpty();

    settings.put("host-keys[1]", PublicKeyEntry.toString(server.hostKey().getPublic()));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
    assertThat(told.failures).isEmpty();
  }

  @Test
  void signsInWithAnEncryptedKeyOrAPassword() throws IOException {
    settings.put("private-key", server.encryptedKey());
    settings.put("passphrase", LoopbackServer.PASSPHRASE);
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    settings.keySet().removeAll(List.of("private-key", "passphrase"));
    settings.put("password", LoopbackServer.PASSWORD);
    assertThat(node().look()).isEqualTo(Look.NOTHING);
  }

  @Test
  void saysThatItIsNotLetInAndShowsNoSecret() {
    var stranger = LoopbackServer.key("ssh-ed25519", 256);
    settings.put("private-key", LoopbackServer.text(stranger, null));
    settings.put("password", "wrong-password");
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    assertThat(told.failure())
        .contains("does not let us in", KeyUtils.getFingerPrint(stranger.getPublic()))
        .doesNotContain("wrong-password", "PRIVATE KEY");
    assertThat(server(settings).toString()).doesNotContain("wrong-password", "PRIVATE");
  }

  @Test
  void saysThatAServerCannotBeReached() throws IOException {
    server.close();
    assertThat(node().look()).isEqualTo(Look.FAILED);
    assertThat(told.failure()).contains("cannot be reached", "muster.sftp.personnel.host");
    settings.put("host", "nowhere.invalid");
    assertThat(node().look()).isEqualTo(Look.FAILED);
    assertThat(told.failure()).contains("nobody knows that name");
  }

  @Test
  void saysThatAFolderIsNotThereOrMayNotBeRead() throws IOException {
    server.deny(Denied.LOOKING);
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    assertThat(told.failure()).contains("does not let us look into the folder 'out'");
    server.deny(Denied.READING);
    server.put("day1.csv", "one\n", EARLIER);
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    assertThat(told.failure()).contains("does not let us read 'day1.csv'");
    settings.put("folder", "elsewhere");
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    assertThat(told.failure())
        .contains("has no folder 'elsewhere'", "muster.sftp.personnel.folder");
  }

  @Test
  void saysThatNothingCanBeWrittenHere() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    Files.writeString(folder.resolve("inbox"), "in the way");
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    assertThat(told.failure()).contains("nothing can be written to", "Make room there");
    Files.delete(folder.resolve("inbox"));
    assertThat(node().look()).isEqualTo(Look.FETCHED);
  }

  @Test
  void isNotHeardByLookingAndWorksAgainAfterAFailure() {
    settings.put("folder", "elsewhere");
    assertThat(node().look()).isEqualTo(Look.REFUSED);
    settings.put("folder", "out");
    assertThat(node().look()).isEqualTo(Look.NOTHING);
    assertThat(told.failures).isEmpty();
    assertThat(told.heard).isZero();
  }

  @Test
  void knocksLessOftenWhereItIsNotLetIn() {
    settings.put("password", "wrong-password");
    settings.remove("private-key");
    var node = node();
    node.beat();
    int first = server.visits();
    clock.advance(Duration.ofMinutes(1));
    node.beat();
    assertThat(server.visits()).isEqualTo(first).isPositive();
    clock.advance(Duration.ofMinutes(4));
    node.beat();
    assertThat(server.visits()).isGreaterThan(first);
  }

  @Test
  void looksAgainSoonAfterAFile() throws IOException {
    server.put("day1.csv", "one\n", EARLIER);
    server.put("day2.csv", "two\n", EARLIER.plusSeconds(1));
    var node = node();
    node.beat();
    takeIn("day1.csv");
    node.beat();
    assertThat(inboxNames()).isEmpty();
    clock.advance(Duration.ofSeconds(15));
    node.beat();
    assertThat(inboxNames()).containsExactly("day2.csv");
  }

  private SftpPoller node() {
    return new SftpPoller(
        SOURCE,
        server(settings),
        new InboxWriter(new DropFolder(folder)),
        new FetchedFiles(jdbc, SOURCE, clock),
        new FeedLock(DATABASE, "sftp/" + SOURCE),
        told,
        inbox,
        clock);
  }

  static Server server(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach((name, value) -> all.put("muster.sftp.personnel." + name, value));
    var properties =
        new Binder(new MapConfigurationPropertySource(all))
            .bind("muster", SftpProperties.class)
            .get();
    return Objects.requireNonNull(properties.sftp().get(SOURCE));
  }

  /** Has the database fail when it is told that a file has arrived. */
  private void crashBetweenRenameAndRecord() {
    jdbc.sql(
            """
            create or replace function refuse() returns trigger language plpgsql as
            $$ begin raise exception 'no more'; end $$
            """)
        .update();
    jdbc.sql(
            """
            create trigger no_arrivals before update on muster_sftp_file
            for each row execute function refuse()
            """)
        .update();
  }

  private void repair() {
    jdbc.sql("drop trigger if exists no_arrivals on muster_sftp_file").update();
  }

  private long records() {
    return jdbc.sql("select count(*) from muster_sftp_file where arrived_at is not null")
        .query(Long.class)
        .single();
  }

  private String part() {
    return jdbc.sql("select part from muster_sftp_file").query(String.class).single();
  }

  private List<String> refused() {
    return inbox.newest(Fate.REFUSED, null, 10).stream()
        .map(receipt -> String.valueOf(receipt.reason()))
        .toList();
  }

  private Path inbox(String name) {
    return folder.resolve("inbox").resolve(name);
  }

  private void takeIn(String name) throws IOException {
    move(name, "done");
  }

  private void move(String name, String where) throws IOException {
    Files.createDirectories(folder.resolve(where));
    Files.move(
        inbox(name), folder.resolve(where).resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private List<String> inboxNames() throws IOException {
    if (!Files.exists(folder.resolve("inbox"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Lifecycle nobody() {
    return change -> {
      throw new UnsupportedOperationException();
    };
  }

  /** Remembers what is said about the source, as the service does. */
  private static final class Told implements SourceHealthRecorder {
    final List<String> failures = new ArrayList<>();
    int heard;

    @Override
    public void heard(String source) {
      heard++;
    }

    @Override
    public void failed(String source, String why) {
      failures.add(why);
    }

    @Override
    public void works(String source, String beginning) {
      failures.removeIf(why -> why.startsWith(beginning));
    }

    String failure() {
      return failures.get(failures.size() - 1);
    }
  }
}
