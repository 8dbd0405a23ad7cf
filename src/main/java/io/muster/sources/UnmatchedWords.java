package io.muster.sources;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The words of HR that match no key of a setting, in {@code muster_unmatched_word}.
 *
 * <p>They are kept in memory first: a reading that is rolled back has seen them all the same.
 */
@Component
class UnmatchedWords implements HeardWords {
  private static final int MOST_KEPT = 1_000;
  private static final int LONGEST_WORD = 200;

  private final Map<Word, Boolean> news = new ConcurrentHashMap<>();
  private final JdbcClient jdbc;
  private final Clock clock;

  UnmatchedWords(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void heard(Word heard, boolean matched) {
    if (heard.word().length() <= LONGEST_WORD
        && (news.size() < MOST_KEPT || news.containsKey(heard))) {
      news.put(heard, matched);
    }
  }

  /** Every word without a key, as last heard on any node. */
  List<Unmatched> all() {
    write();
    return jdbc.sql(
            """
            select source, setting, word, seen_at from muster_unmatched_word
            order by source, setting, word limit 1000
            """)
        .query((row, number) -> read(row))
        .list();
  }

  /** Writes down what was heard since the last time. */
  void write() {
    var stored = List.copyOf(news.entrySet());
    for (var entry : stored) {
      var heard = entry.getKey();
      if (entry.getValue()) {
        forget(heard);
      } else {
        remember(heard);
      }
      news.remove(heard, entry.getValue());
    }
  }

  private void remember(Word heard) {
    jdbc.sql(
            """
            insert into muster_unmatched_word as w (source, setting, word, seen_at)
            values (?, ?, ?, ?)
            on conflict (source, setting, word) do update set seen_at = excluded.seen_at
            where w.seen_at < excluded.seen_at
            """)
        .params(
            heard.source(),
            heard.setting(),
            heard.word(),
            OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .update();
  }

  private void forget(Word heard) {
    jdbc.sql("delete from muster_unmatched_word where source = ? and setting = ? and word = ?")
        .params(heard.source(), heard.setting(), heard.word())
        .update();
  }

  private static Unmatched read(ResultSet row) throws SQLException {
    return new Unmatched(
        new Word(row.getString("source"), row.getString("setting"), row.getString("word")),
        row.getObject("seen_at", OffsetDateTime.class).toInstant());
  }

  /**
   * A word without a key.
   *
   * @param seenAt when it was last heard
   */
  record Unmatched(Word heard, Instant seenAt) {}
}
