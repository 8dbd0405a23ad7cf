-- What was asked of devices and may go out together with what other cases ask. Written by the module devices, package hexnode.
create table muster_hexnode_order (
  id            bigint       generated always as identity primary key,
  portal        varchar(500) not null,
  action        varchar(60)  not null,
  detail        varchar(500) not null,
  case_id       varchar(64)  not null,
  device        bigint       not null,
  process       varchar(255) not null,
  employee      varchar(64)  not null,
  step          varchar(255) not null,
  urgent        boolean      not null,
  contains      boolean      not null,
  asked_at      timestamptz  not null,
  valid_until   timestamptz  not null,
  state         varchar(10)  not null check (state in ('WAITING', 'SENDING', 'DONE', 'REFUSED', 'LOST')),
  note          varchar(2000) not null default '',
  sending_until timestamptz
);
create unique index muster_hexnode_order_wish on muster_hexnode_order (portal, action, detail, case_id, device);
create index muster_hexnode_order_waiting on muster_hexnode_order (portal, action, detail, id) where state = 'WAITING';

-- When such calls went out, so that a crowd waits a little and goes together. Written by the module devices, package hexnode.
create table muster_hexnode_call (
  id      bigint       generated always as identity primary key,
  portal  varchar(500) not null,
  action  varchar(60)  not null,
  detail  varchar(500) not null,
  urgent  boolean      not null,
  sent_at timestamptz  not null
);
create index muster_hexnode_call_sent on muster_hexnode_call (portal, action, detail, sent_at);
