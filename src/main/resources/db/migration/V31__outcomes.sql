-- What has to come true for a leaver, and how far each has come. Written by the module ledger.
create table muster_outcome (
  number          bigint generated always as identity,
  case_id         varchar(64)  not null,
  kind            varchar(20)  not null,
  target          text         not null,
  employee        varchar(64)  not null,
  state           varchar(20)  not null,
  words           text         not null,
  requested_at    timestamptz  not null,
  accepted_at     timestamptz,
  observed_at     timestamptz,
  contradicted_at timestamptz,
  changed_at      timestamptz  not null,
  -- what was seen last was that it is not so; seen again, it counts from then
  refuted         boolean      not null default false,
  -- as they were before the latest write, so that one statement can say what it changed
  state_before    varchar(20),
  seen_before     boolean      not null default false,
  primary key (case_id, kind, target)
);

-- What a case waits for or waited for, and why. Written by the module ledger.
create table muster_pause (
  number  bigint generated always as identity primary key,
  case_id varchar(64)  not null,
  what    text         not null,
  reason  text         not null,
  since   timestamptz  not null,
  until   timestamptz
);
create unique index muster_pause_open on muster_pause (case_id, what) where until is null;
create index muster_pause_case on muster_pause (case_id, number);

-- One clock per leaver, from the instant at which the employment ended. Written by the module leavers.
create table muster_leaver_clock (
  number           bigint generated always as identity unique,
  case_id          varchar(64)  primary key,
  employee         varchar(64)  not null,
  effective_at     timestamptz  not null,
  secured_at       timestamptz,
  first_secured_at timestamptz,
  ended_at         timestamptz,
  ended_how        text
);
create index muster_leaver_clock_employee on muster_leaver_clock (employee, number);
create index muster_leaver_clock_effective on muster_leaver_clock (effective_at);
create index muster_leaver_clock_unsecured on muster_leaver_clock (effective_at)
  where secured_at is null and ended_at is null;
