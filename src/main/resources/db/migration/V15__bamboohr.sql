-- Which employee each record of a BambooHR company is about: a deleted record no longer says. Written by the module sources.
create table muster_bamboohr_record (
  source   varchar(63) not null,
  record   varchar(64) not null,
  employee varchar(64) not null,
  primary key (source, record)
);
