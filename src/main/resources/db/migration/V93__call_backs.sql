-- Addresses at which systems of the house call back. The address itself is not kept: it is signed with a secret of the settings. Written by the module systems.
create table muster_call_back (
  key              uuid         primary key,
  process_instance varchar(64)  not null,
  wait_task        varchar(255) not null,
  outputs          text         not null,
  until            timestamptz  not null,
  answer           jsonb,
  answered_at      timestamptz,
  look_at          timestamptz
);
create index muster_call_back_instance on muster_call_back (process_instance);
create index muster_call_back_until on muster_call_back (until);
create index muster_call_back_look on muster_call_back (look_at) where look_at is not null;
