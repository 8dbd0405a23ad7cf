-- What the columns of a source's last file were for, so that a renamed column is not taken for one that says nothing.
create table muster_snapshot_header (
  source varchar(64) primary key,
  tells  text[] not null
);

-- What an alarm was raised about: something else that goes wrong is asked about at once.
alter table muster_source add column alerted_about text[] not null default '{}';
