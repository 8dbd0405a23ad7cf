-- Words of HR that match no key of a setting, such as a location without a time zone. Written by the module sources.
create table muster_unmatched_word (
  source  varchar(100) not null,
  setting varchar(300) not null,
  word    varchar(200) not null,
  seen_at timestamptz  not null,
  primary key (source, setting, word)
);

-- Which node has a feed, and for how long without a further sign of life. Written by the module intake.
create table muster_feed_lease (
  feed       varchar(200) primary key,
  holder     varchar(64)  not null,
  held_until timestamptz  not null
);

-- What is asked every minute, or for every case, and read whole tables.
-- The age of an event is only asked for to remove it; an index in its order would be read to the end for a silent source.
drop index muster_inbox_newest;
create index muster_inbox_age on muster_inbox using brin (taken_at);
create index muster_inbox_heard on muster_inbox (source, taken_at desc);
create index muster_case_case on muster_case (case_id);
create index muster_case_employee on muster_case (employee);
create index muster_worker_address on muster_worker (lower(work_email));
create index muster_worker_mailbox on muster_worker (lower(split_part(work_email, '@', 1)));
create index muster_worker_name on muster_worker (lower(family_name), lower(given_name));
create index muster_announced_about on muster_announced (employee, occurred_at);
create index muster_legal_hold_employee on muster_legal_hold (employee, id desc);
create index muster_reading_taken on muster_reading (source, id desc) where whole and taken;
create index muster_drift_newest on muster_drift (found_at desc);
