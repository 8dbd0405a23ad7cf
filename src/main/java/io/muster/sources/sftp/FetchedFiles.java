package io.muster.sources.sftp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which files of a source were fetched, in {@code muster_sftp_file}. */
final class FetchedFiles {
  private final JdbcClient jdbc;
  private final String source;
  private final Clock clock;

  FetchedFiles(JdbcClient jdbc, String source, Clock clock) {
    this.jdbc = jdbc;
    this.source = source;
    this.clock = clock;
  }

  /** Writes down that it is about to go into the inbox folder; false if that was known. */
  boolean begin(Begun file) {
    return jdbc.sql(
                """
                insert into muster_sftp_file
                  (source, name, size, modified, digest, local_name, part, begun_at)
                values (:source, :name, :size, :modified, :digest, :localName, :part, :now)
                on conflict do nothing
                """)
            .param("source", source)
            .param("name", file.remote().name())
            .param("size", file.remote().size())
            .param("modified", utc(file.remote().modified()))
            .param("digest", file.digest())
            .param("localName", file.localName())
            .param("part", file.part())
            .param("now", utc(clock.instant()))
            .update()
        == 1;
  }

  /** Writes down that it is there. */
  void arrived(RemoteFile file) {
    jdbc.sql(
            """
            update muster_sftp_file set arrived_at = ?
            where source = ? and name = ? and size = ? and modified = ?
            """)
        .params(utc(clock.instant()), source, file.name(), file.size(), utc(file.modified()))
        .update();
  }

  /** Has it fetched again. */
  void forget(RemoteFile file) {
    jdbc.sql(
            """
            delete from muster_sftp_file
            where source = ? and name = ? and size = ? and modified = ? and arrived_at is null
            """)
        .params(source, file.name(), file.size(), utc(file.modified()))
        .update();
  }

  /** Those that somebody who did not come to the end has begun. */
  List<Begun> unfinished() {
    return jdbc.sql(
            "select * from muster_sftp_file where source = ? and arrived_at is null order by number")
        .param(source)
        .query((row, number) -> begun(row))
        .list();
  }

  /** The one that was fetched last. */
  Optional<Begun> last() {
    return jdbc.sql(
            """
            select * from muster_sftp_file where source = ? and arrived_at is not null
            order by number desc limit 1
            """)
        .param(source)
        .query((row, number) -> begun(row))
        .optional();
  }

  /** Which of these were fetched. */
  Set<RemoteFile> among(List<RemoteFile> files) {
    var oldest = files.stream().map(RemoteFile::modified).min(Instant::compareTo);
    if (oldest.isEmpty()) {
      return Set.of();
    }
    var fetched =
        new HashSet<>(
            jdbc.sql(
                    """
                    select * from muster_sftp_file
                    where source = ? and modified >= ? and arrived_at is not null
                    """)
                .params(source, utc(oldest.get()))
                .query((row, number) -> begun(row).remote())
                .list());
    fetched.retainAll(Set.copyOf(files));
    return fetched;
  }

  private static Begun begun(ResultSet row) throws SQLException {
    return new Begun(
        new RemoteFile(
            row.getString("name"),
            row.getLong("size"),
            row.getObject("modified", OffsetDateTime.class).toInstant()),
        row.getString("digest"),
        row.getString("local_name"),
        row.getString("part"));
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * A file on its way.
   *
   * @param digest SHA-256 of its bytes, in hexadecimal
   * @param localName what it is called in the inbox folder
   * @param part what it is called there until it is complete
   */
  record Begun(RemoteFile remote, String digest, String localName, String part) {}
}
