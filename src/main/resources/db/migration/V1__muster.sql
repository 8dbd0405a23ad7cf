-- Who works here, as HR last told us. Written by the module people.
create table muster_worker (
  employee     varchar(64)  primary key,
  given_name   varchar(200) not null,
  family_name  varchar(200) not null,
  work_email   varchar(200) not null,
  department   varchar(200) not null,
  title        varchar(200) not null,
  location     varchar(200) not null,
  cost_center  varchar(200),
  manager      varchar(64),
  zone         varchar(64)  not null,
  start_date   date         not null,
  legal_hold   boolean      not null default false
);

-- Every HR event and its fate. Written by the module intake.
create table muster_inbox (
  id         bigint generated always as identity primary key,
  source     varchar(100) not null,
  event_id   varchar(200) not null,
  employee   varchar(64),
  taken_at   timestamptz  not null,
  fate       varchar(20)  not null,
  case_id    varchar(64),
  reason     text,
  digest     varchar(64)  not null,
  payload    text         not null,
  unique (source, event_id)
);
create index muster_inbox_newest on muster_inbox (taken_at desc);

-- One running case per process and person. Written by the module lifecycle.
create table muster_case (
  process    varchar(100) not null,
  employee   varchar(64)  not null,
  case_id    varchar(64)  not null,
  started_at timestamptz  not null,
  primary key (process, employee)
);

-- Outside effects: intent, answer, what was seen. Written by the module ledger.
create table muster_effect (
  id          bigint generated always as identity primary key,
  process     varchar(100) not null,
  case_id     varchar(64)  not null,
  employee    varchar(64)  not null,
  step        varchar(200) not null,
  connection  varchar(100) not null,
  action      varchar(100) not null,
  target      varchar(200) not null,
  intended_at timestamptz  not null,
  answered_at timestamptz,
  answer      varchar(20)  not null,
  note        text,
  seen_at     timestamptz,
  as_wished   boolean,
  seen        text
);
create index muster_effect_case on muster_effect (case_id, action, target, id desc);
create index muster_effect_employee on muster_effect (employee, id);

-- Wipes: what was planned, who agreed, what was spent. Written by the module safety.
create table muster_wipe_plan (
  id          varchar(64)  primary key,
  case_id     varchar(64)  not null,
  employee    varchar(64)  not null,
  device      bigint       not null,
  serial      varchar(200) not null,
  owner       varchar(200),
  ownership   varchar(20)  not null,
  enrolled_at timestamptz,
  kind        varchar(20)  not null,
  approval    varchar(20)  not null,
  deadline    timestamptz,
  on_silence  varchar(20)  not null,
  planned_at  timestamptz  not null
);
create table muster_wipe_answer (
  plan        varchar(64)  primary key references muster_wipe_plan (id),
  answer      varchar(20)  not null,
  answered_by varchar(200) not null,
  comment     text,
  answered_at timestamptz  not null
);
create table muster_wipe_warrant (
  id          varchar(64)  primary key,
  plan        varchar(64)  not null unique references muster_wipe_plan (id),
  issued_at   timestamptz  not null,
  spent_at    timestamptz,
  called_at   timestamptz,
  done_at     timestamptz
);

-- Calls we may still make. Written by the module remote (Bucket4j).
create table muster_call_budget (
  id    varchar(200) primary key,
  state bytea
);

-- HR files: each is taken in once. Written by the module intake.
create table muster_hr_file (
  feed       varchar(100) not null,
  digest     varchar(64)  not null,
  name       varchar(400) not null,
  taken_at   timestamptz  not null,
  accepted   boolean      not null,
  summary    text         not null,
  primary key (feed, digest)
);
