package io.muster.directory.okta;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.simulator.okta.OktaOptions;
import io.muster.testing.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OktaPreflightTests {
  private final SimulatedOkta okta =
      new SimulatedOkta(OktaOptions.prompt(SimulatedOkta.TOKEN).perMinute(1000));

  @BeforeEach
  void anOrgInOrder() {
    okta.rule("Engineering", "Engineering");
  }

  @AfterEach
  void close() {
    okta.close();
  }

  @Test
  void findsNothingInTheWayInAnOrgInOrderAndChangesNothing() {
    var findings = look();
    assertThat(findings)
        .extracting(Finding::what)
        .contains(
            "May read users.",
            "May read groups.",
            "The group 'Engineering' is kept by a rule.",
            "The API token belongs to service@admins.example, no person HR knows.");
    assertThat(findings.stream().filter(it -> it.severity() == Severity.BLOCKS))
        .as("this test's clock stands still in another year than the machine's")
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("seconds apart"));
    assertThat(okta.org().journal().calls())
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.call().method()).isEqualTo("GET"));
  }

  @Test
  void namesTheRightThatIsMissing() {
    okta.org().faults().next(1, "GET", "/api/v1/groups").answer(403);
    assertThat(look())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what()).startsWith("May not read groups");
              assertThat(finding.remedy()).contains("admin role that may read groups");
            });
  }

  @Test
  void saysThatItCouldNotLookWhereTheOrgIsSilent() {
    okta.org().faults().next(1, "GET", "/api/v1/groups/rules").loseAnswer();
    assertThat(look())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.what()).startsWith("Could not be looked at");
            });
  }

  @Test
  void missesGroupsThatTheTablesExpectAndRulesThatAreOff() {
    okta.org().addGroup("Sales");
    okta.rule("Finance", "Finance");
    okta.org().setRules("Finance", "INACTIVE");
    assertThat(blocking(look("Engineering", "Sales", "Finance", "Support")))
        .contains(
            "No rule puts anybody into the group 'Sales'.",
            "The rule of the group 'Finance' is [INACTIVE].",
            "There is no group 'Support', which expected-groups.dmn expects.");
  }

  @Test
  void warnsOfATokenThatDiesWithAPerson() {
    var owner = okta.org().addUser("root@example.com", "E7");
    okta.org().setTokenOwner(owner);
    assertThat(look())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).contains("root@example.com", "dies when they leave");
            });
    var leaving = new Expected(Set.of("acme"), Set.of(), Set.of(), Set.of(new EmployeeId("E7")));
    assertThat(blocking(adapter().check(leaving)))
        .anySatisfy(what -> assertThat(what).contains("root@example.com, who is being let out"));
  }

  @Test
  void warnsOfAnOrgWhoseCallsAreNearlyUsedUp() {
    try (var tight = new SimulatedOkta(OktaOptions.prompt(SimulatedOkta.TOKEN).perMinute(1))) {
      var findings =
          tight
              .adapter(Map.of("api-token", SimulatedOkta.TOKEN))
              .preflight()
              .check(Expected.NOTHING);
      assertThat(findings)
          .anySatisfy(
              finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.WARNS);
                assertThat(finding.what()).contains("0 of 1 calls");
              });
    }
  }

  @Test
  void warnsOfSettingsThatTheSdkWouldTakeFromElsewhere(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve(".okta"));
    Files.writeString(home.resolve(".okta/okta.yaml"), "okta:");
    var preflight = adapter().with(Map.of("OKTA_CLIENT_TOKEN", "x", "PATH", "/bin"), home);
    assertThat(preflight.check(Expected.NOTHING))
        .extracting(Finding::what)
        .contains(
            "The environment has [OKTA_CLIENT_TOKEN], which Okta's SDK reads by itself.",
            "There is a ~/.okta/okta.yaml, which Okta's SDK reads by itself.");
  }

  private OktaPreflight adapter() {
    return okta.adapter(Map.of("api-token", SimulatedOkta.TOKEN)).preflight();
  }

  private List<Finding> look(String... groups) {
    var expected = groups.length == 0 ? Set.of("Engineering") : Set.of(groups);
    return adapter().check(new Expected(Set.of("acme"), expected, Set.of(), Set.of()));
  }

  private static List<String> blocking(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity() == Severity.BLOCKS)
        .map(Finding::what)
        .toList();
  }
}
