package io.muster.directory.google;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Unavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was last seen of one connection, and in which round each thing was last found changed; in
 * {@code muster_google_seen} and {@code muster_google_round}, for all nodes.
 */
final class GoogleSnapshot {
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(30);
  private static final Duration SOON = Duration.ofSeconds(15);

  private final JdbcClient jdbc;
  private final String connection;
  private final NodeLease lease;
  private final Clock clock;

  GoogleSnapshot(JdbcClient jdbc, String connection, Clock clock) {
    this.jdbc = jdbc;
    this.connection = connection;
    this.lease = new NodeLease(jdbc, connection, clock);
    this.clock = clock;
  }

  /** What kind of thing was seen. */
  enum Kind {
    ACCOUNT,
    GROUP,
    MEMBERS
  }

  /**
   * One thing that was seen.
   *
   * @param id Google's id; of a group for its members
   * @param digest tells two states apart
   * @param account the account, or null for anything else
   * @param name the account's, or null
   */
  record Sight(String id, String digest, @Nullable Account account, @Nullable String name) {}

  /**
   * Where somebody has read to.
   *
   * @param epoch which store it belongs to
   * @param round in this round
   * @param kind and this kind, empty at the end of the round
   * @param id and this id, empty at the end of the round
   */
  record Position(String epoch, long round, String kind, String id) {
    boolean atEnd() {
      return kind.isEmpty();
    }
  }

  /**
   * A thing that was found changed.
   *
   * @param kind what it is
   * @param id Google's id
   * @param gone whether it is no longer there
   * @param at where it stands
   */
  record Found(Kind kind, String id, boolean gone, Position at) {}

  /** The last round, if one was ever brought to its end. */
  Optional<Position> latest() {
    return jdbc.sql(
            "select epoch, round from muster_google_round where connection = ? and complete")
        .param(connection)
        .query((row, number) -> new Position(row.getString(1), row.getLong(2), "", ""))
        .optional();
  }

  /**
   * Does a round of looking, which no other node does meanwhile.
   *
   * @throws Unavailable if another node is at it
   */
  <T> T round(RoundWork<T> work) {
    return lease
        .during("round", LONGEST_ROUND, () -> inRound(work))
        .orElseThrow(
            () ->
                Unavailable.turnedAway(
                    "Another node is looking what has changed in Google (%s)."
                        .formatted(connection),
                    null,
                    clock.instant().plus(SOON)));
  }

  private <T> T inRound(RoundWork<T> work) {
    var round =
        jdbc.sql(
                """
                insert into muster_google_round as r (connection, epoch, round, complete)
                values (?, ?, 1, false)
                on conflict (connection) do update set round = r.round + 1 returning round
                """)
            .params(connection, UUID.randomUUID().toString())
            .query(Long.class)
            .single();
    var result = work.in(round);
    jdbc.sql("update muster_google_round set complete = true where connection = ?")
        .param(connection)
        .update();
    return result;
  }

  /** What is done in a round. */
  interface RoundWork<T> {
    T in(long round);
  }

  /**
   * Takes note of things that were seen; those that differ from before count as changed. What is as
   * before costs no statement of its own.
   */
  void saw(long round, Kind kind, Collection<Sight> sights) {
    if (sights.isEmpty()) {
      return;
    }
    var before = digests(kind, sights.stream().map(Sight::id).toList());
    var same = new ArrayList<String>();
    for (var sight : sights) {
      if (sight.digest().equals(before.get(sight.id()))) {
        same.add(sight.id());
      } else {
        write(round, kind, sight);
      }
    }
    if (!same.isEmpty()) {
      jdbc.sql(
              """
              update muster_google_seen set seen_in = :round
              where connection = :connection and kind = :kind and id in (:ids)
              """)
          .param("round", round)
          .param("connection", connection)
          .param("kind", kind.name())
          .param("ids", same)
          .update();
    }
  }

  private Map<String, String> digests(Kind kind, Collection<String> ids) {
    var digests = new HashMap<String, String>();
    jdbc.sql(
            """
            select id, digest from muster_google_seen
            where connection = :connection and kind = :kind and not gone and id in (:ids)
            """)
        .param("connection", connection)
        .param("kind", kind.name())
        .param("ids", ids)
        .query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .forEach(row -> digests.put(row.getKey(), row.getValue()));
    return digests;
  }

  private void write(long round, Kind kind, Sight sight) {
    var account = sight.account();
    jdbc.sql(
            """
            insert into muster_google_seen
              (connection, kind, id, digest, login, employee, name, status, gone, changed_in, seen_in)
            values (?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?)
            on conflict (connection, kind, id) do update set
              digest = excluded.digest, login = excluded.login, employee = excluded.employee,
              name = excluded.name, status = excluded.status, gone = false,
              changed_in = excluded.changed_in, seen_in = excluded.seen_in
            """)
        .params(
            connection,
            kind.name(),
            sight.id(),
            sight.digest(),
            account == null ? null : account.login(),
            account == null || account.employee() == null ? null : account.employee().value(),
            sight.name(),
            account == null ? null : account.status().name(),
            round,
            round)
        .update();
  }

  /** Whatever was not seen in this round is gone. */
  void missed(long round) {
    jdbc.sql(
            """
            update muster_google_seen set gone = true, changed_in = ?, seen_in = ?, digest = ''
            where connection = ? and seen_in < ? and not gone
            """)
        .params(round, round, connection, round)
        .update();
  }

  /** What was found changed after this position, in order, so many at most. */
  List<Found> since(Position from, int most) {
    // the end of a round comes after everything found in it
    var kind = from.atEnd() ? "~" : from.kind();
    return jdbc.sql(
            """
            select kind, id, gone, changed_in from muster_google_seen
            where connection = ? and (changed_in, kind collate "C", id collate "C") > (?, ?, ?)
            order by changed_in, kind collate "C", id collate "C" limit ?
            """)
        .params(connection, from.round(), kind, from.id(), most)
        .query((row, number) -> found(row, from.epoch()))
        .list();
  }

  private static Found found(ResultSet row, String epoch) throws SQLException {
    var kind = row.getString("kind");
    var id = row.getString("id");
    return new Found(
        Kind.valueOf(kind),
        id,
        row.getBoolean("gone"),
        new Position(epoch, row.getLong("changed_in"), kind, id));
  }

  /** The accounts of these ids, as they were last seen, with their names. */
  Map<String, Sight> accounts(Collection<String> ids) {
    var found = new HashMap<String, Sight>();
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              select id, digest, login, employee, name, status from muster_google_seen
              where connection = :connection and kind = 'ACCOUNT' and not gone and id in (:ids)
              """)
          .param("connection", connection)
          .param("ids", ids)
          .query((row, number) -> account(row))
          .list()
          .forEach(sight -> found.put(sight.id(), sight));
    }
    return found;
  }

  private static Sight account(ResultSet row) throws SQLException {
    var id = row.getString("id");
    var employee = row.getString("employee");
    return new Sight(
        id,
        row.getString("digest"),
        new Account(
            new AccountId(id),
            row.getString("login"),
            employee == null ? null : new EmployeeId(employee),
            Account.Status.valueOf(row.getString("status"))),
        row.getString("name"));
  }
}
