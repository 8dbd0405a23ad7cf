-- What somebody did to a case by hand on the console, and why. Written by the module process; rows are inserted, never changed.
create table muster_case_action (
  id       bigint generated always as identity primary key,
  case_id  varchar(64)  not null,
  kind     varchar(20)  not null,
  detail   text         not null,
  reason   text         not null,
  acted_by varchar(255) not null,
  acted_at timestamptz  not null,
  address  varchar(100)
);
create index muster_case_action_case on muster_case_action (case_id, id);
