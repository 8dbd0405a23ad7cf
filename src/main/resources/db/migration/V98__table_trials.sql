-- What an edited table that waits for people would have answered otherwise, as it was when it was handed in. Written by the module deployment.
create table muster_table_trial (
  change      bigint       not null references muster_loosening (id) on delete cascade,
  table_id    varchar(255) not null,
  tried_at    timestamptz  not null,
  -- JSON: counts, and what would be answered otherwise, the worst first; no case and nobody's name
  result      text         not null,
  primary key (change, table_id)
);
