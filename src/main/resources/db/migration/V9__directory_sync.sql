-- What of each directory is mirrored in the device fleet, and how far that has come.
-- Written by the module lifecycle.
create table muster_sync (
  connection    varchar(100) primary key,
  due_at        timestamptz  not null,
  mark          text,
  fleet_known   boolean      not null default false,
  fleet_page    varchar(40),
  looked_again  boolean      not null default false,
  groups_known  boolean      not null default false,
  approved_plan varchar(64),
  refused_plan  varchar(64),
  begun_at      timestamptz,
  ended_at      timestamptz
);

create table muster_sync_group (
  connection  varchar(100) not null,
  group_id    varchar(200) not null,
  selected_as varchar(300) not null,
  name        varchar(300) not null,
  kept_by     varchar(20)  not null,
  rule        text,
  settled     boolean      not null,
  gone        boolean      not null default false,
  to_read     boolean      not null default true,
  page        text,
  round       bigint       not null default 0,
  fleet_group varchar(64),
  fleet_name  varchar(300),
  to_tie      boolean      not null default true,
  proof       varchar(10)  not null default 'none',
  problem     text,
  primary key (connection, group_id)
);

create table muster_sync_person (
  connection varchar(100) not null,
  account    varchar(200) not null,
  login      varchar(300) not null,
  name       varchar(300) not null,
  mail       varchar(300),
  employee   varchar(64),
  status     varchar(20)  not null,
  fleet_user varchar(64),
  in_scope   boolean      not null default false,
  reason     text,
  to_read    boolean      not null default false,
  to_sort    boolean      not null default true,
  to_compare boolean      not null default true,
  problem    text,
  primary key (connection, account)
);
create index muster_sync_person_to_read on muster_sync_person (connection, account) where to_read;
create index muster_sync_person_to_sort on muster_sync_person (connection, account) where to_sort;
create index muster_sync_person_to_compare on muster_sync_person (connection, account) where to_compare;
create index muster_sync_person_unknown on muster_sync_person (connection, account) where fleet_user is null;
create index muster_sync_person_mail on muster_sync_person (connection, lower(mail));
create index muster_sync_person_employee on muster_sync_person (employee);

create table muster_sync_member (
  connection varchar(100) not null,
  group_id   varchar(200) not null,
  account    varchar(200) not null,
  present    boolean      not null,
  wanted     boolean      not null default false,
  mirrored   boolean      not null default false,
  take_out   boolean      not null default false,
  round      bigint       not null default 0,
  primary key (connection, group_id, account)
);
create index muster_sync_member_account on muster_sync_member (connection, account);
create index muster_sync_member_differs on muster_sync_member (connection, group_id, account) where wanted <> mirrored;
create index muster_sync_member_take_out on muster_sync_member (connection, group_id, account) where take_out;
