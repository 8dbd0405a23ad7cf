-- Who said that a device which belongs to nobody is the leaver's. Written by the module safety.
alter table muster_leaver_device
  add column named_by varchar(200),
  add column named_at timestamptz;
