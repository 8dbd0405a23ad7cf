-- What a run puts by for the next one: groups the fleet took no members for, and accounts that were told of and not there yet.
-- Written by the module lifecycle.
alter table muster_sync_group  add turned_away boolean not null default false;
alter table muster_sync_person add not_yet     boolean not null default false;
