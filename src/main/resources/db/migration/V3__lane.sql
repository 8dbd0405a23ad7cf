-- One lane per person: the newest word of HR about employment, and about the facts. Written by the module people.
create table muster_lane (
  employee          varchar(64) primary key,
  employment        varchar(40),
  employment_at     timestamptz,
  employment_event  varchar(400),
  facts_at          timestamptz,
  facts_event       varchar(400),
  hire_passed_over  boolean     not null default false
);

-- Changes that HR has announced and that take effect later. Written by the module people.
create table muster_announced (
  source       varchar(100) not null,
  event_id     varchar(200) not null,
  employee     varchar(64)  not null,
  occurred_at  timestamptz  not null,
  effective_at timestamptz  not null,
  facts        text         not null,
  adopted_at   timestamptz,
  primary key (source, event_id)
);
create index muster_announced_waiting on muster_announced (employee, effective_at) where adopted_at is null;
