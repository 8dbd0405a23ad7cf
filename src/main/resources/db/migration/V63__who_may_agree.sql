-- Which groups may agree to a wipe, as the plan was made.
alter table muster_wipe_plan add column approvers varchar(200) not null default 'approver';

-- What each person said to a wipe plan; the answer that counts is in muster_wipe_answer. Written by the module safety.
create table muster_wipe_vote (
  plan        varchar(64)  not null references muster_wipe_plan (id),
  answered_by varchar(255) not null,
  names       text         not null,
  answer      varchar(20)  not null check (answer in ('APPROVED', 'DECLINED')),
  comment     text         not null,
  answered_at timestamptz  not null,
  primary key (plan, answered_by)
);

-- Who deployed which diagrams and tables. Written by the module process.
create table muster_deployment_author (
  deployment  varchar(64)  primary key,
  author      varchar(255) not null,
  deployed_at timestamptz  not null
);

-- Every answer a person gave in a case, with what they were shown. Written by the module process.
create table muster_answer (
  id          bigint generated always as identity primary key,
  case_id     varchar(64)  not null,
  task        varchar(255) not null,
  answered_by varchar(255) not null,
  answered_at timestamptz  not null,
  address     varchar(100),
  said        text         not null,
  shown       text         not null,
  models      text         not null
);
create index muster_answer_case on muster_answer (case_id, id);
