-- Who reads what has changed in a mirror and how far they have come, and what was removed.
-- Written by the module scim.
create table muster_scim_reader (
  client     varchar(63) primary key,
  read_to    bigint      not null,
  read_at    timestamptz not null
);
create table muster_scim_removed (
  client     varchar(63) primary key,
  up_to      bigint      not null
);
create index muster_scim_change_at on muster_scim_change (at);
