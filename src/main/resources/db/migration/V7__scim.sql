-- Who may push over SCIM: bearer tokens, as hashes only. Written by the module scim.
create table muster_scim_token (
  id           varchar(32)  primary key,
  client       varchar(63)  not null,
  digest       varchar(64)  not null,
  made_at      timestamptz  not null,
  made_by      varchar(200) not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index muster_scim_token_client on muster_scim_token (client);

-- What each client has pushed: users, as it sees them. Keys are in small letters.
create table muster_scim_user (
  id              uuid         primary key,
  number          bigint generated always as identity,
  client          varchar(63)  not null,
  user_name_key   text         not null,
  external_id     text,
  display_name    text,
  given_name      text,
  family_name     text,
  employee_number text,
  active          boolean      not null,
  mails           text[]       not null,
  content         text         not null,
  version         bigint       not null,
  created_at      timestamptz  not null,
  changed_at      timestamptz  not null,
  constraint muster_scim_user_name unique (client, user_name_key)
);
create index muster_scim_user_order on muster_scim_user (client, number);
create index muster_scim_user_external on muster_scim_user (client, external_id);
create index muster_scim_user_employee on muster_scim_user (client, employee_number);
create index muster_scim_user_mails on muster_scim_user using gin (mails) with (fastupdate = off);

create table muster_scim_group (
  id           uuid        primary key,
  number       bigint generated always as identity,
  client       varchar(63) not null,
  display_name text        not null,
  external_id  text,
  content      text        not null,
  version      bigint      not null,
  created_at   timestamptz not null,
  changed_at   timestamptz not null
);
create unique index muster_scim_group_name
  on muster_scim_group (client, lower(display_name), coalesce(external_id, ''));
create index muster_scim_group_order on muster_scim_group (client, number);
create index muster_scim_group_external on muster_scim_group (client, external_id);

create table muster_scim_member (
  group_id uuid   not null references muster_scim_group (id) on delete cascade,
  user_id  uuid   not null references muster_scim_user (id) on delete cascade,
  number   bigint generated always as identity,
  primary key (group_id, user_id)
);
create index muster_scim_member_order on muster_scim_member (group_id, number);
create index muster_scim_member_user on muster_scim_member (user_id);
