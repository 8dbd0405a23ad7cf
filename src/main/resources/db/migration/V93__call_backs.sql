-- Addresses at which systems of the house call back. The address itself is not kept: it is signed with a secret of the settings. Written by the module systems.
create table muster_call_back (
  key              uuid         primary key,
  process_instance varchar(64)  not null,
  wait_task        varchar(255) not null,
  outputs          text         not null,
  until            timestamptz  not null,
  answer           jsonb,
  answered_at      timestamptz,
  looked_at        timestamptz,
  delivered_at     timestamptz
);
create index muster_call_back_instance on muster_call_back (process_instance);
create index muster_call_back_until on muster_call_back (until);
create index muster_call_back_open on muster_call_back (looked_at nulls first)
  where answered_at is not null and delivered_at is null;
