package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.AccountId;
import io.muster.doors.Role;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three systems side by side, and what puts each difference right. */
class DriftPageTests extends ConsoleStage {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

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

  @Test
  void bringsTheSyncForwardForWhatOnlyDeviceManagementLacks() throws Exception {
    group("acquired", "g3", "Design");
    member("acquired", "g3", "a3", true, true, false);
    jdbc.sql("delete from muster_sync where connection = 'acquired'").update();
    assertThat(row(page(Role.OPERATOR, "/console/drift"), "Design")).contains("Repair it");
    // this one is mirrored by nobody here
    var answer = repair(Role.OPERATOR, "acquired", "a3", "Design", "now, please");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("is not mirrored any more");
  }

  @Test
  void movesThePersonForWhatTheDirectoryLacks() throws Exception {
    var person = worker("DRIFT-7", "Drifted", "Person");
    var account = okta.find(person.id()).orElseThrow().id().value();
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    drift("okta", account, "Engineering", "MISSING", "DRIFT-7");

    var shown = page(Role.OPERATOR, "/console/drift");
    assertThat(row(shown, "Engineering")).contains("Repair it");
    assertThat(page(Role.AUDITOR, "/console/drift")).doesNotContain("Repair it");
    assertThat(page(Role.OPERATOR, address("okta", account, "Engineering")))
        .contains("Drifted Person", "The process Transfer is started");
    assertThat(running("DRIFT-7")).as("nothing yet").isZero();

    var answer = repair(Role.OPERATOR, "okta", account, "Engineering", "seen on the page");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(running("DRIFT-7")).isEqualTo(1);
    var transfer =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("transfer")
            .variableValueEquals("employee", "DRIFT-7")
            .singleResult();
    assertThat(page(Role.AUDITOR, "/console/cases/" + transfer.getId()))
        .contains("Started", "to repair the group &#39;Engineering&#39;", "seen on the page");
    assertThat(page(Role.AUDITOR, "/console/audit")).contains("started it on the page Drift");
    // one at a time
    var again = repair(Role.OPERATOR, "okta", account, "Engineering", "once more");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("runs already");
    pass(transfer, Duration.ofMinutes(10));
    assertThat(okta.groupsOf(new AccountId(account))).contains("Engineering", "Berlin");
    okta.clearRules();
  }

  @Test
  void repairsNothingThatIsNotSafe() throws Exception {
    var leaver = worker("DRIFT-8", "Leaving", "Drifter");
    fired(leaver);
    var stays = worker("DRIFT-9", "Staying", "Drifter");
    drift("okta", "leaver", "Engineering", "MISSING", "DRIFT-8");
    drift("okta", "nobody", "Sales", "MISSING", null);
    drift("okta", "stranger", "Support", "MISSING", "NOBODY-1");
    drift("okta", "byhand", "Finance", "UNEXPECTED", "DRIFT-9");
    drift("okta", "shows", "manager, not a group", "DIFFERENT", "DRIFT-9");
    var page = page(Role.OPERATOR, "/console/drift");
    for (var group :
        List.of("Engineering", "Sales", "Support", "Finance", "manager, not a group")) {
      assertThat(row(page, group)).doesNotContain("Repair it").contains("muted");
    }
    for (var one :
        Map.of("leaver", "Engineering", "nobody", "Sales", "byhand", "Finance").entrySet()) {
      assertThat(
              repair(Role.OPERATOR, "okta", one.getKey(), one.getValue(), "all the same")
                  .statusCode())
          .isEqualTo(409);
    }
    assertThat(running(stays.id().value())).isZero();
    // our own writer takes out whom somebody put in by hand
    okta.musterKeepsMembership(true);
    try {
      assertThat(row(page(Role.OPERATOR, "/console/drift"), "Finance")).contains("Repair it");
    } finally {
      okta.musterKeepsMembership(false);
    }
  }

