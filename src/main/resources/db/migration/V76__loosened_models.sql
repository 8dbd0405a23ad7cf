-- Versions that made destruction easier, which no case that began before reaches, and what the program itself shipped. Written by the module deployment.
create table muster_loosened_model (
  kind    varchar(20)  not null check (kind in ('PROCESS', 'DECISION')),
  key     varchar(400) not null,
  version integer      not null,
  live_at timestamptz  not null,
  primary key (kind, key, version)
);
create index muster_loosened_model_since on muster_loosened_model (kind, key, live_at);
-- every file that any version of the program brought along, by its digest
create table muster_shipped_model (
  name   varchar(400) not null,
  digest varchar(64)  not null,
  primary key (name, digest)
);
