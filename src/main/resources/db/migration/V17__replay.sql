-- A refused event that an operator has had taken in again. Written by the module intake.
alter table muster_inbox add column corrected   text;
alter table muster_inbox add column replayed_by varchar(255);
alter table muster_inbox add column replayed_at timestamptz;