  @Test
  void saysWhyNoProcessRepairsALoginANumberOrAManager() throws Exception {
    worker("DRIFT-20", "Renamed", "Drifter");
    drift("okta", "renamed", "login, not a group", "DIFFERENT", "DRIFT-20");
    drift("okta", "twin", "employee number, not a group", "DIFFERENT", "DRIFT-20");
    jdbc.sql("delete from muster_missing_manager").update();
    jdbc.sql(
            """
            insert into muster_missing_manager (connection, account, employee, manager, since)
            values ('okta', 'ledbynobody', 'DRIFT-20', 'BOSS-1', now())
            """)
        .update();
    var page = page(Role.OPERATOR, "/console/drift");
    assertThat(row(page, "login, not a group"))
        .contains("differs", "as HR says", "muster.transfer.login-on-rename")
        .doesNotContain("Repair it", ">in<", ">out<");
    assertThat(row(page, "employee number, not a group"))
        .contains("which account is the right one")
        .doesNotContain("Repair it");
    assertThat(row(page, "manager, not a group"))
        .contains("BOSS-1", "written by itself as soon as there is one", "Renamed Drifter")
        .doesNotContain("Repair it");
    jdbc.sql("delete from muster_missing_manager").update();
  }

  @Test
  void repairsForOperatorsWithAReasonAndTheTokenOfThePage() throws Exception {
    var person = worker("DRIFT10", "Refused", "Drifter");
    drift("okta", "a10", "Engineering", "MISSING", "DRIFT10");
    for (var role : Role.values()) {
      if (role != Role.OPERATOR && role != Role.ADMINISTRATOR) {
        assertThat(repair(role, "okta", "a10", "Engineering", "may I").statusCode())
            .as("%s", role)
            .isEqualTo(403);
        assertThat(as(role).get(address("okta", "a10", "Engineering")).statusCode()).isEqualTo(403);
      }
    }
    assertThat(repair(Role.OPERATOR, "okta", "a10", "Engineering", "ab").statusCode())
        .isEqualTo(409);
    assertThat(repair(Role.OPERATOR, "okta", "gone", "Engineering", "gone by now").body())
        .contains("does not differ any more");
    assertThat(
            as(Role.OPERATOR)
                .post(
                    "/console/drift/repair",
                    "connection=okta&login=a10&group=Engineering&reason=may+I&_csrf=guessed")
                .statusCode())
        .isEqualTo(403);
    // nobody about themselves
    person("DRIFT10", Role.OPERATOR);
    var self = new ConsoleVisitor(port);
    self.signIn("DRIFT10", password(), "");
    var own =
        self.post(
            "/console/drift/repair",
            form("okta", "a10", "Engineering", "it is me", self.get("/console").body()));
    assertThat(own.statusCode()).isEqualTo(409);
    assertThat(running(person.id().value())).isZero();
  }

  private long running(String employee) {
    return jdbc.sql("select count(*) from muster_case where employee = ?")
        .param(employee)
        .query(Long.class)
        .single();
  }

  private HttpResponse<String> repair(
      Role role, String connection, String login, String group, String reason) throws Exception {
    return as(role)
        .post(
            "/console/drift/repair",
            form(connection, login, group, reason, page(role, "/console")));
  }

  private static String form(
      String connection, String login, String group, String reason, String page) {
    var token = TOKEN.matcher(page);
    return "connection=%s&login=%s&group=%s&reason=%s&_csrf=%s"
        .formatted(
            connection,
            login,
            coded(group),
            coded(reason),
            coded(token.find() ? String.valueOf(token.group(1)) : ""));
  }

  private static String address(String connection, String login, String group) {
    return "/console/drift/repair?connection=%s&login=%s&group=%s"
        .formatted(connection, login, coded(group));
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String row(String page, String group) {
    var at = page.indexOf(">" + group + "<");
    assertThat(at).as(group).isPositive();
    return page.substring(page.lastIndexOf("<tr", at), page.indexOf("</tr>", at));
  }

  private void drift(String connection, String account, String group, String kind) {
    drift(connection, account, group, kind, "DRIFT-1");
  }

  private void drift(
      String connection, String account, String group, String kind, @Nullable String employee) {
    jdbc.sql(
            """
            insert into muster_drift (connection, account, group_name, employee, kind, reason, found_at)
            values (?, ?, ?, ?, ?, 'why it is so', now())
            """)
        .params(connection, account, group, employee, kind)
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
