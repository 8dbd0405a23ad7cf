package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three systems side by side, and what puts each difference right. */
class DriftPageTests extends ConsoleStage {
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void differences() {
    jdbc.sql("delete from muster_drift").update();
    jdbc.sql("delete from muster_sync_member").update();
    jdbc.sql("delete from muster_sync_group").update();
  }

  @Test
  void showsWhatEachOfTheThreeSaysAndTheRemedy() throws Exception {
    drift("okta", "a1", "Sales", "MISSING");
    drift("okta", "a2", "Finance", "UNEXPECTED");
    group("okta", "g2", "Finance");
    member("okta", "g2", "a2", true, true, true);
    group("acquired", "g3", "Design");
    member("acquired", "g3", "a3", true, true, false);
    var page = page(Role.OPERATOR, "/console/drift");
    assertThat(row(page, "Sales"))
        .contains(">in<", ">out<", "not mirrored", "why it is so", "or the rule of the group");
    assertThat(row(page, "Finance")).contains("Take the person out of the group");
    assertThat(row(page, "Design")).contains("The next sync brings it");
    assertThat(page(Role.OPERATOR, "/console/drift?connection=acquired"))
        .contains("Design")
        .doesNotContain("Finance");
  }

  @Test
  void saysThatNothingDiffers() throws Exception {
    assertThat(page(Role.AUDITOR, "/console/drift")).contains("Nothing differs");
  }

  private static String row(String page, String group) {
    var at = page.indexOf(">" + group + "<");
    assertThat(at).as(group).isPositive();
    return page.substring(page.lastIndexOf("<tr", at), page.indexOf("</tr>", at));
  }

  private void drift(String connection, String account, String group, String kind) {
    jdbc.sql(
            """
            insert into muster_drift (connection, account, group_name, employee, kind, reason, found_at)
            values (?, ?, ?, 'DRIFT-1', ?, 'why it is so', now())
            """)
        .params(connection, account, group, kind)
        .update();
  }

  private void group(String connection, String id, String name) {
    jdbc.sql(
            """
            insert into muster_sync_group (connection, group_id, selected_as, name, kept_by, settled)
            values (?, ?, ?, ?, 'RULES', true)
            """)
        .params(connection, id, name, name)
        .update();
  }

  private void member(
      String connection,
      String group,
      String account,
      boolean present,
      boolean wanted,
      boolean mirrored) {
    jdbc.sql(
            """
            insert into muster_sync_member (connection, group_id, account, present, wanted, mirrored)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(connection, group, account, present, wanted, mirrored)
        .update();
  }
}
