-- The limits and groups that count, so that a configuration that makes wipes easier waits for people. Written by the module safety.
create table muster_kept_setting (
  name    varchar(200) primary key,
  value   text         not null,
  kept_at timestamptz  not null
);
