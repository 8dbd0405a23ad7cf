-- Changes that make destruction easier, kept until enough people agreed and the time has passed. Written by the module guard.
create table muster_loosening (
  id           bigint generated always as identity primary key,
  kind         varchar(20)  not null check (kind in ('MODELS', 'SETTINGS')),
  name         varchar(400) not null,
  origin       varchar(400),
  door         varchar(400) not null,
  -- a digest of what is to become live, and of what it was compared with
  content      varchar(64)  not null,
  base         varchar(64)  not null,
  loosens      text         not null,
  state        varchar(20)  not null check (state in ('WAITING', 'LIVE', 'REFUSED', 'REPLACED')),
  submitted_at timestamptz  not null,
  live_at      timestamptz,
  ended_at     timestamptz,
  ended_by     varchar(200),
  end_reason   text,
  deployment   varchar(64)
);
create unique index muster_loosening_waiting on muster_loosening (content, base) where state = 'WAITING';
create index muster_loosening_content on muster_loosening (content, base, id);
create index muster_loosening_deployment on muster_loosening (deployment);
create index muster_loosening_name on muster_loosening (kind, name);
create table muster_loosening_file (
  loosening bigint       not null references muster_loosening (id),
  name      varchar(400) not null,
  bytes     bytea        not null,
  primary key (loosening, name)
);
-- every name that is known of whoever handed it in, so that none of them agrees to it
create table muster_loosening_author (
  loosening bigint       not null references muster_loosening (id),
  author    varchar(200) not null,
  names     text         not null,
  primary key (loosening, author)
);
create table muster_loosening_yes (
  loosening bigint       not null references muster_loosening (id),
  agreed_by varchar(200) not null,
  names     text         not null,
  comment   text         not null,
  agreed_at timestamptz  not null,
  primary key (loosening, agreed_by)
);
