package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class FeedLockTests {
  private final DataSource database = Postgres.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);

  @Test
  void letsOneNodeAtATimeHaveAFeed() throws Exception {
    var one = new FeedLock(database, "hr");
    var other = new FeedLock(database, "hr");
    var another = new FeedLock(database, "payroll");
    assertThat(
            one.whileHeld(
                () -> {
                  assertThat(other.whileHeld(() -> true)).isEmpty();
                  return another.whileHeld(() -> true).isPresent();
                }))
        .contains(true);
    assertThat(other.whileHeld(() -> true)).as("it is free again").contains(true);
  }

  @Test
  void goesOnWhenTheNodeThatHadItDied() throws Exception {
    var lock = new FeedLock(database, "hr");
    var insert =
        "insert into muster_feed_lease values ('hr', 'dead', clock_timestamp() + interval '%s')";
    jdbc.sql(insert.formatted("20 s")).update();
    assertThat(lock.whileHeld(() -> true)).isEmpty();
    jdbc.sql("update muster_feed_lease set held_until = clock_timestamp()").update();
    assertThat(lock.whileHeld(() -> true)).contains(true);
  }

  @Test
  void holdsNoDatabaseSessionMeanwhile() throws Exception {
    assertThat(
            new FeedLock(database, "hr")
                .whileHeld(
                    () ->
                        jdbc.sql("select count(*) from pg_locks where locktype = 'advisory'")
                            .query(Long.class)
                            .single()))
        .contains(0L);
  }

  /** A pooler in transaction mode gives a session to others, with its locks and its settings. */
  @Test
  void nothingCountsOnADatabaseSessionOfItsOwn() throws IOException {
    try (var files = Files.walk(Path.of("src/main"))) {
      assertThat(files.filter(Files::isRegularFile).filter(FeedLockTests::usesASession)).isEmpty();
    }
  }

  private static boolean usesASession(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
          .matches(
              "(?is).*(pg_(try_)?advisory_(lock|unlock)|\\bset session\\b|\\blisten [a-z_]+;|create temp).*");
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
