-- Takes from the service, and from everybody who signs in as it does, the right to change evidence: what is left is to read and to add.
-- Run it as a superuser after the first start, and once more after an upgrade that brings a new table. muster is the role of
-- spring.datasource.username; it must not own the database or the schema, whose owner may drop every table in it.
do $$ begin
  create role muster_evidence_owner nologin;
exception when duplicate_object then
  null;
end $$;
alter table muster_evidence owner to muster_evidence_owner;
alter table muster_evidence_head owner to muster_evidence_owner;
alter table muster_evidence_leaf owner to muster_evidence_owner;
alter table muster_evidence_timestamp owner to muster_evidence_owner;
revoke all on muster_evidence, muster_evidence_head, muster_evidence_leaf, muster_evidence_timestamp from public, muster;
grant select, insert on muster_evidence, muster_evidence_head, muster_evidence_leaf, muster_evidence_timestamp to muster;
