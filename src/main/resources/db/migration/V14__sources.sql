-- A change that is taken back before, or instead of, being announced.
alter table muster_announced add column withdrawal boolean not null default false;

-- What each HR source last said about each of its people. Written by the module sources.
create table muster_snapshot (
  source           varchar(63)  not null,
  employee         varchar(64)  not null,
  content          text         not null,
  standing         varchar(20)  not null,
  entered_at       timestamptz  not null,
  transition       bigint       not null,
  left_at          timestamptz,
  missing_readings int          not null default 0,
  missing_since    timestamptz,
  missing_told     boolean      not null default false,
  primary key (source, employee)
);

-- Readings of a source, whole ones and those that an operator has to look at.
create table muster_reading (
  id           bigint generated always as identity primary key,
  source       varchar(63)  not null,
  taken_at     timestamptz  not null,
  whole        boolean      not null,
  people       int          not null,
  digest       varchar(64)  not null,
  held         text,
  plan         text,
  content      text,
  decided_by   varchar(255),
  decided_at   timestamptz,
  taken        boolean      not null
);
create index muster_reading_of on muster_reading (source, id desc);

-- How each source is doing, and how far it has been read.
create table muster_source (
  source        varchar(63) primary key,
  heard_at      timestamptz,
  first_seen    timestamptz not null,
  failing_since timestamptz,
  failure       text,
  mark          text,
  alerted_at    timestamptz
);
