package io.muster.directory.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.DirectoryWorld.EmployeeNumber;
import io.muster.people.EmployeeId;
import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.simulator.google.GoogleOptions;
import io.muster.simulator.google.GoogleSimulator.Api;
import io.muster.simulator.google.GoogleSimulator.Role;
import io.muster.testing.Expected;
import io.muster.testing.Postgres;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GooglePreflightTests {
  private static final Map<String, String> RULES = Map.of();
  private static final Map<String, String> KEEPER = Map.of("groups", "muster");
  private static final String ADMIN = "admin@example.com";
  private static final String ALLOW =
      "In the Admin console, Security, API controls, Domain-wide delegation, allow client id 1234567890 exactly these scopes: ";

  private SimulatedGoogle google = new SimulatedGoogle();

  @AfterEach
  void close() {
    google.close();
  }

  @Test
  void findsNothingInTheWayInADomainInOrderAndChangesNothing() {
    google.rule("Engineering", "Engineering");
    google.timePasses();
    var findings = look(RULES, "Engineering");
    assertThat(findings)
        .filteredOn(finding -> finding.severity() != Severity.GOOD)
        .extracting(finding -> finding.severity() + " " + finding.what().substring(0, 20))
        .as("this test's clock stands still in another year than the machine's")
        .containsExactlyInAnyOrder("BLOCKS Its clock and ours a", "UNKNOWN Whether there are li");
    assertThat(findings)
        .extracting(Finding::what)
        .contains(
            "Google knows the key of muster@project.iam.gserviceaccount.com and lets it act as admin@example.com.",
            "Is allowed to find, make, change and bar accounts.",
            "Is allowed to end sessions and take tokens away.",
            "Is allowed to read groups.",
            "Is allowed to read who is in groups.",
            "Is allowed to read the rules of dynamic groups.",
            "admin@example.com is a super administrator.",
            "The customer is C01abc123.",
            "People of example.com can be found.",
            "Can see which applications hold tokens.",
            "Can read groups and who is in them.",
            "The customer has dynamic groups.",
            "The group 'Engineering' is kept by a rule.",
            "Google is not asked to tell us of changes, as muster.public-url is not set; they are found by looking.");
    assertThat(google.writes()).isEmpty();
    assertThat(findings.toString()).doesNotContain(SimulatedGoogle.partsOfTheKey());
  }

  @ParameterizedTest
  @EnumSource(
      value = Scope.class,
      names = {"USERS", "SECURITY", "GROUPS", "MEMBERS_SEEN", "RULES"})
  void namesTheScopeThatIsMissingAndWhereToEnterIt(Scope missing) {
    google.domain().disallow(missing.uri());
    var findings = look(RULES, "Engineering");
    assertThat(blocking(findings))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what())
                  .contains("the client id lacks the scope " + missing.uri() + ",")
                  .contains("no token at all");
              assertThat(finding.remedy()).startsWith(ALLOW).contains(missing.uri());
            });
    assertThat(findings).extracting(Finding::what).as("the others").hasSize(7);
  }

  @Test
  void saysAtEachScopeThatItIsMissingWhereDelegationIs() {
    for (var scope : Scope.values()) {
      google.domain().disallow(scope.uri());
    }
    assertThat(blocking(look(RULES)))
        .hasSize(5)
        .allSatisfy(it -> assertThat(it.remedy()).startsWith(ALLOW));
  }

  @Test
  void wantsTheRightToWriteMembershipsOnlyWhereMusterKeepsThem() {
    google.domain().disallow(Scope.MEMBERS.uri());
    assertThat(blocking(look(RULES))).isEmpty();
    assertThat(blocking(look(KEEPER)))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.what())
                    .startsWith("Is not allowed to put people into groups and take them out"));
  }

  @Test
  void comparesTheScopesThatAreAskedForWithThoseThatAreNeeded() {
    var settings =
        Map.of(
            "groups",
            "muster",
            "scopes",
            String.join(",", Scope.USERS.uri(), Scope.GROUPS.uri(), Scope.MEMBERS.uri()));
    assertThat(blocking(look(settings)))
        .extracting(Finding::what)
        .contains(
            "Does not ask to end sessions and take tokens away: muster.google.connections.acme.scopes leaves out "
                + Scope.SECURITY.uri()
                + ".");
    var more =
        Map.of(
            "groups",
            "muster",
            "scopes",
            String.join(
                ",",
                Scope.USERS.uri(),
                Scope.SECURITY.uri(),
                Scope.GROUPS.uri(),
                Scope.MEMBERS.uri(),
                "https://www.googleapis.com/auth/drive"));
    assertThat(blocking(look(more)))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("[https://www.googleapis.com/auth/drive]"));
  }

  @Test
  void tellsADeletedKeyFromADeletedAccountAndAWrongAdministrator() {
    google.domain().removeKey();
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.what())
                    .contains("does not know key key-1 of muster@project.iam.gserviceaccount.com")
                    .contains("set muster.google.connections.acme.service-account-key to it"));
    google.domain().removeServiceAccount();
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("was deleted or disabled. Enable it"));
    google.close();
    google = new SimulatedGoogle();
    assertThat(blocking(look(Map.of("admin-email", "amdin@example.com"))))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.what())
                    .contains("Nobody active has the address amdin@example.com")
                    .contains("Set muster.google.connections.acme.admin-email"));
    google.suspend(google.directory().findByLogin(ADMIN).orElseThrow().id());
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("the account is suspended or deleted"));
  }

  @Test
  void saysThatTheClockIsWrongWhereGoogleRefusesForIt() {
    var behind = Clock.offset(google.clock(), Duration.ofHours(-2));
    assertThat(look(google.preflight(RULES, null, behind)))
        .first()
        .satisfies(
            it -> {
              assertThat(it.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(it.what())
                  .contains("This machine's clock, which says 2026-03-02T07:00:00Z, is wrong");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIN_SDK, Admin SDK API",
    "CLOUD_IDENTITY, Cloud Identity API",
  })
  void namesTheInterfaceThatIsNotEnabled(Api off, String title) {
    google.domain().switchOff(off);
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.what())
                    .contains(
                        "The %s is not enabled in the Cloud project project.".formatted(title)));
  }

  @Test
  void looksAtWhatTheAdministratorMay() {
    google.domain().setRole(Role.DELEGATED, "admin.directory.user.security");
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).contains("was not tried, as that would do it");
            })
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what())
                  .contains("the privilege Users, User security management")
                  .contains(ADMIN);
            });
    google.domain().setRole(Role.NONE);
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).startsWith(ADMIN + " is no administrator"));
    google.domain().setRole(Role.NONE, "admin.directory.user");
    assertThat(blocking(look(RULES)))
        .singleElement()
        .satisfies(
            it -> assertThat(it.what()).contains("the privilege Users (create, read, update)"));
  }

  @Test
  void warnsOfAnAdministratorWhoMayLeave() {
    var boss = google.account("boss@example.com", new EmployeeNumber("E-7"));
    google.domain().change(boss.value(), user -> user.put("isAdmin", true));
    var settings = Map.of("admin-email", "boss@example.com");
    assertThat(look(settings))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).contains("every call fails when they leave");
            });
    var leaving = new Expected(Set.of(), Set.of(), Set.of(), Set.of(new EmployeeId("E-7")));
    assertThat(blocking(google.preflight(settings, null, google.clock()).check(leaving)))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("is being let out"));
  }

  @Test
  void missesADomainAndAnotherCustomer() {
    assertThat(blocking(look(Map.of("domains", "example.com,example.net"))))
        .extracting(Finding::what)
        .containsExactly(
            "Google shows nobody of the domain example.net, though it knows admin@example.com.");
    assertThat(blocking(look(Map.of("customer", "C09other"))))
        .extracting(Finding::what)
        .contains(
            "admin@example.com belongs to customer C01abc123, but muster.google.connections.acme.customer is C09other.");
  }

  @Test
  void tellsWhetherTheCustomerHasDynamicGroups() {
    open(SimulatedGoogle.options().withoutDynamicGroups());
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).startsWith("The customer has no dynamic group");
              assertThat(finding.remedy()).contains("Cloud Identity Premium", "groups: muster");
            });
    assertThat(look(KEEPER))
        .as("Muster keeps the groups itself")
        .noneSatisfy(finding -> assertThat(finding.what()).contains("dynamic group"));
  }

  @Test
  void missesGroupsThatTheTablesExpectAndRulesThatPutNobodyThere() {
    google.rule("Engineering", "Engineering");
    google.timePasses();
    google.domain().setQuery("Finance", "user.is.rich");
    google.group("Sales");
    google.domain().addTwin("Sales");
    google.group("Legal");
    google.timePasses();
    assertThat(blocking(look(RULES, "Engineering", "Finance", "Sales", "Legal", "Support")))
        .extracting(Finding::what)
        .containsExactlyInAnyOrder(
            "Google cannot read the rule of the group 'Finance'.",
            "There are 2 groups named 'Sales'.",
            "No rule puts anybody into the group 'Legal'.",
            "There is no group 'Support', which expected-groups.dmn expects.");
    assertThat(look(KEEPER, "Legal"))
        .extracting(Finding::what)
        .contains("The group 'Legal' is there; Muster keeps it.");
  }

  @Test
  void saysWhetherGoogleTellsOfChanges() {
    google.close();
    google = new SimulatedGoogle(SimulatedGoogle.options(), Postgres.dataSource());
    var here = URI.create("http://127.0.0.1:9");
    assertThat(look(google.preflight(RULES, here, google.clock())))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what())
                  .startsWith(
                      "Google does not tell us of [add, delete, makeAdmin, undelete, update] at http://127.0.0.1:9/hooks/google/acme");
            });
    google.bell(here).look();
    assertThat(look(google.preflight(RULES, here, google.clock())))
        .extracting(Finding::what)
        .contains("Google tells us of changes at http://127.0.0.1:9/hooks/google/acme.");
  }

  @Test
  void saysThatItCouldNotLookWhereGoogleTakesNoMoreCalls() {
    open(SimulatedGoogle.options().perMinute(1, GoogleOptions.TooMuch.FORBIDDEN_403));
    assertThat(look(RULES))
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).contains("takes no more calls for now");
            });
  }

  private void open(GoogleOptions options) {
    google.close();
    google = new SimulatedGoogle(options);
  }

  private List<Finding> look(Map<String, String> settings, String... groups) {
    return google
        .preflight(settings, null, google.clock())
        .check(new Expected(Set.of("acme"), Set.of(groups), Set.of(), Set.of()));
  }

  private static List<Finding> look(GooglePreflight preflight) {
    return preflight.check(Expected.NOTHING);
  }

  /** What is in the way, this test's clock left aside. */
  private static List<Finding> blocking(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity() == Severity.BLOCKS)
        .filter(finding -> !finding.what().contains("seconds apart"))
        .toList();
  }
}
