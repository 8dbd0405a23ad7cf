-- What a pushed user has come to mean for us. Written by the module scim.
create table muster_scim_person (
  user_id  uuid        primary key references muster_scim_user (id) on delete cascade,
  client   varchar(63) not null,
  employee varchar(64),
  told     varchar(20) not null,
  last_day varchar(40),
  digest   varchar(64) not null,
  attempts bigint      not null
);
create index muster_scim_person_employee on muster_scim_person (client, employee);

-- What has changed in the mirror of a directory, in the order of the commits of one client.
create table muster_scim_change (
  number   bigint generated always as identity primary key,
  client   varchar(63) not null,
  kind     varchar(20) not null,
  group_id uuid,
  user_id  uuid,
  at       timestamptz not null
);
create index muster_scim_change_client on muster_scim_change (client, number);
