-- What people look for in the console. The kind of an event, as far as it was readable. Written by the module intake.
alter table muster_inbox add column kind varchar(40);
update muster_inbox set kind = substring(payload from '"type"\s*:\s*"(worker\.[A-Za-z]{1,33})"');
create index muster_inbox_fate on muster_inbox (fate, id);
create index muster_inbox_source on muster_inbox (source, id);
create index muster_inbox_kind on muster_inbox (kind, id);

-- People by the beginning of their number, of a name or of an address. Written by the module people.
create index muster_worker_number on muster_worker (lower(employee) text_pattern_ops);
create index muster_worker_family on muster_worker (lower(family_name) text_pattern_ops);
create index muster_worker_trace_value on muster_worker_trace (lower(value) text_pattern_ops);

-- Whose an account is. Written by the module directory.
create index muster_account_account on muster_account (account);

-- Logins by their beginning, and running cases by when they began. Written by the module lifecycle.
create index muster_sync_person_login on muster_sync_person (lower(login) text_pattern_ops);
create index muster_case_started on muster_case (process, started_at);

-- Devices by the beginning of their serial number. Written by the module devices.
create index muster_device_sighting_serial_start on muster_device_sighting (lower(serial) text_pattern_ops);
