package io.muster.sources.csv;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which files came in and what became of them, in {@code muster_hr_file}. */
final class FileRecords {
  private final JdbcClient jdbc;
  private final String feed;
  private final Clock clock;

  FileRecords(JdbcClient jdbc, String feed, Clock clock) {
    this.jdbc = jdbc;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * Writes the file's state over what was known of the same bytes.
   *
   * @param accepted true if its rows go, or went, to the inbox
   * @param summary in words for operators, without the file's content
   */
  void keep(String digest, String name, boolean accepted, String summary) {
    jdbc.sql(
            """
            insert into muster_hr_file (feed, digest, name, taken_at, accepted, summary)
            values (:feed, :digest, :name, :takenAt, :accepted, :summary)
            on conflict (feed, digest) do update set name = excluded.name,
              taken_at = excluded.taken_at, accepted = excluded.accepted, summary = excluded.summary
            """)
        .param("feed", feed)
        .param("digest", digest)
        .param("name", name)
        .param("takenAt", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .param("accepted", accepted)
        .param("summary", summary)
        .update();
  }
}
