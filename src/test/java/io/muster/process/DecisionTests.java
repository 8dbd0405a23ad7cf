package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of each decision table, hit at least once, with the answer it is there for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionTests {
  private final TreeSet<String> hit = new TreeSet<>();
  private final DmnEngine engine = engine();

  @AfterAll
  void everyRuleOfEveryTableWasHit() throws IOException {
    var rules = new ArrayList<String>();
    try (var files = Files.walk(Path.of("processes"))) {
      files
          .filter(file -> file.toString().endsWith(".dmn"))
          .forEach(
              file ->
                  Dmn.readModelFromFile(file.toFile())
                      .getModelElementsByType(Rule.class)
                      .forEach(rule -> rules.add(rule.getId())));
    }
    assertThat(hit).containsExactlyInAnyOrderElementsOf(rules);
  }

  @ParameterizedTest
  @CsvSource({
    "true, corporate, theirs, no, false, INVOLUNTARY, true, none, none, P1D, keepLocked",
    "true, personal, theirs, no, false, VOLUNTARY, false, none, none, P1D, keepLocked",
    "false, corporate, notTheirs, no, true, INVOLUNTARY, true, none, none, P1D, keepLocked",
    "false, personal, notTheirs, no, false, VOLUNTARY, true, none, none, P1D, keepLocked",
    "false, corporate, theirs, yes, false, INVOLUNTARY, true, none, none, P1D, keepLocked",
    "false, personal, theirs, yes, false, VOLUNTARY, true, none, none, P1D, keepLocked",
    "false, personal, theirs, no, false, INVOLUNTARY, true, corporate, none, P1D, keepLocked",
    "false, personal, theirs, unknown, false, DEATH, false, corporate, none, P1D, keepLocked",
    "false, personal, wasTheirs, no, false, VOLUNTARY, true, corporate, one, P1D, keepLocked",
    "false, personal, theirs, no, true, VOLUNTARY, true, corporate, one, P1D, keepLocked",
    "false, unknown, theirs, no, false, VOLUNTARY, true, none, none, P1D, keepLocked",
    "false, corporate, theirs, no, false, DEATH, true, none, none, P1D, keepLocked",
    "false, corporate, theirs, no, false, INVOLUNTARY, false, complete, one, P1D, escalate",
    "false, corporate, wasTheirs, no, true, UNKNOWN, false, complete, one, P1D, escalate",
    "false, corporate, theirs, no, false, VOLUNTARY, true, complete, one, P1D, escalate",
    "false, corporate, theirs, no, false, VOLUNTARY, false, complete, one, P3D, keepLocked",
    "false, leased, theirs, no, false, VOLUNTARY, false, none, none, P1D, keepLocked",
  })
  void decidesWhatBecomesOfALeaversDevice(
      boolean legalHold,
      String ownership,
      String claim,
      String shared,
      boolean reassigned,
      String reason,
      boolean immediate,
      String wipeKind,
      String approval,
      String timeout,
      String onSilence) {
    var ruling =
        decide(
                "offboarding/wipe-decision",
                "wipeDecision",
                Map.of(
                    "legalHold", legalHold,
                    "ownership", ownership,
                    "claim", claim,
                    "shared", shared,
                    "reassigned", reassigned,
                    "recoveryKey", "yes",
                    "platform", "macos",
                    "reason", reason,
                    "immediate", immediate))
            .getSingleResult();

    assertThat(ruling.getEntryMap())
        .containsEntry("wipeKind", wipeKind)
        .containsEntry("approval", approval)
        .containsEntry("approvers", "approver")
        .containsEntry("approvalTimeout", timeout)
        .containsEntry("onSilence", onSilence);
  }

  @ParameterizedTest
  @CsvSource({
    "garden, true, keep",
    "unknown, true, keep",
    "garden, false, suspendAccount",
    "paid, false, keep",
    "unpaid, false, keep",
    "unknown, false, keep",
  })
  void decidesWhatBecomesOfTheAccountDuringALeave(
      String leaveKind, boolean holdsIntegration, String duringLeave) {
    var ruling =
        decide(
            "leave/leave-decision",
            "leaveDecision",
            Map.of(
                "leaveKind", leaveKind,
                "holdsIntegration", holdsIntegration,
                "department", "Engineering",
                "title", "Developer",
                "location", "Berlin"));
    assertThat(ruling.<String>getSingleEntry()).isEqualTo(duringLeave);
  }

  @Test
  void findsTheDirectoryOfJoiners() {
    var nobodyKnows = Map.<String, Object>of("mailDomain", "", "department", "", "location", "");
    assertThat(
            decide("onboarding/connection-routing", "connectionRouting", nobodyKnows)
                .<String>getSingleEntry())
        .isEqualTo("okta");
  }

  @ParameterizedTest
  @CsvSource({
    "macos:7, Hexnode Access for Mac",
    "windows:12, Hexnode Access for Windows",
  })
  void choosesThePolicyThatBringsAccess(String machine, String policy) {
    var chosen =
        decide(
            "onboarding/access-deployment",
            "accessDeployment",
            Map.of("machine", machine, "directory", "okta"));
    assertThat(chosen.<String>getSingleEntry()).isEqualTo(policy);
  }

  @Test
  void asksForNoEquipmentBeforeAWipeUnlessSomebodySaysForWhom() {
    var asked =
        decide(
            "offboarding/equipment-return",
            "equipmentReturn",
            Map.of("department", "Sales", "location", "Berlin"));
    assertThat(asked.<Boolean>getSingleEntry()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Board, Chair, none",
    "Sales, Contractor for events, personal",
    "Sales, Representative, corporate",
  })
  void saysWhoseDeviceIsDue(String department, String title, String device) {
    var due =
        decide(
            "onboarding/device-entitlement",
            "deviceEntitlement",
            Map.of("department", department, "title", title, "location", "Berlin"));
    assertThat(due.<String>getSingleEntry()).isEqualTo(device);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Engineering, Developer, Berlin, Engineering;Berlin",
        "Sales, Representative, New York, Sales;New York",
        "Finance, Head of Finance, Paris, Finance;Managers",
        "Support, Agent, Paris, Support",
        "IT, IT Director, Berlin, IT;Managers;Berlin",
        "HR, HR Manager, Paris, HR;Managers",
        "Astronomy, Manager, Berlin, -",
      })
  void expectsGroups(String department, String title, String location, @Nullable String groups) {
    var expected =
        decide(
            "onboarding/expected-groups",
            "expectedGroups",
            Map.of("department", department, "title", title, "location", location));
    assertThat(expected.<String>collectEntries("group"))
        .containsExactlyInAnyOrderElementsOf(
            groups == null ? List.of() : List.of(groups.split(";", -1)));
  }

  @ParameterizedTest
  @CsvSource({
    "Engineering, Engineering Wi-Fi and VPN",
    "Sales, Sales apps catalogue",
    "Finance, Finance restrictions",
    "Support, Support apps catalogue",
    "IT, ''",
    "HR, ''",
  })
  void tiesPoliciesToGroups(String group, String besides) {
    var assignments =
        decide(
                "onboarding/policy-assignment",
                "policyAssignment",
                Map.of("groups", List.of(group, "Berlin")))
            .getResultList();
    assertThat(assignments)
        .allSatisfy(assignment -> assertThat(assignment).containsEntry("group", group))
        .extracting(assignment -> assignment.get("policy"))
        .containsExactlyInAnyOrderElementsOf(
            besides.isEmpty() ? List.of("Company baseline") : List.of("Company baseline", besides));
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, ada@example.com, Ada Lovelace, E-1, ada@example.com, corporate, true",
    "PENDING, ada@example.com, Ada Lovelace, E-1, ada@example.com, unknown, true",
    "ON_LEAVE, ada@example.com, Ada Lovelace, E-1, ada@example.com, corporate, true",
    "SUSPENDED, ada@example.com, Ada Lovelace, E-1, ada@example.com, corporate, false",
    "ACTIVE, SVC-backup@example.com, Backup, E-1, b@example.com, unknown, false",
    "ACTIVE, room1@example.com, Room Ada, E-1, r@example.com, unknown, false",
    "ACTIVE, ada@example.com, Ada Lovelace, '', ada@example.com, unknown, false",
    "ACTIVE, ada@example.com, Ada Lovelace, E-1, '', corporate, false",
    "ACTIVE, chair@example.com, Ada Lovelace, E-1, chair@example.com, none, false",
  })
  void keepsServiceAccountsAndPeopleWithoutDevicesOutOfTheMirror(
      String status,
      String login,
      String name,
      String employeeNumber,
      String mail,
      String deviceDue,
      boolean mirrored) {
    var ruling =
        decide(
                "directory-sync/sync-scope",
                "syncScope",
                Map.of(
                    "status", status,
                    "login", login,
                    "name", name,
                    "employeeNumber", employeeNumber,
                    "mail", mail,
                    "deviceDue", deviceDue))
            .getSingleResult();
    assertThat(ruling.getEntryMap()).containsEntry("mirrored", mirrored);
    assertThat(String.valueOf(ruling.<Object>getEntry("reason"))).isNotBlank();
  }

  private DmnDecisionResult decide(String table, String decision, Map<String, Object> facts) {
    try (InputStream dmn = Files.newInputStream(Path.of("processes", table + ".dmn"))) {
      return engine.evaluateDecision(engine.parseDecision(decision, dmn), facts);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private DmnEngine engine() {
    var configuration = new DefaultDmnEngineConfiguration();
    configuration
        .getCustomPostDecisionTableEvaluationListeners()
        .add(event -> event.getMatchingRules().forEach(rule -> hit.add(rule.getId())));
    return configuration.buildEngine();
  }
}
