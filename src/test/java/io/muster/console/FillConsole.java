package io.muster.console;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Fills a database with people, ended cases and what was done in them, by SQL alone. */
final class FillConsole {
  private FillConsole() {}

  /**
   * Fills it; people, cases and numbers begin with "bench".
   *
   * @param cases how many ended cases; a quarter as many people
   * @param effects how many rows in the ledger, spread over the cases
   */
  static void fill(JdbcTemplate jdbc, int cases, int effects) {
    int people = cases / 4;
    for (var statement : statements()) {
      jdbc.execute(
          statement
              .replace(":people", String.valueOf(people))
              .replace(":cases", String.valueOf(cases))
              .replace(":effects", String.valueOf(effects)));
    }
  }

  private static List<String> statements() {
    return List.of(
        """
        insert into muster_worker (employee, given_name, family_name, work_email, department, title,
          location, zone, start_date)
        select 'BENCH' || n, 'Given' || n, 'Family' || n, 'bench' || n || '@example.com',
          'Department' || n % 200, 'Agent', 'Berlin', 'UTC', date '2021-01-01'
        from generate_series(1, :people) n
        """,
        """
        insert into muster_worker_trace (employee, kind, value)
        select 'BENCH' || n, 'address', 'bench' || n || '@example.com' from generate_series(1, :people) n
        """,
        """
        insert into muster_device_sighting (device, serial, employee, seen_at)
        select 1000000 + n, 'BENCHSN' || n, 'BENCH' || n, now() from generate_series(1, :people) n
        """,
        """
        insert into muster_account (connection, account, employee, seen_at)
        select 'okta', 'bench00u' || n, 'BENCH' || n, now() from generate_series(1, :people) n
        """,
        """
        insert into muster_sync_person (connection, account, login, name, employee, status)
        select 'okta', 'bench00u' || n, 'benchlogin' || n, 'Name', 'BENCH' || n, 'ACTIVE'
        from generate_series(1, :people) n
        """,
        """
        insert into muster_inbox (source, event_id, employee, kind, taken_at, fate, case_id, digest, payload)
        select 'bench', 'e' || n, 'BENCH' || (n % :people) + 1,
          case n % 3 when 0 then 'worker.terminated' when 1 then 'worker.hired' else 'worker.changed' end,
          now() - n * interval '3 minutes',
          case when n % 1000 = 0 then 'REFUSED' when n % 2 = 0 then 'STARTED' else 'NOTED' end,
          case when n % 2 = 0 then 'bench' || n / 2 end, '', '{}'
        from generate_series(1, 2 * :cases) n
        """,
        """
        insert into act_hi_procinst (id_, proc_inst_id_, proc_def_key_, proc_def_id_, start_time_,
          end_time_, duration_, root_proc_inst_id_, state_)
        select 'bench' || n, 'bench' || n, d.key_, d.id_, now() - n * interval '6 minutes',
          now() - n * interval '6 minutes' + interval '5 minutes', 300000, 'bench' || n, 'COMPLETED'
        from generate_series(1, :cases) n
        join (select key_, id_, row_number() over (order by key_) - 1 as place from act_re_procdef
          where key_ in ('onboarding', 'transfer', 'offboarding') and version_ = 1) d on d.place = n % 3
        """,
        """
        insert into act_hi_actinst (id_, proc_def_key_, proc_def_id_, root_proc_inst_id_, proc_inst_id_,
          execution_id_, act_id_, act_name_, act_type_, start_time_, end_time_, duration_,
          act_inst_state_, sequence_counter_)
        select p.id_ || '/' || s, p.proc_def_key_, p.proc_def_id_, p.id_, p.id_, p.id_, 'step' || s,
          'Step ' || s, case s when 6 then 'noneEndEvent' else 'serviceTask' end,
          p.start_time_ + s * interval '1 second', p.start_time_ + s * interval '2 seconds', 1000, 4, s
        from act_hi_procinst p cross join generate_series(1, 6) s where p.id_ like 'bench%'
        """,
        """
        insert into act_hi_varinst (id_, proc_def_key_, proc_def_id_, root_proc_inst_id_, proc_inst_id_,
          execution_id_, act_inst_id_, name_, var_type_, create_time_, rev_, text_, state_)
        select p.id_ || '/v' || v, p.proc_def_key_, p.proc_def_id_, p.id_, p.id_, p.id_, p.id_,
          case v when 1 then 'employee' when 2 then 'connection' else 'account' end, 'string',
          p.start_time_, 0,
          case v when 1 then 'BENCH' || (substr(p.id_, 6)::int % :people) + 1 when 2 then 'okta' else p.id_ end,
          'CREATED'
        from act_hi_procinst p cross join generate_series(1, 3) v where p.id_ like 'bench%'
        """,
        """
        insert into act_hi_taskinst (id_, proc_def_key_, proc_def_id_, root_proc_inst_id_, proc_inst_id_,
          execution_id_, act_inst_id_, task_def_key_, name_, start_time_, end_time_)
        select p.id_ || '/t', p.proc_def_key_, p.proc_def_id_, p.id_, p.id_, p.id_, p.id_ || '/3', 'step3',
          'Step 3', p.start_time_, p.end_time_
        from act_hi_procinst p where p.id_ like 'bench%'
        """,
        """
        insert into act_hi_op_log (id_, proc_def_key_, proc_def_id_, root_proc_inst_id_, proc_inst_id_,
          task_id_, user_id_, timestamp_, operation_type_, operation_id_, entity_type_)
        select p.id_ || '/o', p.proc_def_key_, p.proc_def_id_, p.id_, p.id_, p.id_ || '/t', 'ann',
          p.end_time_, 'Complete', p.id_ || '/o', 'Task'
        from act_hi_procinst p where p.id_ like 'bench%'
        """,
        """
        insert into act_hi_detail (id_, type_, time_, proc_def_key_, proc_def_id_, root_proc_inst_id_,
          proc_inst_id_, execution_id_, name_, var_type_, rev_, text_, operation_id_)
        select p.id_ || '/d' || d, 'VariableUpdate', p.start_time_, p.proc_def_key_, p.proc_def_id_, p.id_,
          p.id_, p.id_, 'value' || d, 'string', 0, 'words', case d when 1 then p.id_ || '/o' end
        from act_hi_procinst p cross join generate_series(1, 4) d where p.id_ like 'bench%'
        """,
        """
        insert into act_hi_decinst (id_, dec_def_id_, dec_def_key_, dec_def_name_, proc_def_key_,
          proc_def_id_, root_proc_inst_id_, proc_inst_id_, eval_time_)
        select p.id_ || '/r', d.id_, d.key_, d.name_, p.proc_def_key_, p.proc_def_id_, p.id_, p.id_,
          p.start_time_
        from act_hi_procinst p
        join act_re_decision_def d on d.key_ = 'wipeDecision' and d.version_ = 1 where p.id_ like 'bench%'
        """,
        """
        insert into act_hi_dec_in (id_, dec_inst_id_, clause_id_, clause_name_, var_type_, text_)
        select p.id_ || '/i', p.id_, 'in', 'Platform', 'string', 'macos'
        from act_hi_decinst p where p.id_ like 'bench%'
        """,
        """
        insert into act_hi_dec_out (id_, dec_inst_id_, clause_id_, clause_name_, rule_id_, rule_order_,
          var_name_, var_type_, text_)
        select p.id_ || '/u', p.id_, 'out', 'Kind', 'rule', 1, 'kind', 'string', 'complete'
        from act_hi_decinst p where p.id_ like 'bench%'
        """,
        """
        insert into muster_effect (process, case_id, employee, step, connection, action, target,
          intended_at, answered_at, answer, seen_at, as_wished)
        select 'onboarding', 'bench' || (n % :cases) + 1, 'BENCH' || (n % :people) + 1, 'step', 'okta',
          (array['account.create', 'group.join', 'device.lock', 'account.suspend'])[1 + n % 4], 't' || n,
          now() - n * interval '5 seconds', now() - n * interval '5 seconds', 'ACCEPTED',
          now() - n * interval '5 seconds', true
        from generate_series(1, :effects) n
        """,
        """
        insert into muster_leaver_clock (case_id, employee, effective_at, secured_at, first_secured_at,
          ended_at, ended_how)
        select p.id_, 'BENCH' || (substr(p.id_, 6)::int % :people) + 1, p.start_time_,
          case when substr(p.id_, 6)::int % 5000 > 2 then p.start_time_ + interval '40 seconds' end,
          case when substr(p.id_, 6)::int % 5000 > 2 then p.start_time_ + interval '40 seconds' end,
          p.end_time_, 'Offboarded'
        from act_hi_procinst p where p.id_ like 'bench%' and p.proc_def_key_ = 'offboarding'
        """,
        """
        insert into muster_outcome (case_id, kind, target, employee, state, words, requested_at,
          accepted_at, observed_at, changed_at)
        select c.case_id, k.kind, 'target', c.employee, 'OBSERVED', 'seen', c.effective_at, c.effective_at,
          c.effective_at + interval '30 seconds', c.effective_at + interval '30 seconds'
        from muster_leaver_clock c cross join (values ('ACCOUNT'), ('SESSIONS'), ('LOCK')) k(kind)
        where c.case_id like 'bench%'
        """,
        """
        insert into muster_evidence (chain, number, previous, recorded_at, kind, content, hash, person)
        select 'case/' || p.id_, s, '', p.start_time_ + s * interval '1 second',
          case s when 1 then 'hr.event' when 2 then 'case.started' else 'outcome' end,
          '{"process":"' || p.proc_def_key_ || '"}', '', 'BENCH' || (substr(p.id_, 6)::int % :people) + 1
        from act_hi_procinst p cross join generate_series(1, 3) s where p.id_ like 'bench%'
        """,
        """
        insert into muster_drift (connection, account, group_name, employee, kind, reason, found_at)
        select 'okta', 'bench00u' || n, 'Engineering', 'BENCH' || n, 'MISSING', 'no rule fits', now()
        from generate_series(1, least(:people, 2000)) n
        """,
        """
        insert into muster_case (process, employee, case_id, started_at)
        select 'onboarding', 'BENCH' || n, 'bench' || n, now() - n * interval '1 minute'
        from generate_series(1, least(:people, 1500)) n
        """);
  }
}
