-- How long changes that make wipes easier wait, as it counts; one row at most. Written by the module guard.
create table muster_loosening_delay (
  one     boolean     primary key default true check (one),
  seconds bigint      not null check (seconds >= 3600),
  kept_at timestamptz not null
);
