-- What people were told of. A key is claimed before it is told, so that it is told once, on whichever node. Written by the module notices.
create table muster_notice_told (
  key     varchar(300) primary key,
  -- the key up to its first slash
  kind    varchar(40) not null,
  told_at timestamptz not null,
  -- set for what began and has an end that is told too
  over_at timestamptz
);
create index muster_notice_lasting on muster_notice_told (kind) where over_at is null;
create index muster_notice_told_at on muster_notice_told (told_at);
-- What is on its way to one recipient. Kept in the transaction that claims the key.
create table muster_notice (
  id       bigint generated always as identity primary key,
  topic    varchar(20)  not null,
  channel  varchar(100) not null,
  address  varchar(320) not null,
  subject  varchar(300) not null,
  text     text         not null,
  link     varchar(1000) not null,
  state    varchar(20)  not null check (state in ('WAITING', 'SENT', 'GIVEN_UP')),
  attempts int          not null default 0,
  kept_at  timestamptz  not null,
  -- the next try; while one is in hand, when another node may take it for lost
  next_at  timestamptz  not null,
  problem  varchar(300),
  ended_at timestamptz
);
create index muster_notice_due on muster_notice (channel, next_at, id) where state = 'WAITING';
create index muster_notice_given_up on muster_notice (channel, ended_at) where state = 'GIVEN_UP';
create index muster_notice_ended on muster_notice (ended_at) where ended_at is not null;
