-- The anchor of every wipe: whose case it is, which users of device management are theirs, which devices were seen first, what was
-- ordered, and what may still be carried out. Written by the module safety.

-- whom a case is about; what HR said when it began is there from begun_at on, whose devices these are from frozen_at on
create table muster_leaver (
  case_id         varchar(64)  primary key,
  employee        varchar(64)  not null,
  reason          varchar(40),
  immediate       boolean      not null default false,
  immediate_since timestamptz,
  source          varchar(200),
  effective_at    timestamptz,
  begun_at        timestamptz,
  frozen_at       timestamptz,
  -- HR takes the leaving back and somebody has to agree; null once that was answered
  return_asked_at timestamptz
);
create table muster_leaver_user (
  case_id   varchar(64)  not null references muster_leaver (case_id),
  user_id   varchar(200) not null,
  certain   boolean      not null,
  frozen_at timestamptz  not null,
  primary key (case_id, user_id)
);
-- one row for each life of a device; the first word about it stays
create table muster_leaver_device (
  case_id      varchar(64)  not null references muster_leaver (case_id),
  device       bigint       not null,
  enrolled_at  timestamptz,
  serial       varchar(200) not null,
  owner        varchar(200),
  ownership    varchar(20)  not null,
  enrolled     boolean      not null,
  shared       varchar(20)  not null,
  recovery_key varchar(20)  not null,
  frozen_at    timestamptz  not null,
  unique nulls not distinct (case_id, device, enrolled_at)
);

-- who agreed that somebody who did not leave in peace gets everything back
create table muster_leaver_return (
  id        bigint generated always as identity primary key,
  case_id   varchar(64)  not null references muster_leaver (case_id),
  agreed_by varchar(200) not null,
  comment   text,
  agreed_at timestamptz  not null
);
create index muster_leaver_return_case on muster_leaver_return (case_id);

-- whose a device was, for as long as we saw it there
create table muster_device_owner (
  id          bigint generated always as identity primary key,
  device      bigint       not null,
  enrolled_at timestamptz  not null,
  serial      varchar(200) not null,
  owner       varchar(200) not null,
  first_seen  timestamptz  not null,
  last_seen   timestamptz  not null
);
create index muster_device_owner_device on muster_device_owner (device, enrolled_at, first_seen);

-- plans of before were made for owners and knew nothing of the rest
alter table muster_wipe_plan
  add column claim         varchar(20) not null default 'THEIRS',
  add column shared        varchar(20) not null default 'UNKNOWN',
  add column recovery_key  varchar(20) not null default 'UNKNOWN',
  add column withdrawn_at  timestamptz,
  add column withdrawn_why text;
create index muster_wipe_plan_case on muster_wipe_plan (case_id);

-- until when the call that was claimed last may go out
alter table muster_wipe_warrant add column call_by timestamptz;

-- what was sent, or perhaps sent, and how far it has come
create table muster_wipe_order (
  warrant     varchar(64)  primary key references muster_wipe_warrant (id),
  device      bigint       not null,
  enrolled_at timestamptz,
  serial      varchar(200) not null,
  called_at   timestamptz  not null,
  state       varchar(20)  not null,
  words       text         not null,
  seen_at     timestamptz
);
create index muster_wipe_order_device on muster_wipe_order (device);

-- one row for each life of a device that an order was ever meant for, and the warrant that has it; orders are taken under its lock
create table muster_wipe_life (
  device      bigint      not null,
  enrolled_at timestamptz not null,
  warrant     varchar(64) not null references muster_wipe_warrant (id),
  primary key (device, enrolled_at)
);

-- nobody knows of the orders of before whether they were carried out
insert into muster_wipe_order (warrant, device, enrolled_at, serial, called_at, state, words)
  select warrant.id, plan.device, plan.enrolled_at, plan.serial, warrant.called_at, 'PENDING', 'Sent before orders were watched.'
  from muster_wipe_warrant warrant join muster_wipe_plan plan on plan.id = warrant.plan
  where warrant.called_at is not null;
insert into muster_wipe_life (device, enrolled_at, warrant)
  select distinct on (device, enrolled_at) device, enrolled_at, warrant from muster_wipe_order
  where enrolled_at is not null order by device, enrolled_at, called_at desc;
