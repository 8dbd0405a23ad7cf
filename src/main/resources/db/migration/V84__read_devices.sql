-- What was read of single devices that lists do not say. Only forecasts look at it; nothing is decided by it. Written by the module devices.
create table muster_read_device (
  device       bigint       primary key,
  serial       varchar(200) not null,
  enrolled_at  timestamptz,
  ownership    varchar(20)  not null,
  shared       varchar(20)  not null,
  recovery_key varchar(20)  not null,
  read_at      timestamptz  not null
);
