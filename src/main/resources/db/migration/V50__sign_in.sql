-- How often a wrong password was given lately, from an address, for an account, and for the two together, and from where an account signs in. No name
-- or address is kept, only digests. Written by the module doors.
create table muster_sign_in (
  subject  varchar(80) primary key,
  account  varchar(64),
  failures integer     not null,
  free_at  timestamptz not null,
  last_at  timestamptz not null
);
create index muster_sign_in_account on muster_sign_in (account);
create index muster_sign_in_last_at on muster_sign_in (last_at);

-- Every recovery of an administrator's account by a setting, and the hash of the password it was done with, as each is taken once.
create table muster_recovery (
  id      bigint generated always as identity primary key,
  account varchar(64)  not null,
  hash    varchar(255) not null,
  done_at timestamptz  not null
);
