-- How many leavers each HR source has told of lately. Written by the module safety.

-- whoever counts a leaver takes the row of the source, so that all nodes count one after the other
create table muster_leaver_source (
  source varchar(200) primary key
);
-- agreed_by is there where a person agreed to exactly this one, which then counts for no limit
create table muster_leaver_counted (
  id         bigint generated always as identity primary key,
  source     varchar(200) not null,
  employee   varchar(64)  not null,
  case_id    varchar(64)  not null,
  counted_at timestamptz  not null,
  agreed_by  varchar(200)
);
create index muster_leaver_counted_source on muster_leaver_counted (source, counted_at) where agreed_by is null;
-- those of before count too
insert into muster_leaver_counted (source, employee, case_id, counted_at)
  select source, employee, case_id, begun_at from muster_leaver where begun_at is not null and source is not null;

-- The leavers that wait for a person's yes. Written by the module intake.
create index muster_inbox_held on muster_inbox (source, id) where fate = 'HELD';
