-- Events for the SIEM until a node has written them. Kept in the transaction of what they tell of. Written by the module siem.
create table muster_siem_event (
  id   bigint generated always as identity primary key,
  line text not null
);
-- What was found by looking and told once.
create table muster_siem_told (
  key     varchar(300) primary key,
  told_at timestamptz not null
);
