-- When an authority saw the signed head of a day (RFC 3161). Written by the module evidence; rows are inserted, never changed.
create table muster_evidence_timestamp (
  day        date        primary key,
  stamped_at timestamptz not null,
  -- the subject of the certificate that signed the token
  authority  text        not null,
  -- the time-stamp token in DER, as it came
  token      bytea       not null
);

-- The console lists leavers who are not secured, whether their case has ended or not; few are not among very many.
create index muster_leaver_clock_open on muster_leaver_clock (number) where secured_at is null;
