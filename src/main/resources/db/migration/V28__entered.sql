-- When HR entered an event, as far as it was readable: a replay goes on counting from then. Written by the module intake.
alter table muster_inbox add column entered_at timestamptz;
-- The events of one person, the newest first.
create index muster_inbox_employee on muster_inbox (employee, id);
