package io.muster.sources.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.sources.sftp.FetchedFiles.Begun;
import io.muster.sources.sftp.LoopbackServer.Denied;
import io.muster.testing.Expected;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether files could be fetched is known before day one, and nothing is changed by looking. */
class SftpPreflightTests {
  private static final JdbcClient JDBC = JdbcClient.create(Postgres.dataSource());
  private static final Instant THEN = Instant.parse("2026-03-01T06:00:00Z");

  private final Map<String, String> settings = new HashMap<>();
  private final FetchedFiles fetched = new FetchedFiles(JDBC, "personnel", new MovableClock(THEN));
  private LoopbackServer server;

  SftpPreflightTests(@TempDir Path root) {
    server = LoopbackServer.start(root);
  }

  @BeforeEach
  void begin() {
    JDBC.sql("truncate muster_sftp_file").update();
    settings.putAll(server.settings());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void findsAllWellAndLeavesEverythingAsItIs() throws IOException {
    settings.put("after", "delete");
    server.put("day1.csv", "one\n", THEN);
    assertThat(findings()).extracting(Finding::severity).hasSize(3).containsOnly(Severity.GOOD);
    assertThat(server.names("out")).containsExactly("day1.csv");
  }

  @Test
  void tellsOfOldFilesThatWouldAllBeFetched() throws IOException {
    server.put("day1.csv", "one\n", THEN);
    server.put("day2.csv", "two\n", THEN.plusSeconds(1));
    assertThat(findings())
        .anySatisfy(
            finding ->
                assertThat(finding.what() + finding.remedy())
                    .contains("All of the 2 files", THEN.toString(), "newer-than"));
    var day1 = new RemoteFile("day1.csv", 4, THEN);
    assertThat(fetched.begin(new Begun(day1, "a", "day1.csv", ".a.fetch"))).isTrue();
    fetched.arrived(day1);
    assertThat(findings())
        .anySatisfy(
            finding ->
                assertThat(finding.what()).contains("1 files in it were fetched, 1 were not"));
  }

  @Test
  void tellsThatNoFileIsNamedAsItShould() throws IOException {
    server.put("workers.xlsx", "x", THEN);
    assertThat(findings())
        .anySatisfy(finding -> assertThat(finding.what()).contains("None of the 1 files"));
  }

  @Test
  void findsWhatIsInTheWay() throws IOException {
    server.deny(Denied.LOOKING);
    assertBlocked("does not let us look into the folder 'out'");
    server.deny();
    settings.put("after", "move");
    settings.put("move-to", "fetched");
    assertBlocked("has no folder 'fetched'");
    var target = Files.createDirectory(server.folder().resolveSibling("fetched"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertBlocked("Nobody may write to the folder 'fetched'");
    settings.put("private-key", LoopbackServer.text(LoopbackServer.key("ssh-ed25519", 256), null));
    assertBlocked("does not let us in");
    server = server.replacedBy(LoopbackServer.key("ssh-ed25519", 256));
    assertBlocked("shows the host key SHA256:");
  }

  @Test
  void doesNotKnowWhereTheServerIsNotReached() throws IOException {
    server.close();
    assertThat(findings()).extracting(Finding::severity).containsExactly(Severity.UNKNOWN);
  }

  private void assertBlocked(String what) {
    assertThat(findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what()).contains(what);
            });
  }

  private List<Finding> findings() {
    return new SftpPreflight("personnel", SftpPollerTests.server(settings), fetched)
        .check(Expected.NOTHING);
  }
}
