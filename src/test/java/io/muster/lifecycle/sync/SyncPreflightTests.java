package io.muster.lifecycle.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Rosters;
import io.muster.lifecycle.ProcessTest;
import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.testing.Expected;
import io.muster.testing.InMemoryDirectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

@ProcessTest
@Import(SyncGround.class)
@TestPropertySource(
    properties = {
      "muster.sync.poll=9999h",
      "muster.sync.connections.okta.groups=Engineering,Berlin,Team Red",
      "muster.sync.connections.okta.mode=local-users",
      "muster.sync.connections.hq.groups=Berlin",
      "muster.sync.connections.all.groups=The Firm",
      "muster.sync.connections.desk.groups=Crew",
      "muster.sync.connections.desk.watch=Finance",
      "muster.sync.connections.desk.mode=local-users",
      "muster.sync.connections.pushing.groups=Engineering",
      "muster.sync.connections.pushing.mode=local-users",
    })
class SyncPreflightTests {
  @Autowired private SyncPreflight preflight;
  @Autowired private Rosters rosters;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory all;
  @Autowired private InMemoryDirectory desk;
  @Autowired private InMemoryDirectory pushing;

  @BeforeEach
  void groups() {
    okta.clear();
    all.clear();
    desk.clear();
    pushing.clear();
    var unused =
        List.of(
            okta.roster().byHand("Engineering"),
            okta.roster().byHand("Berlin"),
            all.roster().everybody("The Firm"),
            pushing.roster().byHand("Engineering"));
  }

  @Test
  void findsTheSelectedGroupsAndMissesWhatIsNotThere() {
    var findings = look(preflight, "okta");
    assertThat(whats(findings, Severity.GOOD))
        .contains(
            "The group 'Engineering' is there, and not everybody is in it.",
            "The group 'Berlin' is there, and not everybody is in it.");
    assertThat(findings)
        .contains(
            Finding.blocks(
                "There is no group 'Team Red', which is selected.",
                "Mend muster.sync.connections.okta.groups, or make the group."));
  }

  @Test
  void findsAGroupByItsIdToo() {
    var id = okta.roster().byHand("Renamed since");
    assertThat(look(with(Map.of("okta.groups", id.value())), "okta"))
        .containsExactly(
            Finding.good("The group 'Renamed since' is there, and not everybody is in it."));
  }

  @Test
  void warnsOfEverybodyUnlessJustThatIsMeant() {
    assertThat(look(preflight, "all"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
              assertThat(finding.what()).contains("Everybody is in the group 'The Firm'");
              assertThat(finding.remedy()).contains("muster.sync.connections.all.everyone");
            });
    var meant = with(Map.of("all.groups", "The Firm", "all.everyone", "yes-the-entire-directory"));
    assertThat(look(meant, "all")).extracting(Finding::severity).containsExactly(Severity.GOOD);
  }

  @Test
  void seesThatTwoDirectoriesWouldFillOneGroup() {
    assertThat(whats(look(preflight, "pushing"), Severity.BLOCKS))
        .singleElement()
        .asString()
        .contains("'Engineering'", "the sync 'okta' too");
    assertThat(whats(look(preflight, "okta"), Severity.BLOCKS))
        .anyMatch(what -> what.contains("the sync 'pushing' too"));
    assertThat(whats(look(preflight, "hq"), Severity.BLOCKS))
        .as("the fleet fills it itself there")
        .noneMatch(what -> what.contains("too"));
  }

  @Test
  void looksAtWhatIsOnlyWatchedToo() {
    var unused = desk.roster().everybody("Finance");
    assertThat(look(preflight, "desk"))
        .containsExactly(
            Finding.blocks(
                "There is no group 'Crew', which is selected.",
                "Mend muster.sync.connections.desk.groups, or make the group."),
            Finding.good("The group 'Finance' is there, to be watched."));
    desk.clear();
    assertThat(look(preflight, "desk").get(1).remedy())
        .contains("muster.sync.connections.desk.watch");
  }

  @Test
  void saysWhichNamesThereAreWhereNothingBearsTheOneThatIsSynced() {
    assertThatThrownBy(() -> look(with(Map.of("nowhere.groups", "Sales")), "nowhere"))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("'nowhere'")
        .hasMessageContaining("pushing")
        .hasMessageContaining("muster.sync.connections");
  }

  @Test
  void keepsOtherFindingsWhereOneGroupCannotBeRead() {
    var unused = List.of(okta.roster().byHand("Twice"), okta.roster().byHand("Twice"));
    assertThat(look(with(Map.of("okta.groups", "Twice,Berlin")), "okta"))
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNS, Severity.GOOD);
  }

  private SyncPreflight with(Map<String, String> settings) {
    var all = new java.util.HashMap<String, String>();
    settings.forEach((name, value) -> all.put("muster.sync.connections." + name, value));
    return new SyncPreflight(
        new Binder(new MapConfigurationPropertySource(all))
            .bind("muster.sync", SyncProperties.class)
            .get(),
        rosters);
  }

  private static List<Finding> look(SyncPreflight preflight, String sync) {
    return preflight.preflights().stream()
        .filter(look -> look.connection().equals(sync))
        .findFirst()
        .orElseThrow()
        .check(Expected.NOTHING);
  }

  private static List<String> whats(List<Finding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.severity() == severity)
        .map(Finding::what)
        .toList();
  }
}
