package io.muster.doors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which processes each role was once allowed to start, kept in {@code muster_granted}: what is
 * missing among a role's grants either is new here or was taken away by an administrator.
 */
@Component
class GrantedProcesses {
  private final JdbcClient jdbc;

  GrantedProcesses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** True the first time only, on whichever node; a rival waits for the caller's transaction. */
  boolean isFirst(Role role, String process) {
    return jdbc.sql(
                "insert into muster_granted (role, process) values (?, ?) on conflict do nothing")
            .params(role.group(), process)
            .update()
        == 1;
  }

  /** Begins anew with a role. */
  void forget(Role role) {
    jdbc.sql("delete from muster_granted where role = ?").param(role.group()).update();
  }
}
