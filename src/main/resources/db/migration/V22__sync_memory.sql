-- What a sync has to remember from one run to the next. Written by the module lifecycle.

-- by which versions of the tables people and groups were judged last
alter table muster_sync add tables text;

-- watched groups are looked at for drift and not mirrored; who was told that a group is missing;
-- under which name the group was given its policies
alter table muster_sync_group
  add watched      boolean not null default false,
  add missing_told boolean not null default false,
  add tied_as      varchar(300);

-- what HR said of the person when the tables were asked last
alter table muster_sync_person add facts varchar(32);

-- an account that HR knows nobody by can drift too
alter table muster_drift alter employee drop not null;

-- who was taken out of mirrored groups without anybody being asked
create table muster_sync_removal (
  connection varchar(100) not null,
  account    varchar(200) not null,
  taken_at   timestamptz  not null,
  primary key (connection, account)
);
