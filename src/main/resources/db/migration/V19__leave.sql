-- The newest words of HR about a leave: its beginning and the return, each with when it was entered. Written by the module people.
alter table muster_lane
  add column hired_at    timestamptz,
  add column leave_at    timestamptz,
  add column leave_event varchar(400),
  add column leave_day   date,
  add column leave_zone  varchar(64),
  add column leave_kind  varchar(20),
  add column back_at     timestamptz,
  add column back_event  varchar(400),
  add column back_day    date,
  add column back_zone   varchar(64);
update muster_lane set hired_at = employment_at where employment = 'HIRED';
