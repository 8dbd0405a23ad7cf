-- When somebody said that a leaving goes on although HR took it back. Written by the module safety.
alter table muster_leaver add column return_declined_at timestamptz;
