-- an agreement to a return counts only if it was given after HR last said that the person leaves
alter table muster_leaver add column leaves_again_at timestamptz;

-- orders that are not seen to be over are looked at again and again, and are few
create index muster_wipe_order_out on muster_wipe_order ((coalesce(seen_at, called_at)))
  where state in ('PENDING', 'GONE', 'WRITTEN_OFF');
create index muster_wipe_plan_employee on muster_wipe_plan (employee);
