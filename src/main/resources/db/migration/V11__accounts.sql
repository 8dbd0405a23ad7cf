-- Behind which connection each person's accounts were seen. Written by the module directory.
create table muster_account (
  connection varchar(100) not null,
  account    varchar(200) not null,
  employee   varchar(64)  not null,
  seen_at    timestamptz  not null,
  primary key (connection, account)
);
create index muster_account_employee on muster_account (employee);
