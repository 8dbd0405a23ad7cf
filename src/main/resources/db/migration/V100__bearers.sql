-- Who bore a user of device management when it was written down, and when a device was seen to be theirs: the number stays where a user
-- is renamed to somebody else. Null where that was not shown. Written by the module safety.
alter table muster_leaver_user  add column name varchar(500), add column email varchar(500);
alter table muster_device_owner add column owner_name varchar(500), add column owner_email varchar(500);
