package io.muster.directory.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.simulator.entra.EntraOptions;
import io.muster.testing.Expected;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntraPreflightTests {
  private static final Set<String> NEEDED =
      Set.of(
          "User.ReadWrite.All",
          "User.RevokeSessions.All",
          "GroupMember.Read.All",
          "GroupMember.ReadWrite.All");
  private static final Map<String, String> RULES = Map.of();
  private static final Map<String, String> KEEPER = Map.of("groups", "muster");

  private SimulatedEntra entra = new SimulatedEntra(SimulatedEntra.prompt());

  @AfterEach
  void close() {
    entra.close();
  }

  @Test
  void findsNothingInTheWayInATenantInOrderAndChangesNothing() {
    grant(with(NEEDED, "LicenseAssignment.Read.All", "Application.Read.All"));
    entra.tenant().license("AAD_PREMIUM");
    entra.rule("Engineering", "Engineering");
    var findings = look(RULES, "Engineering");
    assertThat(findings)
        .filteredOn(finding -> finding.severity() != Severity.GOOD)
        .as("this test's clock stands still in another year than the machine's")
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("seconds apart"));
    assertThat(findings)
        .extracting(Finding::what)
        .contains(
            "Entra gives us a token.",
            "May find, make, change and bar accounts.",
            "May end sessions.",
            "May read groups and who is in them.",
            "Can find people by their number.",
            "The app's client secret is good until 2099-01-01T00:00:00Z.",
            "The tenant is licensed for dynamic groups.",
            "The group 'Engineering' is kept by a rule.");
    assertThat(entra.writes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "User.ReadWrite.All",
        "User.RevokeSessions.All",
        "GroupMember.Read.All",
        "GroupMember.ReadWrite.All"
      })
  void namesThePermissionThatIsMissing(String missing) {
    var granted = new HashSet<>(NEEDED);
    granted.remove(missing);
    if (missing.equals("GroupMember.Read.All")) {
      granted.remove("GroupMember.ReadWrite.All"); // which allows it too
    }
    grant(granted);
    assertThat(blocking(look(KEEPER)))
        .anySatisfy(
            finding -> {
              assertThat(finding.what())
                  .endsWith("lacks the application permission " + missing + ".");
              assertThat(finding.remedy()).startsWith("Grant it " + missing);
            });
  }

  @Test
  void wantsNoRightToWriteMembershipsWhereRulesKeepThem() {
    grant(Set.of("User.ReadWrite.All", "User.RevokeSessions.All", "GroupMember.Read.All"));
    assertThat(blocking(look(RULES))).isEmpty();
    assertThat(blocking(look(KEEPER)))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("GroupMember.ReadWrite.All"));
  }

  @Test
  void wantsTheRightToDeleteWhereLeaversAreDeleted() {
    grant(Set.of("Directory.ReadWrite.All", "User.RevokeSessions.All"));
    assertThat(blocking(look(Map.of("retiring", "delete"))))
        .extracting(Finding::what)
        .contains(
            "May not put leavers into the bin: the app lacks the application permission User.ReadWrite.All.");
  }

  @Test
  void namesWhoIsUnderLegalHoldAndLiesInTheBin() {
    grant(NEEDED);
    var ada = entra.tenant().addUser("ada@example.com", "E-1");
    var bob = entra.tenant().addUser("bob@example.com", "E-2");
    entra.tenant().bin(ada);
    entra.tenant().bin(bob);
    entra.timePasses();
    entra.holds().place(new EmployeeId("E-1"), "counsel", "a suit");
    entra.holds().place(new EmployeeId("E-3"), "counsel", "a suit");
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what()).contains("E-1", ada, "bin");
              assertThat(finding.remedy()).contains("Restore it");
            });
  }

  @Test
  void warnsOfAnAppThatCouldMakeItselfAdministrator() {
    grant(with(NEEDED, "RoleManagement.ReadWrite.Directory"));
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).contains("[RoleManagement.ReadWrite.Directory]");
            });
  }

  @Test
  void saysThatItCannotTellWhereTheTokenCannotBeRead() {
    entra.tenant().sealTokens();
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).contains("cannot be read from its token");
            });
    assertThat(blocking(look(RULES))).as("it tried, and may").isEmpty();
  }

  @Test
  void saysWhyEntraGivesNoTokenAndStillComparesTheClocks() {
    entra.tenant().endSecret();
    var findings = look(RULES, "Support");
    assertThat(findings).hasSize(2);
    assertThat(findings.get(0).severity()).isEqualTo(Severity.BLOCKS);
    assertThat(findings.get(0).what())
        .contains("the client secret has ended", "muster.entra.connections.acme");
    assertThat(findings.get(1).what()).contains("seconds apart");
  }

  @Test
  void keepsTheGoodTokenWhileNoNewOneIsToBeHad() {
    var adapter = entra.adapter(RULES);
    assertThat(adapter.directory().find(new EmployeeId("E-1"))).isEmpty();
    entra.tenant().faults().next(1, "POST", "/.*/token").answer(503);
    assertThat(adapter.preflight().check(Expected.NOTHING))
        .anySatisfy(it -> assertThat(it.severity()).isEqualTo(Severity.UNKNOWN));
    assertThat(adapter.directory().find(new EmployeeId("E-1"))).isEmpty();
    assertThat(entra.tenant().journal().calls("POST", "/.*/token"))
        .as("one at first and one by the look")
        .hasSize(2);
  }

  @Test
  void tellsOfASecretThatEndsSoonIfItMaySee() {
    entra.tenant().secretEnds(entra.clock().instant().plus(Duration.ofDays(12)));
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).startsWith("When the client secret ends cannot be seen");
              assertThat(finding.remedy()).contains("Application.Read.All");
            });
    grant(with(NEEDED, "Application.Read.All"));
    entra.tenant().secretEnds(entra.clock().instant().plus(Duration.ofDays(12)));
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what())
                  .isEqualTo("The app's client secret ends on 2026-03-14T09:00:00Z, in 12 days.");
              assertThat(finding.remedy()).contains("muster.entra.connections.acme.client-secret");
            })
        .noneSatisfy(finding -> assertThat(finding.toString()).contains(SimulatedEntra.SECRET));
  }

  @Test
  void tellsOfACertificateThatEndsSoonOrHasEnded() throws Exception {
    var own = SelfSigned.until(entra.clock().instant(), 40);
    entra.close();
    entra = new SimulatedEntra(SimulatedEntra.prompt().knowing(own.certificate()));
    var settings = Map.of("certificate", own.pem());
    assertThat(look(settings))
        .anySatisfy(it -> assertThat(it.what()).startsWith("The app's certificate is good until"));
    entra.clock().advance(Duration.ofDays(20));
    assertThat(look(settings))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).startsWith("The app's certificate ends on");
            });
    entra.clock().advance(Duration.ofDays(30));
    assertThat(blocking(look(settings)))
        .anySatisfy(it -> assertThat(it.what()).startsWith("The app's certificate ended on"));
  }

  @Test
  void tellsWhetherTheTenantMayHaveDynamicGroups() {
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).startsWith("The tenant has no dynamic group");
              assertThat(finding.remedy()).contains("LicenseAssignment.Read.All");
            });
    entra.rule("Engineering", "Engineering");
    assertThat(look(RULES)).extracting(Finding::what).contains("The tenant has dynamic groups.");
    grant(with(NEEDED, "LicenseAssignment.Read.All"));
    entra.tenant().license("EXCHANGE_S_STANDARD");
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.what())
                    .isEqualTo("The tenant has no licence that dynamic groups come with."));
    assertThat(blocking(look(KEEPER))).as("Muster keeps the groups itself").isEmpty();
  }

  @Test
  void missesGroupsThatTheTablesExpectAndRulesThatArePaused() {
    entra.rule("Engineering", "Engineering");
    entra.rule("Finance", "Finance");
    entra.tenant().pause("Finance", true);
    entra.group("Sales");
    entra.tenant().addNamesake("Sales");
    entra.group("Legal");
    assertThat(blocking(look(RULES, "Engineering", "Finance", "Sales", "Legal", "Support")))
        .extracting(Finding::what)
        .containsExactlyInAnyOrder(
            "The rule of the group 'Finance' is paused.",
            "There are 2 groups named 'Sales'.",
            "No rule puts anybody into the group 'Legal'.",
            "There is no group 'Support', which expected-groups.dmn expects.");
    assertThat(blocking(look(KEEPER, "Engineering", "Legal")))
        .extracting(Finding::what)
        .containsExactly(
            "The group 'Engineering' is kept by a rule or on premises, and takes nobody from Muster.");
  }

  @Test
  void warnsOfATenantWhoseCallsAreNearlyUsedUp() {
    open(SimulatedEntra.prompt().unitsPerTenSeconds(5));
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).startsWith("The share of the allowed calls");
              assertThat(finding.remedy()).contains("muster.budgets.connections.acme.per-minute");
            });
  }

  private void grant(Set<String> permissions) {
    open(SimulatedEntra.prompt().granted(permissions));
  }

  private void open(EntraOptions options) {
    entra.close();
    entra = new SimulatedEntra(options);
  }

  private static Set<String> with(Set<String> permissions, String... more) {
    var all = new HashSet<>(permissions);
    all.addAll(List.of(more));
    return all;
  }

  private List<Finding> look(Map<String, String> settings, String... groups) {
    return entra
        .adapter(settings)
        .preflight()
        .check(new Expected(Set.of("acme"), Set.of(groups), Set.of(), Set.of()));
  }

  /** What is in the way, this test's clock left aside. */
  private static List<Finding> blocking(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity() == Severity.BLOCKS)
        .filter(finding -> !finding.what().contains("seconds apart"))
        .toList();
  }
}
