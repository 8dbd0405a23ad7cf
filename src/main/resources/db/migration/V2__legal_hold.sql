-- Legal holds, of people HR may never have told us about. Written by the module people. A hold stands until
-- somebody lifts it; those that were lifted stay, to be shown.
create table muster_legal_hold (
  id         bigint generated always as identity primary key,
  employee   varchar(64)  not null,
  placed_at  timestamptz  not null,
  placed_by  varchar(400) not null,
  reason     text         not null,
  lifted_at  timestamptz,
  lifted_by  varchar(400),
  lifted_why text
);
create unique index muster_legal_hold_standing on muster_legal_hold (employee) where lifted_at is null;

insert into muster_legal_hold (employee, placed_at, placed_by, reason)
  select employee, now(), 'hr', 'was under legal hold before holds were kept by themselves'
  from muster_worker where legal_hold;
alter table muster_worker drop column legal_hold;
