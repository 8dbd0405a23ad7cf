-- Every login of a person's accounts that was ever seen, so that nobody decides about themselves under another name.
alter table muster_worker_trace drop constraint muster_worker_trace_kind_check;
alter table muster_worker_trace add constraint muster_worker_trace_kind_check check (kind in ('address', 'name', 'login'));
