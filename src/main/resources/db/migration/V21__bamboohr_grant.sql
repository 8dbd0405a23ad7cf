-- The refresh token of the app of each BambooHR company, which BambooHR may replace whenever it is used. Written by the module sources.
create table muster_bamboohr_grant (
  source     varchar(63) primary key,
  origin     varchar(64) not null,
  sealed     text        not null,
  renewed_at timestamptz not null
);
