package io.muster.people;

import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Terminated;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the lanes in {@code muster_lane}; the person's row is what others wait at. */
@Component
class JdbcPersonLane implements PersonLane {
  private final JdbcClient jdbc;

  JdbcPersonLane(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Verdict judge(EmploymentChange change) {
    var standing = standing(change.employee());
    if (change instanceof LeaveStarted leave) {
      return leave(leave, standing);
    }
    if (change instanceof LeaveEnded back) {
      return back(back, standing);
    }
    if (change instanceof Hired) {
      heardOfHire(change);
    }
    var newestFacts = !isOlder(change, standing.facts());
    if (change instanceof Changed) {
      if (!newestFacts) {
        return overtaken(standing.facts(), standing, false);
      }
      keep("facts", change);
      return standing.verdict(null, true);
    }
    if (change instanceof Hired && newestFacts) {
      keep("facts", change);
    }
    var newest = !isOlder(change, standing.word()) || standing.mayNotSoften(change);
    if (newest) {
      keep("employment", change);
      jdbc.sql("update muster_lane set employment = ? where employee = ?")
          .params(employment(change).name(), change.employee().value())
          .update();
      keepLastDay(change);
    }
    // a leaving that was taken back before the hire arrived leaves a person to be taken in
    var lateHire =
        change instanceof Hired && standing.employment() == Employment.TERMINATION_RESCINDED;
    var passedOver = change instanceof Hired && !newest && !lateHire;
    if (passedOver || standing.hirePassedOver()) {
      jdbc.sql("update muster_lane set hire_passed_over = ? where employee = ?")
          .params(passedOver || change instanceof Terminated, change.employee().value())
          .update();
    }
    return newest || lateHire
        ? standing.verdict(null, newestFacts)
        : overtaken(standing.word(), standing, newestFacts);
  }

  /**
   * Of beginnings and of returns the newest is kept, each by itself; what both come to is for
   * {@link Leaves} to say, so no order of arrival matters.
   */
  private Verdict leave(LeaveStarted leave, Kept standing) {
    if (isOlder(leave, standing.leave())) {
      return overtaken(standing.leave(), standing, false);
    }
    keep("leave", leave);
    jdbc.sql(
            "update muster_lane set leave_day = ?, leave_zone = ?, leave_kind = ? where employee ="
                + " ?")
        .params(leave.firstDay(), id(leave.zone()), leave.kind().name(), leave.employee().value())
        .update();
    return standing.verdict(null, false);
  }

  private Verdict back(LeaveEnded back, Kept standing) {
    if (isOlder(back, standing.back())) {
      return overtaken(standing.back(), standing, false);
    }
    keep("back", back);
    jdbc.sql("update muster_lane set back_day = ?, back_zone = ? where employee = ?")
        .params(back.returnDay(), id(back.zone()), back.employee().value())
        .update();
    return isOlder(back, standing.leave())
        ? overtaken(standing.leave(), standing, false)
        : standing.verdict(null, false);
  }

  private void keepLastDay(EmploymentChange change) {
    var leaving = change instanceof Terminated word && !word.immediate() ? word : null;
    jdbc.sql("update muster_lane set last_day = ?, last_day_zone = ? where employee = ?")
        .params(
            leaving == null ? null : leaving.lastDay(),
            leaving == null ? null : id(leaving.zone()),
            change.employee().value())
        .update();
  }

  private static @Nullable String id(@Nullable ZoneId zone) {
    return zone == null ? null : zone.getId();
  }

  /** Whoever is hired begins without a leave, even if another word has overtaken the hire. */
  private void heardOfHire(EmploymentChange hired) {
    jdbc.sql("update muster_lane set hired_at = greatest(hired_at, ?) where employee = ?")
        .params(
            OffsetDateTime.ofInstant(hired.origin().occurredAt(), ZoneOffset.UTC),
            hired.employee().value())
        .update();
  }

  /** Of two words of the same moment the one that arrived later counts. */
  private static boolean isOlder(EmploymentChange change, @Nullable Word rival) {
    return rival != null && change.origin().occurredAt().isBefore(rival.at());
  }

  private static Verdict overtaken(@Nullable Word by, Kept standing, boolean newestFacts) {
    return standing.verdict(
        "A newer word of HR came before it: %s, entered at %s. If this one still holds, have it sent again with the present time."
            .formatted(by == null ? "" : by.event(), by == null ? "" : by.at()),
        newestFacts);
  }

  @Override
  public void hold(EmployeeId employee) {
    standing(employee);
  }

  private void keep(String column, EmploymentChange change) {
    var origin = change.origin();
    jdbc.sql(
            "update muster_lane set %1$s_at = ?, %1$s_event = ? where employee = ?"
                .formatted(column))
        .params(
            OffsetDateTime.ofInstant(origin.occurredAt(), ZoneOffset.UTC),
            origin.source() + "/" + origin.eventId(),
            change.employee().value())
        .update();
  }

  private Kept standing(EmployeeId employee) {
    jdbc.sql("insert into muster_lane (employee) values (?) on conflict do nothing")
        .param(employee.value())
        .update();
    return jdbc.sql("select * from muster_lane where employee = ? for update")
        .param(employee.value())
        .query(
            (row, number) -> {
              var employment = row.getString("employment");
              return new Kept(
                  employment == null ? null : Employment.valueOf(employment),
                  word(row, "employment"),
                  word(row, "facts"),
                  word(row, "leave"),
                  word(row, "back"),
                  row.getObject("last_day") != null,
                  row.getBoolean("hire_passed_over"));
            })
        .single();
  }

  private static @Nullable Word word(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column + "_at", OffsetDateTime.class);
    return at == null ? null : new Word(at.toInstant(), row.getString(column + "_event"));
  }

  private static Employment employment(EmploymentChange change) {
    if (change instanceof Hired) {
      return Employment.HIRED;
    }
    if (change instanceof Terminated) {
      return Employment.TERMINATED;
    }
    return change instanceof HireRescinded
        ? Employment.HIRE_RESCINDED
        : Employment.TERMINATION_RESCINDED;
  }

  private record Kept(
      @Nullable Employment employment,
      @Nullable Word word,
      @Nullable Word facts,
      @Nullable Word leave,
      @Nullable Word back,
      boolean hasLastDay,
      boolean hirePassedOver) {

    /**
     * True if what is kept is softer than this leaving with force, was entered once that had taken
     * effect, and comes from a source that never spoke of the person: it does not count, though the
     * leaving arrives later.
     */
    boolean mayNotSoften(EmploymentChange change) {
      return change instanceof Terminated leaving
          && Standing.isWithForce(leaving)
          && word != null
          && (employment == Employment.TERMINATION_RESCINDED || hasLastDay)
          && !effectiveAt(leaving).isAfter(word.at())
          && !word.source().equals(leaving.origin().source())
          && (facts == null || !word.source().equals(facts.source()));
    }

    private static Instant effectiveAt(Terminated leaving) {
      var zone = leaving.zone() == null ? ZoneOffset.UTC : leaving.zone();
      return leaving.immediate()
          ? leaving.origin().occurredAt()
          : leaving.lastDay().plusDays(1).atStartOfDay(zone).toInstant();
    }

    Verdict verdict(@Nullable String overtaken, boolean newestFacts) {
      return new Verdict(
          overtaken,
          employment,
          hirePassedOver,
          newestFacts,
          new Sources(word == null ? null : word.event(), facts == null ? null : facts.event()));
    }
  }

  private record Word(Instant at, String event) {
    String source() {
      return event.substring(0, event.indexOf('/'));
    }
  }
}
