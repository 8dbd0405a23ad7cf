-- What happened, each entry with the hash of the one before it. Written by the module evidence; rows are inserted, never changed.
-- A chain is a case, the rest of what HR and counsel said of a person, or what an HR source sent that is about nobody.
create table muster_evidence (
  chain       varchar(200) not null,
  number      bigint       not null,
  previous    varchar(64)  not null,
  recorded_at timestamptz  not null,
  kind        varchar(60)  not null,
  -- canonical JSON; what is personal in it is encrypted
  content     text         not null,
  hash        varchar(64)  not null,
  signed_by   varchar(64),
  signature   varchar(100),
  -- whom it is about, by number; to find it by, and no part of the hash
  person      varchar(64),
  primary key (chain, number)
);
create index muster_evidence_recorded on muster_evidence (recorded_at, chain, number);
create index muster_evidence_begun on muster_evidence (recorded_at) where number = 1;
create index muster_evidence_person on muster_evidence (person, chain, number);

-- One signed head for each day, and the end of every chain that grew on it.
create table muster_evidence_head (
  day       date         primary key,
  until     timestamptz  not null,
  chains    bigint       not null,
  entries   bigint       not null,
  root      varchar(64)  not null,
  previous  varchar(64)  not null,
  hash      varchar(64)  not null,
  signed_by varchar(64),
  signature varchar(100)
);
create table muster_evidence_leaf (
  day    date         not null,
  chain  varchar(200) not null,
  number bigint       not null,
  hash   varchar(64)  not null,
  primary key (day, chain)
);
