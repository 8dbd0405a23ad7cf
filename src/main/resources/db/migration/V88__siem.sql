-- Events for the SIEM until a node has written them. Kept in the transaction of what they tell of. Written by the module siem.
create table muster_siem_event (
  id   bigint generated always as identity primary key,
  line text not null
);
-- What was found by looking and told once.
create table muster_siem_told (
  key     varchar(300) primary key,
  kind    varchar(40) not null,
  told_at timestamptz not null,
  -- set for what began and has an end that is told too
  over_at timestamptz
);
create index muster_siem_lasting on muster_siem_told (kind) where over_at is null;
