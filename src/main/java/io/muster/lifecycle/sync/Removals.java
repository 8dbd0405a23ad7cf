package io.muster.lifecycle.sync;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a run would take out of the mirror, worked out from {@code muster_sync_member}. */
@Component
class Removals {
  /** A leaver is their offboarding's own business, which wants the order of things just so. */
  private static final String TO_REMOVE =
      """
      m.connection = ? and m.wanted <> m.mirrored and m.mirrored and not exists (
        select 1 from muster_sync_person leaver join muster_case c
          on c.process = 'offboarding' and c.employee = leaver.employee
        where leaver.connection = m.connection and leaver.account = m.account)
      """;

  private final JdbcClient jdbc;

  Removals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a run would take out.
   *
   * @param plan a number that is another one if anything in it is different
   * @param people how many would leave at least one group
   * @param before how many others left unasked within the window
   * @param mirrored how many people are mirrored at all
   */
  record Removal(String plan, int people, int before, int mirrored) {}

  /**
   * What a run would take out now.
   *
   * @param since from when on those who left unasked are added up
   */
  Removal planned(String connection, Instant since) {
    var plan =
        jdbc.sql(
                """
                select encode(sha256(convert_to(coalesce(
                  string_agg(m.group_id || ' ' || m.account, ',' order by m.group_id, m.account),
                  ''), 'UTF8')), 'hex')
                from muster_sync_member m where
                """
                    + TO_REMOVE)
            .param(connection)
            .query(String.class)
            .single();
    return new Removal(
        plan,
        count("count(distinct m.account) from muster_sync_member m where " + TO_REMOVE, connection),
        before(connection, since),
        count(
            "count(distinct account) from muster_sync_member where connection = ? and mirrored",
            connection));
  }

  private int before(String connection, Instant since) {
    return jdbc.sql(
            """
            select count(*) from muster_sync_removal r where r.connection = ? and r.taken_at > ?
            and not exists (select 1 from muster_sync_member m
              where m.account = r.account and %s)
            """
                .formatted(TO_REMOVE))
        .params(connection, Timestamp.from(since), connection)
        .query(Integer.class)
        .single();
  }

  /** Those of the present plan go unasked; what is older than the window is forgotten. */
  void unasked(String connection, Instant now, Instant since) {
    jdbc.sql("delete from muster_sync_removal where connection = ? and taken_at <= ?")
        .params(connection, Timestamp.from(since))
        .update();
    jdbc.sql(
            """
            insert into muster_sync_removal (connection, account, taken_at)
            select distinct m.connection, m.account, cast(? as timestamptz)
            from muster_sync_member m where %s
            on conflict (connection, account) do update set taken_at = excluded.taken_at
            """
                .formatted(TO_REMOVE))
        .params(Timestamp.from(now), connection)
        .update();
  }

  /** How many would leave which group, the most first. */
  List<String> byGroup(String connection, int most) {
    return jdbc.sql(
            """
            select g.name || ': ' || count(*) || ' of ' || (
                select count(*) from muster_sync_member a where a.connection = g.connection
                and a.group_id = g.group_id and a.mirrored)
            from muster_sync_member m join muster_sync_group g
              on g.connection = m.connection and g.group_id = m.group_id
            where %s group by g.connection, g.group_id, g.name order by count(*) desc, 1 limit ?
            """
                .formatted(TO_REMOVE))
        .params(connection, most)
        .query(String.class)
        .list();
  }

  /** The first of those who would leave, by name. */
  List<String> names(String connection, int most) {
    return jdbc.sql(
            """
            select distinct p.name || coalesce(' (' || p.employee || ')', '')
            from muster_sync_member m join muster_sync_person p
              on p.connection = m.connection and p.account = m.account
            where %s order by 1 limit ?
            """
                .formatted(TO_REMOVE))
        .params(connection, most)
        .query(String.class)
        .list();
  }

  /** Those of the present plan go; what comes into it later does not. */
  void takeOut(String connection, boolean yes) {
    jdbc.sql("update muster_sync_member set take_out = false where connection = ? and take_out")
        .param(connection)
        .update();
    if (yes) {
      jdbc.sql("update muster_sync_member m set take_out = true where " + TO_REMOVE)
          .param(connection)
          .update();
    }
  }

  private int count(String what, String connection) {
    return jdbc.sql("select " + what).param(connection).query(Integer.class).single();
  }
}
