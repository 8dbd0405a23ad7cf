-- Accounts that are to show a manager who has no account in the same directory yet.
create table muster_missing_manager (
  connection varchar(100) not null,
  account    varchar(200) not null,
  employee   varchar(64)  not null,
  manager    varchar(64)  not null,
  since      timestamptz  not null,
  primary key (connection, account)
);
create index muster_missing_manager_who on muster_missing_manager (manager, connection);
