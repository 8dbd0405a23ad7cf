-- Whose row a source sent and could not be taken in: why, and since when. Somebody who was never understood is known by number
-- alone, so that they can still leave.
alter table muster_snapshot add column understood boolean not null default true;
alter table muster_snapshot add column refused text;
alter table muster_snapshot add column refused_since timestamptz;
create index muster_snapshot_refused on muster_snapshot (source) where refused is not null;
