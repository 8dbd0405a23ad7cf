-- drift shows the newest of every directory first
create index muster_missing_manager_newest
  on muster_missing_manager (since desc, connection, account);
