package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.testing.Expected;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BambooHrPreflightTests {
  private SimulatedBambooHr bamboo = new SimulatedBambooHr();

  @AfterEach
  void close() {
    bamboo.close();
  }

  @Test
  void isContentWithACompanyThatIsSetUpAndWantsAWebhook() {
    bamboo.hire("E-1", bamboo.today());
    var findings = findings();
    assertThat(findings).extracting(Finding::severity).doesNotContain(Severity.BLOCKS);
    assertThat(what(findings, Severity.GOOD))
        .anyMatch(what -> what.contains("fields are to be seen"))
        .anyMatch(what -> what.contains("employmentStatus"))
        .anyMatch(what -> what.contains("jobInfo"));
    assertThat(what(findings, Severity.WARNS)).anyMatch(what -> what.contains("No webhook"));
  }

  @Test
  void namesEachMappedFieldThatNobodyShows() {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", "another")
                .user(
                    new BambooHrOptions.User(
                        "reader",
                        SimulatedBambooHr.KEY,
                        Set.of("supervisorEId", "terminationTypeId"),
                        Set.of("jobInfo"))),
            Map.of("dataset-fields.supervisorEId", ""));
    bamboo.hire("E-1", bamboo.today());
    var blocks = what(findings(), Severity.BLOCKS);
    assertThat(blocks)
        .hasSize(2)
        .anyMatch(what -> what.contains("'supervisorEId' is not to be seen"))
        .anyMatch(what -> what.contains("table jobInfo"));
    assertThat(what(findings(), Severity.WARNS)).anyMatch(what -> what.contains("for cause"));
  }

  @Test
  void saysWhereTheDatasetCallsAFieldOtherwise() {
    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY),
            Map.of("dataset-fields.jobTitle", "title"));
    bamboo.hire("E-1", bamboo.today());
    assertThat(findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.remedy()).contains("dataset-fields");
            });

    bamboo.close();
    bamboo =
        new SimulatedBambooHr(
            new BambooHrOptions("acme", SimulatedBambooHr.KEY),
            Map.of("dataset-fields.lastName", "firstName"));
    bamboo.hire("E-1", bamboo.today());
    assertThat(what(findings(), Severity.WARNS))
        .anyMatch(what -> what.contains("something else") && what.contains("lastName"));
  }

  @Test
  void saysThatTheKeyIsNoneBeforeAnythingElse() {
    bamboo.company.revoke(SimulatedBambooHr.KEY);
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what()).contains("api-key").doesNotContain(SimulatedBambooHr.KEY);
            });
  }

  @Test
  void tellsAWebhookThatIsSignedWithAKeyWeDoNotKnow() {
    bamboo.hire("E-1", LocalDate.of(2026, 1, 1));
    // nobody listens there, so it is answered with silence
    bamboo.company.addHook(URI.create("http://127.0.0.1:1/hooks/bamboohr/" + bamboo.name));
    bamboo.hire("E-2", bamboo.today());
    bamboo.company.deliver();
    assertThat(what(findings(), Severity.WARNS))
        .anyMatch(what -> what.contains("The last webhook was answered 0"));
    bamboo.company.makeHookLogBusy();
    assertThat(findings()).noneMatch(finding -> finding.what().contains("last webhook"));
  }

  private List<Finding> findings() {
    // the played server's header has the machine's time
    return bamboo.parts.preflight().check(Expected.NOTHING).stream()
        .filter(finding -> !finding.what().startsWith("Its clock"))
        .toList();
  }

  private static List<String> what(List<Finding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.severity() == severity)
        .map(Finding::what)
        .toList();
  }
}
