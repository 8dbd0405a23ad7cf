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
import java.util.ArrayList;
import java.util.List;
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
    var news = new News(change);
    var verdict = judged(change, standing, news);
    news.keep(jdbc);
    return verdict;
  }

  @Override
  public Verdict look(EmploymentChange change) {
    return judged(change, standing(change.employee()), new News(change));
  }

  private static Verdict judged(EmploymentChange change, Kept standing, News news) {
    if (change instanceof LeaveStarted leave) {
      return leave(leave, standing, news);
    }
    if (change instanceof LeaveEnded back) {
      return back(back, standing, news);
    }
    var newestFacts = !isOlder(change, standing.facts());
    if (change instanceof Changed && !newestFacts) {
      return overtaken(standing.facts(), standing, false);
    }
    if (change instanceof Changed || (change instanceof Hired && newestFacts)) {
      news.entered("facts");
    }
    return change instanceof Changed
        ? standing.verdict(null, true)
        : employment(change, standing, newestFacts, news);
  }

  private static Verdict employment(
      EmploymentChange change, Kept standing, boolean newestFacts, News news) {
    if (change instanceof Hired) {
      // whoever is hired begins without a leave, even if a newer event overtook the hire
      news.set("hired_at = greatest(hired_at, ?)", news.at());
    }
    var newest = !isOlder(change, standing.word()) || standing.mayNotSoften(change);
    if (newest) {
      news.entered("employment");
      news.set("employment = ?", employment(change).name());
      var leaving = change instanceof Terminated word && !word.immediate() ? word : null;
      news.set("last_day = ?", leaving == null ? null : leaving.lastDay());
      news.set("last_day_zone = ?", leaving == null ? null : id(leaving.zone()));
    }
    // a leaving that was taken back before the hire arrived leaves a person to be taken in
    var lateHire =
        change instanceof Hired && standing.employment() == Employment.TERMINATION_RESCINDED;
    var passedOver = change instanceof Hired && !newest && !lateHire;
    if (passedOver || standing.hirePassedOver()) {
      news.set("hire_passed_over = ?", passedOver || change instanceof Terminated);
    }
    return newest || lateHire
        ? standing.verdict(null, newestFacts)
        : overtaken(standing.word(), standing, newestFacts);
  }

  /**
   * Of beginnings and of returns the newest is kept, each by itself; what both come to is for
   * {@link Leaves} to say, so no order of arrival matters.
   */
  private static Verdict leave(LeaveStarted leave, Kept standing, News news) {
    if (isOlder(leave, standing.leave())) {
      return overtaken(standing.leave(), standing, false);
    }
    news.entered("leave");
    news.set("leave_day = ?", leave.firstDay());
    news.set("leave_zone = ?", id(leave.zone()));
    news.set("leave_kind = ?", leave.kind().name());
    return standing.verdict(null, false);
  }

  private static Verdict back(LeaveEnded back, Kept standing, News news) {
    if (isOlder(back, standing.back())) {
      return overtaken(standing.back(), standing, false);
    }
    news.entered("back");
    news.set("back_day = ?", back.returnDay());
    news.set("back_zone = ?", id(back.zone()));
    return isOlder(back, standing.leave())
        ? overtaken(standing.leave(), standing, false)
        : standing.verdict(null, false);
  }

  private static @Nullable String id(@Nullable ZoneId zone) {
    return zone == null ? null : zone.getId();
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

  private Kept standing(EmployeeId employee) {
    return jdbc.sql(
            """
            insert into muster_lane (employee) values (?)
            on conflict (employee) do update set employee = excluded.employee returning *
            """)
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

  /** What an event changes in the person's lane, kept in one go. */
  private static final class News {
    private final List<String> sets = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();
    private final EmploymentChange change;

    News(EmploymentChange change) {
      this.change = change;
    }

    OffsetDateTime at() {
      return OffsetDateTime.ofInstant(change.origin().occurredAt(), ZoneOffset.UTC);
    }

    /** It is the newest of its kind. */
    void entered(String kind) {
      var origin = change.origin();
      set(kind + "_at = ?", at());
      set(kind + "_event = ?", origin.source() + "/" + origin.eventId());
    }

    void set(String column, @Nullable Object value) {
      sets.add(column);
      values.add(value);
    }

    void keep(JdbcClient jdbc) {
      if (!sets.isEmpty()) {
        jdbc.sql("update muster_lane set %s where employee = ?".formatted(String.join(", ", sets)))
            .params(values)
            .param(change.employee().value())
            .update();
      }
    }
  }

  private record Word(Instant at, String event) {
    String source() {
      return event.substring(0, event.indexOf('/'));
    }
  }
}
