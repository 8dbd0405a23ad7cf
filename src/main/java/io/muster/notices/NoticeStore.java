package io.muster.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what was told, and what is on its way, for every node and across restarts. */
@Component
class NoticeStore {
  private static final int LONGEST_SUBJECT = 300;
  private static final int LONGEST_PROBLEM = 300;

  private final JdbcClient jdbc;

  NoticeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Claims keys that were never told, or not since an instant; others wait for the transaction.
   *
   * @param before tell again what was told until then, or null to never tell again
   * @return the keys to tell now
   */
  Set<String> claim(Collection<String> keys, @Nullable Instant before, Instant now) {
    var claimed = new HashSet<String>();
    var fresh = new HashSet<>(keys);
    fresh.removeAll(told(keys, before));
    // in one order everywhere, or two nodes wait for each other
    for (var key : fresh.stream().sorted().toList()) {
      claimed.addAll(
          jdbc.sql(
                  """
                  insert into muster_notice_told as told (key, kind, told_at)
                  values (:key, :kind, :now)
                  on conflict (key) do update set told_at = excluded.told_at, over_at = null
                  where told.told_at <= :before
                  returning key
                  """)
              .param("key", key)
              .param("kind", kind(key))
              .param("now", Timestamp.from(now))
              .param("before", Timestamp.from(before == null ? Instant.EPOCH : before))
              .query(String.class)
              .list());
    }
    return claimed;
  }

  private Set<String> told(Collection<String> keys, @Nullable Instant before) {
    return new HashSet<>(
        jdbc.sql("select key from muster_notice_told where key = any(:keys) and told_at > :before")
            .param("keys", keys.toArray(String[]::new))
            .param("before", Timestamp.from(before == null ? Instant.EPOCH : before))
            .query(String.class)
            .list());
  }

  /**
   * Ends what was told of a kind and is no longer the case.
   *
   * @param still the key that goes on, or null if none does
   * @return how many ended just now
   */
  int over(String kind, @Nullable String still, Instant now) {
    return jdbc.sql(
            """
            update muster_notice_told set over_at = :now
            where kind = :kind and over_at is null and key <> :still
            """)
        .param("now", Timestamp.from(now))
        .param("kind", kind)
        .param("still", still == null ? "" : still)
        .update();
  }

  void keep(Notice notice, Recipient recipient, String link, Instant now) {
    jdbc.sql(
            """
            insert into muster_notice (topic, channel, address, subject, text, link, state, kept_at, next_at)
            values (:topic, :channel, :address, :subject, :text, :link, 'WAITING', :now, :now)
            """)
        .param("topic", notice.topic().name())
        .param("channel", recipient.channel())
        .param("address", recipient.address())
        .param("subject", cut(notice.subject(), LONGEST_SUBJECT))
        .param("text", notice.text())
        .param("link", link)
        .param("now", Timestamp.from(now))
        .update();
  }

  /**
   * Takes the next one that is due, for so long that no other node takes it meanwhile.
   *
   * @param lease after which it counts as lost and is taken again
   */
  Optional<Outgoing> take(String channel, Instant now, Duration lease) {
    return jdbc.sql(
            """
            update muster_notice set attempts = attempts + 1, next_at = :until
            where id = (
              select id from muster_notice
              where state = 'WAITING' and channel = :channel and next_at <= :now
              order by next_at, id limit 1 for update skip locked)
            returning *
            """)
        .param("until", Timestamp.from(now.plus(lease)))
        .param("channel", channel)
        .param("now", Timestamp.from(now))
        .query((row, number) -> read(row))
        .optional();
  }

  private static Outgoing read(ResultSet row) throws SQLException {
    return new Outgoing(
        row.getLong("id"),
        row.getString("address"),
        row.getString("subject"),
        row.getString("text"),
        row.getString("link"),
        row.getInt("attempts"));
  }

  /** It was taken by the other side. What a later try says of it counts no more. */
  void sent(Outgoing notice, Instant now) {
    jdbc.sql(
            """
            update muster_notice set state = 'SENT', ended_at = ?, problem = null
            where id = ? and state = 'WAITING'
            """)
        .params(Timestamp.from(now), notice.id())
        .update();
  }

  /** It is tried again at this instant. */
  void again(Outgoing notice, String problem, Instant next) {
    jdbc.sql(
            """
            update muster_notice set next_at = ?, problem = ?
            where id = ? and attempts = ? and state = 'WAITING'
            """)
        .params(Timestamp.from(next), cut(problem, LONGEST_PROBLEM), notice.id(), notice.attempts())
        .update();
  }

  /** Nothing of this channel is tried before this instant. */
  void holdBack(String channel, Instant until) {
    jdbc.sql(
            """
            update muster_notice set next_at = :until
            where state = 'WAITING' and channel = :channel and next_at < :until
            """)
        .param("until", Timestamp.from(until))
        .param("channel", channel)
        .update();
  }

  /** It is never tried again. */
  void giveUp(Outgoing notice, String problem, Instant now) {
    jdbc.sql(
            """
            update muster_notice set state = 'GIVEN_UP', ended_at = ?, problem = ?
            where id = ? and attempts = ? and state = 'WAITING'
            """)
        .params(Timestamp.from(now), cut(problem, LONGEST_PROBLEM), notice.id(), notice.attempts())
        .update();
  }

  /**
   * What is wrong with a channel: the latest problem of a notice that failed this often, or was
   * given up since an instant.
   */
  Optional<String> trouble(String channel, int failures, Instant since) {
    return jdbc.sql(
            """
            select problem from muster_notice
            where channel = :channel and problem is not null
              and ((state = 'WAITING' and attempts >= :failures)
                or (state = 'GIVEN_UP' and ended_at > :since))
            order by id desc limit 1
            """)
        .param("channel", channel)
        .param("failures", failures)
        .param("since", Timestamp.from(since))
        .query(String.class)
        .optional();
  }

  long waiting() {
    return jdbc.sql("select count(*) from muster_notice where state = 'WAITING'")
        .query(Long.class)
        .single();
  }

  /** Forgets what ended, or was told, until this instant. */
  void forget(Instant ended, Instant told) {
    jdbc.sql("delete from muster_notice where ended_at < ?").param(Timestamp.from(ended)).update();
    jdbc.sql("delete from muster_notice_told where told_at < ?")
        .param(Timestamp.from(told))
        .update();
  }

  private static String kind(String key) {
    return key.replaceFirst("/.*", "");
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most - 1) + "…" : text;
  }
}
