package io.muster.sources;

import io.muster.people.EmployeeId;
import io.muster.sources.WorkerSnapshot.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last accepted snapshot of each person of each source, in {@code muster_snapshot}. */
@Component
class SnapshotTable {
  private final JdbcClient jdbc;

  SnapshotTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  int countOf(String source) {
    return jdbc.sql("select count(*) from muster_snapshot where source = ?")
        .param(source)
        .query(Integer.class)
        .single();
  }

  /** Those of these people who are kept, or everybody if null. */
  Map<EmployeeId, Kept> all(String source, @Nullable List<WorkerSnapshot> people) {
    var kept = new HashMap<EmployeeId, Kept>();
    var rows =
        people == null
            ? jdbc.sql("select * from muster_snapshot where source = ?").param(source)
            : jdbc.sql("select * from muster_snapshot where source = ? and employee = any(?)")
                .params(source, ids(people));
    rows.query((row, number) -> read(row)).list().forEach(each -> kept.put(each.employee(), each));
    return kept;
  }

  /** What is kept of a person, whom nobody else touches until the transaction ends. */
  @Nullable Kept lock(String source, EmployeeId employee) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(source + "/" + employee)
        .query((row, number) -> true)
        .single();
    return jdbc.sql("select * from muster_snapshot where source = ? and employee = ?")
        .params(source, employee.value())
        .query((row, number) -> read(row))
        .optional()
        .orElse(null);
  }

  /**
   * Keeps a snapshot as the last accepted one.
   *
   * @param leftAt when it made somebody leave, or null if it did not
   * @param changed true if it made any event
   */
  void keep(String source, WorkerSnapshot snapshot, @Nullable Instant leftAt, boolean changed) {
    keep(source, snapshot, leftAt, changed, true);
  }

  private void keep(
      String source,
      WorkerSnapshot snapshot,
      @Nullable Instant leftAt,
      boolean changed,
      boolean understood) {
    var content = Payloads.of(List.of(snapshot));
    jdbc.sql(
            """
            insert into muster_snapshot
              (source, employee, content, standing, entered_at, transition, left_at, understood)
            values (:source, :employee, :content, :standing, :entered, :begin, :left, :understood)
            on conflict (source, employee) do update set content = excluded.content,
              standing = excluded.standing, entered_at = excluded.entered_at,
              transition = muster_snapshot.transition + :step,
              left_at = coalesce(excluded.left_at, muster_snapshot.left_at),
              understood = excluded.understood, refused = null, refused_since = null,
              missing_readings = 0, missing_since = null, missing_told = false
            """)
        .param("source", source)
        .param("employee", snapshot.employee().value())
        .param("content", content)
        .param("standing", snapshot.status().name())
        .param("entered", utc(snapshot.enteredAt()))
        .param("left", leftAt == null ? null : utc(leftAt))
        .param("step", changed ? 1 : 0)
        .param("begin", understood || changed ? 1 : 0)
        .param("understood", understood)
        .update();
  }

  /**
   * Keeps of somebody who was never understood that the source names them.
   *
   * @param changed true if it made any event all the same
   */
  void keepNumber(String source, WorkerSnapshot snapshot, boolean changed) {
    keep(source, snapshot, null, changed, false);
  }

  /** Notes that what the source says about somebody was not, or not all, taken in. */
  void refuse(String source, EmployeeId employee, String why, @Nullable Instant since, Instant at) {
    jdbc.sql(
            """
            update muster_snapshot set refused = ?, refused_since = ?
            where source = ? and employee = ?
            """)
        .params(why, utc(since == null ? at : since), source, employee.value())
        .update();
  }

  /** Whose rows could not be taken in, the longest refused first. */
  List<Refused> refused(String source) {
    return jdbc.sql(
            """
            select employee, refused, refused_since, understood from muster_snapshot
            where source = ? and refused is not null and not missing_told
            order by refused_since, employee
            """)
        .param(source)
        .query(
            (row, number) ->
                new Refused(
                    row.getString("employee"),
                    row.getObject("refused_since", OffsetDateTime.class).toInstant(),
                    row.getString("refused"),
                    row.getBoolean("understood")))
        .list();
  }

  int leftSince(String source, Instant since) {
    return jdbc.sql("select count(*) from muster_snapshot where source = ? and left_at > ?")
        .params(source, utc(since))
        .query(Integer.class)
        .single();
  }

  /** Counts that a person was not in a whole reading. */
  Missing missed(String source, EmployeeId employee, Instant at) {
    return jdbc.sql(
            """
            update muster_snapshot set missing_readings = missing_readings + 1,
              missing_since = coalesce(missing_since, ?)
            where source = ? and employee = ?
            returning missing_readings, missing_since, missing_told
            """)
        .params(utc(at), source, employee.value())
        .query(
            (row, number) ->
                new Missing(
                    row.getInt("missing_readings"),
                    row.getObject("missing_since", OffsetDateTime.class).toInstant(),
                    row.getBoolean("missing_told")))
        .single();
  }

  /** Those who are in a reading are not missing. */
  void seen(String source, List<WorkerSnapshot> people) {
    jdbc.sql(
            """
            update muster_snapshot set missing_readings = 0, missing_since = null,
              missing_told = false
            where source = ? and missing_readings > 0 and employee = any(?)
            """)
        .params(source, ids(people))
        .update();
  }

  private static String[] ids(List<WorkerSnapshot> people) {
    return people.stream().map(each -> each.employee().value()).toArray(String[]::new);
  }

  void told(String source, EmployeeId employee) {
    jdbc.sql("update muster_snapshot set missing_told = true where source = ? and employee = ?")
        .params(source, employee.value())
        .update();
  }

  private static Kept read(ResultSet row) throws SQLException {
    var since = row.getObject("refused_since", OffsetDateTime.class);
    return new Kept(
        Payloads.snapshots(row.getString("content")).get(0),
        row.getLong("transition"),
        row.getBoolean("understood"),
        since == null ? null : since.toInstant());
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * A person's last accepted snapshot.
   *
   * @param transition how many snapshots made events until now
   * @param understood false if nothing of it was ever taken in, and only the number is known
   * @param refusedSince since when what the source says is not, or not all, taken in; null if it is
   */
  record Kept(
      WorkerSnapshot snapshot,
      long transition,
      boolean understood,
      @Nullable Instant refusedSince) {
    EmployeeId employee() {
      return snapshot.employee();
    }

    boolean isEmployed() {
      return snapshot.status() == Status.EMPLOYED || snapshot.status() == Status.ON_LEAVE;
    }

    boolean isNewerThan(WorkerSnapshot other) {
      return snapshot.enteredAt().isAfter(other.enteredAt());
    }
  }

  /**
   * Somebody whose row could not be taken in.
   *
   * @param since when that began
   * @param why what is wrong and what to do about it
   * @param known whether an earlier row of theirs was taken in
   */
  record Refused(String employee, Instant since, String why, boolean known) {}

  /** Since when, and how often, a person is missing, and whether an operator has been told. */
  record Missing(int readings, Instant since, boolean told) {}
}
