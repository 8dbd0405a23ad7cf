-- Who sent an HR event by hand; empty where a source did.
alter table muster_inbox add column sent_by varchar(255);

-- Who asked for a leaving, by every name known of them then; none of them decides about its wipes. Written by the module safety.
create table muster_leaver_requester (
  case_id      varchar(64)  not null references muster_leaver (case_id),
  name         varchar(255) not null,
  names        text         not null,
  deed         text         not null,
  requested_at timestamptz  not null,
  primary key (case_id, name)
);

-- Until now this was known only of those who had an event taken in again.
insert into muster_leaver_requester (case_id, name, names, deed, requested_at)
select distinct on (event.case_id, event.replayed_by) event.case_id, event.replayed_by, lower(event.replayed_by),
  'had the HR event of this case taken in again', event.replayed_at
from muster_inbox event join muster_leaver leaver on leaver.case_id = event.case_id
where event.replayed_by is not null and event.replayed_at is not null
order by event.case_id, event.replayed_by, event.replayed_at;
