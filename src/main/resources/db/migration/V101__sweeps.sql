-- a later look at a leaver is a case of its own, and no offboarding of its own
alter table muster_leaver add column sweep_of varchar(64);
