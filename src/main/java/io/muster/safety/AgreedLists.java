package io.muster.safety;

import static io.muster.safety.PlanStore.instant;

import io.muster.people.EmployeeId;
import io.muster.safety.Destruction.PeopleList;
import io.muster.safety.Destruction.Yes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists of people whose leaving was rehearsed, and who agreed to them. */
@Component
class AgreedLists {
  private final JdbcClient jdbc;

  AgreedLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long propose(List<EmployeeId> people, String digest, Yes proposal) {
    var number =
        jdbc.sql(
                """
                insert into muster_agreed_list (reason, digest, proposed_by, proposed_at)
                values (?, ?, ?, ?) returning id
                """)
            .params(proposal.comment(), digest, proposal.by(), Timestamp.from(proposal.at()))
            .query(Long.class)
            .single();
    people.forEach(
        person ->
            jdbc.sql("insert into muster_agreed_person (list, employee) values (?, ?)")
                .params(number, person.value())
                .update());
    return number;
  }

  Optional<PeopleList> find(long number) {
    return jdbc.sql("select * from muster_agreed_list where id = ?")
        .param(number)
        .query((row, count) -> read(row))
        .optional();
  }

  List<PeopleList> all() {
    return jdbc.sql("select * from muster_agreed_list order by id desc limit 100")
        .query((row, count) -> read(row))
        .list();
  }

  private PeopleList read(ResultSet row) throws SQLException {
    var number = row.getLong("id");
    return new PeopleList(
        number,
        row.getString("reason"),
        row.getString("digest"),
        row.getString("proposed_by"),
        row.getTimestamp("proposed_at").toInstant(),
        instant(row.getTimestamp("agreed_at")),
        jdbc.sql("select employee from muster_agreed_person where list = ? order by employee")
            .param(number)
            .query(String.class)
            .list(),
        jdbc.sql("select * from muster_agreed_yes where list = ? order by agreed_at")
            .param(number)
            .query((yes, count) -> BreakerStore.yes(yes))
            .list());
  }

  void agree(long list, Yes yes) {
    jdbc.sql(
            "insert into muster_agreed_yes (list, agreed_by, comment, agreed_at) values (?, ?, ?, ?)")
        .params(list, yes.by(), yes.comment(), Timestamp.from(yes.at()))
        .update();
  }

  void agreed(long list, Instant now) {
    jdbc.sql("update muster_agreed_list set agreed_at = ? where id = ?")
        .params(Timestamp.from(now), list)
        .update();
  }

  /** Whether two people agreed, after this instant, to the person's leaving in this case. */
  boolean covers(EmployeeId employee, String caseId, Instant since) {
    return jdbc.sql(
                """
                select count(*) from muster_agreed_person person
                join muster_agreed_list list on list.id = person.list
                where person.employee = ? and list.agreed_at > ?
                  and (person.case_id is null or person.case_id = ?)
                """)
            .params(employee.value(), Timestamp.from(since), caseId)
            .query(Long.class)
            .single()
        > 0;
  }

  /** Those of these people for whom there is a yes, given after this instant, that is not used. */
  Set<EmployeeId> unused(Collection<EmployeeId> people, Instant since) {
    return jdbc
        .sql(
            """
            select distinct person.employee from muster_agreed_person person
            join muster_agreed_list list on list.id = person.list
            where person.employee = any(:people) and person.case_id is null
              and list.agreed_at > :since
            """)
        .param("people", people.stream().map(EmployeeId::value).toArray(String[]::new))
        .param("since", Timestamp.from(since))
        .query((row, number) -> new EmployeeId(row.getString("employee")))
        .list()
        .stream()
        .collect(Collectors.toSet());
  }

  /** Uses the yes to the person's leaving for this case, once; false if there is none. */
  boolean use(EmployeeId employee, String caseId, Instant since) {
    jdbc.sql(
            """
            update muster_agreed_person set case_id = :case
            where employee = :employee and case_id is null
              and list = (select min(list.id) from muster_agreed_list list
                join muster_agreed_person mine on mine.list = list.id
                where mine.employee = :employee and mine.case_id is null and list.agreed_at > :since)
              and not exists (select 1 from muster_agreed_person used
                where used.employee = :employee and used.case_id = :case)
            """)
        .param("case", caseId)
        .param("employee", employee.value())
        .param("since", Timestamp.from(since))
        .update();
    return jdbc.sql(
                """
                select count(*) from muster_agreed_person person
                join muster_agreed_list list on list.id = person.list
                where person.employee = ? and person.case_id = ? and list.agreed_at > ?
                """)
            .params(employee.value(), caseId, Timestamp.from(since))
            .query(Long.class)
            .single()
        > 0;
  }
}
