-- One key for each person, which opens what the chain holds of them; deleted when the person is to be forgotten. Written by the module
-- evidence.
create table muster_evidence_key (
  id      varchar(64)  primary key,
  subject varchar(300) not null unique,
  secret  bytea        not null,
  made_at timestamptz  not null
);
