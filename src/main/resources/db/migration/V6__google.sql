-- What was last seen of each Google connection, because Google does not tell what has changed.
-- Written by the module directory, as are the next three.
create table muster_google_seen (
  connection varchar(100) not null,
  kind       varchar(10)  not null,
  id         varchar(200) not null,
  digest     varchar(64)  not null,
  login      varchar(320),
  employee   varchar(64),
  name       text,
  status     varchar(20),
  gone       boolean      not null,
  changed_in bigint       not null,
  seen_in    bigint       not null,
  primary key (connection, kind, id)
);
create index muster_google_seen_changes on muster_google_seen (connection, changed_in, kind, id);

-- The rounds in which it was seen.
create table muster_google_round (
  connection varchar(100) primary key,
  epoch      varchar(64)  not null,
  round      bigint       not null,
  complete   boolean      not null
);

-- Which work one node has to itself, and until when at most.
create table muster_google_lease (
  work       varchar(200) primary key,
  holder     varchar(64)  not null,
  held_until timestamptz  not null
);

-- The channels through which Google rings us; tokens only as digests.
create table muster_google_channel (
  id           varchar(64)  primary key,
  connection   varchar(100) not null,
  event        varchar(20)  not null,
  resource_id  varchar(200) not null,
  token_digest varchar(64)  not null,
  expires_at   timestamptz  not null
);
create index muster_google_channel_event on muster_google_channel (connection, event);
