-- Memberships that are not as the rules of HR would have them. Written by the module lifecycle.
create table muster_drift (
  connection varchar(100) not null,
  account    varchar(200) not null,
  group_name varchar(300) not null,
  employee   varchar(64)  not null,
  kind       varchar(20)  not null,
  reason     text         not null,
  found_at   timestamptz  not null,
  told       boolean      not null default false,
  primary key (connection, account, group_name)
);
create index muster_drift_untold on muster_drift (connection) where not told;
