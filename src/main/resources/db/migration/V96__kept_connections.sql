-- Where each connection leads that people agreed to, so that one that is added or re-pointed destroys nothing until they have. Written by the module safety.
create table muster_kept_connection (
  setting varchar(200) primary key,
  account text         not null,
  kept_at timestamptz  not null
);
