-- The brake on everything that destroys: a pause by hand, and a breaker that opens by itself. Written by the module safety.

-- one row; whoever destroys, pauses, closes or agrees takes it, so that all nodes act one after the other
create table muster_destruction (
  id smallint primary key check (id = 1)
);
insert into muster_destruction (id) values (1);

-- how many devices were managed when they were last listed
create table muster_managed_devices (
  id         smallint    primary key check (id = 1),
  devices    bigint      not null,
  counted_at timestamptz not null
);

create table muster_destruction_pause (
  id         bigint generated always as identity primary key,
  paused_by  varchar(200) not null,
  reason     text         not null,
  paused_at  timestamptz  not null,
  resumed_at timestamptz
);
create unique index muster_destruction_pause_open on muster_destruction_pause ((true)) where resumed_at is null;
create table muster_destruction_resume (
  pause     bigint       not null references muster_destruction_pause (id),
  agreed_by varchar(200) not null,
  comment   text         not null,
  agreed_at timestamptz  not null,
  primary key (pause, agreed_by)
);

-- every right to make a call that destroys, used or not; agreed means that two people agreed to exactly this one
create table muster_destruction_call (
  id         bigint generated always as identity primary key,
  plan       varchar(64)  not null references muster_wipe_plan (id),
  called_at  timestamptz  not null,
  source     varchar(200),
  department varchar(200),
  manager    varchar(64),
  connection varchar(200),
  agreed     boolean      not null
);
create index muster_destruction_call_counted on muster_destruction_call (called_at) where not agreed;
-- what was sent before there was a breaker counts too
insert into muster_destruction_call (plan, called_at, source, agreed)
  select plan.id, ordered.called_at, leaver.source, false
  from muster_wipe_order ordered
  join muster_wipe_warrant warrant on warrant.id = ordered.warrant
  join muster_wipe_plan plan on plan.id = warrant.plan
  left join muster_leaver leaver on leaver.case_id = plan.case_id;

create table muster_breaker_opening (
  id        bigint generated always as identity primary key,
  why       text        not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create unique index muster_breaker_opening_open on muster_breaker_opening ((true)) where closed_at is null;
-- who agreed to close it, for exactly the list with this digest
create table muster_breaker_yes (
  opening   bigint       not null references muster_breaker_opening (id),
  list      varchar(64)  not null,
  agreed_by varchar(200) not null,
  comment   text         not null,
  agreed_at timestamptz  not null,
  primary key (opening, list, agreed_by)
);
-- the wipes that were turned away and are tried again
create table muster_destruction_waiting (
  plan     varchar(64) primary key references muster_wipe_plan (id),
  since    timestamptz not null,
  tried_at timestamptz not null
);
-- the wipes on a list that two people agreed to
create table muster_breaker_pass (
  plan    varchar(64) primary key references muster_wipe_plan (id),
  opening bigint      not null references muster_breaker_opening (id)
);

-- people whose leaving was rehearsed, as in a lay-off; agreed_at is there once two people have agreed
create table muster_agreed_list (
  id          bigint generated always as identity primary key,
  reason      text         not null,
  digest      varchar(64)  not null,
  proposed_by varchar(200) not null,
  proposed_at timestamptz  not null,
  agreed_at   timestamptz
);
create table muster_agreed_yes (
  list      bigint       not null references muster_agreed_list (id),
  agreed_by varchar(200) not null,
  comment   text         not null,
  agreed_at timestamptz  not null,
  primary key (list, agreed_by)
);
-- the one offboarding that the yes was used for, once it was
create table muster_agreed_person (
  list     bigint      not null references muster_agreed_list (id),
  employee varchar(64) not null,
  case_id  varchar(64),
  primary key (list, employee)
);
create index muster_agreed_person_employee on muster_agreed_person (employee);
