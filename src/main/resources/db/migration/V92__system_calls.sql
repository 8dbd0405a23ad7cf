-- Calls to systems of the house that are not over. A row goes with the step that made the call, or with its process. Written by the module systems.
create table muster_system_call (
  key              uuid         primary key,
  case_id          varchar(64)  not null,
  process_instance varchar(64)  not null,
  task             varchar(255) not null,
  job              varchar(64)  not null,
  request          varchar(64)  not null,
  state            varchar(20)  not null,
  answer           jsonb,
  begun_at         timestamptz  not null
);
create unique index muster_system_call_job on muster_system_call (job);
create index muster_system_call_instance on muster_system_call (process_instance, task);
