package io.muster.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.testing.Expected;
import io.muster.testing.InMemoryDirectory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectoryPreflightTests {
  private final InMemoryDirectory directory = new InMemoryDirectory("acme");

  @Test
  void findsPeopleAndTheGroupsThatTheTablesExpect() {
    directory.rule("Engineering", worker -> true);
    assertThat(look("Engineering"))
        .allMatch(finding -> finding.severity() == Severity.GOOD)
        .extracting(Finding::what)
        .contains(
            "Can find people by their number.",
            "Can find people by their address.",
            "The group 'Engineering' is there, and not kept by hand.");
    assertThat(directory.mishaps().asked()).as("nothing was written").isEmpty();
  }

  @Test
  void missesGroupsAndRules() {
    directory.group("Sales");
    var settling = directory.roster().ruled("Finance", worker -> true);
    directory.roster().settled(settling, false);
    assertThat(look("Sales", "Finance", "Support"))
        .filteredOn(finding -> finding.severity() != Severity.GOOD)
        .extracting(finding -> finding.severity() + " " + finding.what())
        .containsExactlyInAnyOrder(
            "WARNS No rule keeps the group 'Sales'.",
            "WARNS The directory is still working out who belongs in 'Finance', or its rule stands still.",
            "BLOCKS There is no group 'Support', which expected-groups.dmn expects.");
  }

  @Test
  void asksNothingMoreOfADirectoryThatDoesNotLetUsIn() {
    directory.mishaps().failAlways("find", new Misconfigured("The secret is not valid."));
    assertThat(look("Support"))
        .extracting(finding -> finding.severity() + " " + finding.what())
        .containsExactly(
            "BLOCKS The secret is not valid.", "GOOD Can find people by their address.");
  }

  private List<Finding> look(String... groups) {
    return new DirectoryPreflight(directory, "test")
        .check(new Expected(Set.of("acme"), Set.of(groups), Set.of(), Set.of()));
  }
}
