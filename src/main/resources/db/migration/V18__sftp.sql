-- Files fetched by SFTP, so that none is taken twice; while arrived_at is empty it is not sure that one is in the inbox folder.
-- Written by the module sources.
create table muster_sftp_file (
  source     varchar(63)  not null,
  name       varchar(255) not null,
  size       bigint       not null,
  modified   timestamptz  not null,
  digest     varchar(64)  not null,
  local_name varchar(255) not null,
  part       varchar(255) not null,
  begun_at   timestamptz  not null,
  arrived_at timestamptz,
  number     bigint generated always as identity,
  primary key (source, name, size, modified)
);
