package io.muster.safety;

import static io.muster.safety.PlanStore.instant;

import io.muster.remote.RemoteFailure.Refused;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The warrants, and how far each has come. */
@Component
class WarrantStore {
  private final JdbcClient jdbc;

  WarrantStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The one warrant of the plan, made if there is none. */
  Issued issue(String plan, Instant now) {
    var made =
        jdbc.sql(
                "insert into muster_wipe_warrant (id, plan, issued_at) values (?, ?, ?) on conflict (plan) do nothing")
            .params(UUID.randomUUID().toString(), plan, Timestamp.from(now))
            .update();
    var id =
        jdbc.sql("select id from muster_wipe_warrant where plan = ?")
            .param(plan)
            .query(String.class)
            .single();
    return new Issued(id, made == 1);
  }

  /** A warrant, and whether it was made just now. */
  record Issued(String id, boolean isNew) {}

  Optional<Standing> find(String warrant) {
    return read(warrant, "");
  }

  /**
   * The warrant, locked until the transaction ends.
   *
   * @throws Refused if there is none
   */
  Standing locked(String warrant) {
    return read(warrant, " for update").orElseThrow(() -> none(warrant));
  }

  static Refused none(String warrant) {
    return new Refused("There is no wipe warrant %s.".formatted(warrant));
  }

  private Optional<Standing> read(String warrant, String how) {
    return jdbc.sql("select * from muster_wipe_warrant where id = ?" + how)
        .param(warrant)
        .query(
            (row, number) ->
                new Standing(
                    row.getString("plan"),
                    row.getTimestamp("issued_at").toInstant(),
                    instant(row.getTimestamp("called_at")),
                    instant(row.getTimestamp("done_at"))))
        .optional();
  }

  /** Writes down that the call may go out from now on, and until when. */
  void called(String warrant, Instant now, Instant callBy) {
    jdbc.sql("update muster_wipe_warrant set called_at = ?, call_by = ? where id = ?")
        .params(Timestamp.from(now), Timestamp.from(callBy), warrant)
        .update();
  }

  /** Writes down that this call was made; false if another has been claimed since. */
  boolean done(String warrant, Instant calledAt, Instant now) {
    return jdbc.sql(
                "update muster_wipe_warrant set done_at = ? where id = ? and called_at = ? and done_at is null")
            .params(Timestamp.from(now), warrant, Timestamp.from(calledAt))
            .update()
        == 1;
  }

  /** How far a warrant has come. */
  record Standing(
      String plan, Instant issuedAt, @Nullable Instant calledAt, @Nullable Instant doneAt) {}
}
