-- Who has an address now. Written by the module people.
create index muster_worker_address_now on muster_worker (lower(btrim(work_email)));

-- The leavings of one person. Written by the module safety.
create index muster_leaver_employee on muster_leaver (employee);
