-- How far each of Hexnode's lists has been read, by portal. Written by the module devices, package hexnode.
create table muster_hexnode_reading (
  portal       varchar(500) not null,
  part         varchar(10)  not null check (part in ('USERS', 'DEVICES', 'GROUPS')),
  begun_at     timestamptz,
  ended_at     timestamptz,
  sound        boolean      not null default false,
  active       integer      not null default 0,
  number       bigint       not null default 0,
  open         boolean      not null default false,
  open_at      timestamptz,
  touched_at   timestamptz,
  next_page    integer      not null default 1,
  shown        integer,
  seen         integer      not null default 0,
  torn         boolean      not null default false,
  reader       varchar(40),
  reader_until timestamptz,
  primary key (portal, part)
);

-- What those lists showed, with what it is found by. Written by the module devices, package hexnode.
create table muster_hexnode_thing (
  portal  varchar(500) not null,
  part    varchar(10)  not null,
  id      bigint       not null,
  name    text         not null,
  address text         not null,
  serial  text         not null,
  owner   bigint,
  active  boolean      not null,
  body    text         not null,
  reading bigint       not null,
  seen_at timestamptz  not null,
  primary key (portal, part, id)
);
create index muster_hexnode_thing_name on muster_hexnode_thing (portal, part, name);
create index muster_hexnode_thing_address on muster_hexnode_thing (portal, part, address);
create index muster_hexnode_thing_serial on muster_hexnode_thing (portal, part, serial);
create index muster_hexnode_thing_owner on muster_hexnode_thing (portal, part, owner);
