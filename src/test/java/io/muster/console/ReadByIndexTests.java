package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.Postgres;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the console asks the database at 20,000 of everything is answered by an index. */
class ReadByIndexTests {
  private static final JdbcClient JDBC = JdbcClient.create(Postgres.dataSource());

  @BeforeAll
  static void manyOfEverything() {
    for (var fill :
        List.of(
            """
            insert into muster_worker (employee, given_name, family_name, work_email, department, title,
              location, zone, start_date)
            select 'P' || n, 'Given' || n, 'Family' || n, 'p' || n || '@example.com', 'IT', 'Agent',
              'Berlin', 'UTC', date '2021-01-01' from generate_series(1, 20000) n
            """,
            """
            insert into muster_worker_trace (employee, kind, value)
            select 'P' || n, 'address', 'p' || n || '@example.com' from generate_series(1, 20000) n
            """,
            """
            insert into muster_device_sighting (device, serial, employee, seen_at)
            select n, 'SN' || n, 'P' || n, now() from generate_series(1, 20000) n
            """,
            """
            insert into muster_account (connection, account, employee, seen_at)
            select 'okta', '00u' || n, 'P' || n, now() from generate_series(1, 20000) n
            """,
            """
            insert into muster_sync_person (connection, account, login, name, employee, status)
            select 'okta', '00u' || n, 'login' || n, 'Name', 'P' || n, 'ACTIVE'
            from generate_series(1, 20000) n
            """,
            """
            insert into muster_inbox (source, event_id, employee, kind, taken_at, fate, digest, payload)
            select case n % 1000 when 0 then 'rare' else 'hr' end, 'e' || n, 'P' || n,
              case n % 1000 when 0 then 'worker.leaveEnded' else 'worker.changed' end, now(),
              case n % 1000 when 0 then 'REFUSED' else 'NOTED' end, '', ''
            from generate_series(1, 20000) n
            """,
            """
            insert into muster_case (process, employee, case_id, started_at)
            select 'onboarding', 'P' || n, 'case' || n, now() from generate_series(1, 20000) n
            """,
            """
            insert into muster_effect (process, case_id, employee, step, connection, action, target,
              intended_at, answer)
            select 'onboarding', 'case' || n, 'P' || n, 'step', 'okta', 'account.create', 't', now(),
              'ACCEPTED' from generate_series(1, 20000) n
            """,
            """
            insert into muster_leaver_clock (case_id, employee, effective_at, secured_at)
            select 'case' || n, 'P' || n, now(), case n % 1000 when 0 then null else now() end
            from generate_series(1, 20000) n
            """)) {
      JDBC.sql(fill).update();
    }
    JDBC.sql("analyze").update();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from muster_worker where lower(employee) like 'p77%' limit 20 | muster_worker_number",
        "select * from muster_worker where lower(family_name) like 'family77%' limit 20 | muster_worker_family",
        "select * from muster_worker_trace where lower(value) like 'p777%' limit 20 | muster_worker_trace_value",
        "select * from muster_device_sighting where lower(serial) like 'sn77%' limit 20 | muster_device_sighting_serial_start",
        "select * from muster_account where account = '00u77' | muster_account_account",
        "select * from muster_sync_person where lower(login) like 'login77%' and employee is not null order by lower(login) limit 20 | muster_sync_person_login",
        "select * from muster_inbox where source = 'rare' order by id desc limit 51 | muster_inbox_source",
        "select * from muster_inbox where kind = 'worker.leaveEnded' order by id desc limit 51 | muster_inbox_kind",
        "select * from muster_inbox where fate = 'REFUSED' order by id desc limit 51 | muster_inbox_fate",
        "select * from muster_case where process = 'onboarding' order by started_at desc limit 6 | muster_case_started",
        "select * from muster_effect where case_id = 'case77' order by id desc limit 300 | muster_effect_case",
        "select * from muster_leaver_clock where secured_at is null and ended_at is null and effective_at <= now() order by effective_at limit 12 | muster_leaver_clock_unsecured",
        "select * from muster_leaver_clock where true and secured_at is null order by number desc limit 26 | muster_leaver_clock_open"
      })
  void readsNoWholeTable(String question, String index) {
    var plan = JDBC.sql("explain " + question).query(String.class).list();
    assertThat(plan).anyMatch(step -> step.contains(index));
    assertThat(plan).noneMatch(step -> step.contains("Seq Scan"));
  }

  @Test
  void goesFromOneSenderToTheNext() {
    var plan =
        JDBC.sql(
                """
                explain with recursive sender(source) as (
                  (select source from muster_inbox order by source limit 1)
                  union all
                  select (select i.source from muster_inbox i where i.source > s.source
                    order by i.source limit 1)
                  from sender s where s.source is not null)
                select source from sender where source is not null order by source
                """)
            .query(String.class)
            .list();
    assertThat(plan).noneMatch(step -> step.contains("Seq Scan"));
  }
}
