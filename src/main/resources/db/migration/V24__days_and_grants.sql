-- The last day that HR's newest word about a leaving names, and the day on which an announced change begins: both are counted anew where the
-- person is by then. Written by the module people.
alter table muster_lane
  add column last_day      date,
  add column last_day_zone varchar(64);
alter table muster_announced add column effective_day date;

-- Which processes each role was once allowed to start; what an administrator took away since then stays away. Written by the module doors.
create table muster_granted (
  role    varchar(40)  not null,
  process varchar(200) not null,
  primary key (role, process)
);

-- Until now grants were made with the role only: these three were among them from the beginning.
insert into muster_granted (role, process) values ('hr', 'onboarding'), ('hr', 'transfer'), ('hr', 'offboarding');
