package io.muster.process;

import io.muster.people.EmployeeId;
import io.muster.process.CaseAction.Kind;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what people did to cases by hand, in {@code muster_case_action}. */
@Component
public class CaseActions {
  private final JdbcClient jdbc;
  private final ObjectProvider<CallerAddress> address;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  CaseActions(
      JdbcClient jdbc,
      ObjectProvider<CallerAddress> address,
      ApplicationEventPublisher events,
      Clock clock) {
    this.jdbc = jdbc;
    this.address = address;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Something that is about to be done.
   *
   * @param about whom the case is about, or null if it is about no person
   * @param detail what exactly, for people
   */
  public record Deed(String caseId, @Nullable EmployeeId about, Kind kind, String detail) {}

  /**
   * Keeps a deed, in the transaction that does it.
   *
   * @param by the sign-in name of whoever does it
   */
  public void keep(Deed deed, String by, String reason) {
    var action =
        new CaseAction(
            deed.caseId(),
            deed.about(),
            deed.kind(),
            deed.detail(),
            reason,
            by,
            clock.instant(),
            address.stream().findFirst().flatMap(CallerAddress::now).orElse(null));
    jdbc.sql(
            """
            insert into muster_case_action (case_id, kind, detail, reason, acted_by, acted_at, address)
            values (:case, :kind, :detail, :reason, :by, :at, :address)
            """)
        .param("case", action.caseId())
        .param("kind", action.kind().name())
        .param("detail", action.detail())
        .param("reason", action.reason())
        .param("by", action.by())
        .param("at", Timestamp.from(action.at()))
        .param("address", action.address())
        .update();
    events.publishEvent(action);
  }

  /**
   * What was done to a case, the first first.
   *
   * @param limit no more than this many
   */
  public List<CaseAction> of(String caseId, int limit) {
    return jdbc.sql("select * from muster_case_action where case_id = ? order by id limit ?")
        .params(caseId, limit)
        .query(
            (row, number) ->
                new CaseAction(
                    row.getString("case_id"),
                    null,
                    Kind.valueOf(row.getString("kind")),
                    row.getString("detail"),
                    row.getString("reason"),
                    row.getString("acted_by"),
                    row.getTimestamp("acted_at").toInstant(),
                    row.getString("address")))
        .list();
  }
}
