-- Changes of accounts that could give one person two voices wait like other changes that make wipes easier; and holds that somebody wants to lift. Written by the module guard.
alter table muster_loosening drop constraint muster_loosening_kind_check;
alter table muster_loosening add constraint muster_loosening_kind_check
  check (kind in ('MODELS', 'SETTINGS', 'ACCOUNT', 'HOLD'));

-- Members who were taken out of a group that decides, by hand: after that, nobody sets the installation up alone any more.
create table muster_removed_member (
  id         bigint generated always as identity primary key,
  account    varchar(255) not null,
  removed_by varchar(255) not null,
  removed_at timestamptz  not null
);
