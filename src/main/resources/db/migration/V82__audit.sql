-- Which event started a case. Written by the module intake.
create index muster_inbox_started on muster_inbox (case_id) where fate = 'STARTED';
