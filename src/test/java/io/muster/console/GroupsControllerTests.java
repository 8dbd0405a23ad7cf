package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.console.GroupsController.AccountView;
import io.muster.console.GroupsController.GroupView;
import io.muster.console.GroupsController.Standing;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.InMemoryDirectory;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.server.ResponseStatusException;

@ProcessTest
class GroupsControllerTests {
  @Autowired private GroupsController groups;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory acquired;
  @Autowired private Workforce workforce;
  @Autowired private Walk walk;

  private Worker ada;
  private AccountId account;

  @BeforeEach
  void aDeveloperInBerlin() {
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    acquired.clear();
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
  }

  @Test
  void saysWhichRuleOfOursAndWhichOfTheDirectorysPutThePersonThere() {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    okta.ensureAccount(ada);

    var view = theAccount();
    assertThat(view.connection()).isEqualTo("okta");
    assertThat(view.settled()).isTrue();
    assertThat(view.whyMissing()).isNull();
    var engineering = group(view, "Engineering");
    assertThat(engineering.standing()).isEqualTo(Standing.AS_EXPECTED);
    assertThat(engineering.expectedBecause())
        .singleElement()
        .satisfies(
            because ->
                assertThat(because)
                    .contains(
                        "Whoever works in Engineering.", "Department", "expectedGroupsRule1"));
    assertThat(engineering.keptBy()).isEqualTo(KeptBy.RULE);
    assertThat(engineering.rule()).isNotEmpty();
  }

  @Test
  void tellsWhatIsMissingFromWhatIsStillBeingWorkedOut() {
    okta.holdRules(true);
    var rule = okta.roster().ruled("Engineering", worker -> true);
    okta.roster().settled(rule, false);

    var view = theAccount();
    assertThat(view.settled()).isFalse();
    assertThat(group(view, "Engineering").standing()).isEqualTo(Standing.EVALUATING);
    assertThat(group(view, "Berlin").standing()).isEqualTo(Standing.MISSING);
    assertThat(group(view, "Berlin").keptBy()).as("there is no such group").isNull();
    assertThat(view.whyMissing()).contains("Berlin", "Engineering");
  }

  @Test
  void callsAMembershipByHandDriftAndLeavesGroupsAloneThatNoTableSpeaksOf() {
    for (var name : List.of("Engineering", "Sales", "Choir")) {
      okta.roster().join(okta.roster().byHand(name), account);
    }
    var view = theAccount();
    assertThat(view.settled()).isFalse();
    assertThat(group(view, "Engineering").standing()).isEqualTo(Standing.BY_HAND);
    assertThat(group(view, "Sales").standing()).isEqualTo(Standing.NOT_EXPECTED);
    assertThat(group(view, "Choir").standing()).isEqualTo(Standing.NOT_OURS);
  }

  @Test
  void showsEveryAccountAndWhichConnectionDidNotSay() {
    okta.mishaps().failAlways("find", Unavailable.turnedAway("Okta is down.", null, null));
    acquired.ensureAccount(ada);
    var view = groups.groupsOf(ada.id());
    assertThat(view.accounts()).extracting(AccountView::connection).containsExactly("acquired");
    assertThat(view.unclear()).containsExactly("okta: Okta is down.");
    assertThatThrownBy(() -> groups.groupsOf(new EmployeeId("nobody")))
        .isInstanceOfSatisfying(
            ResponseStatusException.class,
            unknown -> assertThat(unknown.getStatusCode().value()).isEqualTo(404));
  }

  @Test
  void listsForEachConnectionWhatFeedsTheRulesAndTheRules() {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    var rules = groups.rules();
    assertThat(rules)
        .extracting(GroupsController.ConnectionView::connection)
        .containsExactly("acquired", "okta");
    var there = rules.get(1).groups().stream().filter(GroupsController.RuleView::there).toList();
    assertThat(there)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.group()).isEqualTo("Engineering");
              assertThat(it.keptBy()).isEqualTo(KeptBy.RULE);
              assertThat(it.expectedBy().get(0).conditions())
                  .containsEntry("Department", "\"Engineering\"");
            });
  }

  private AccountView theAccount() {
    var view = groups.groupsOf(ada.id());
    assertThat(view.accounts()).hasSize(1);
    return view.accounts().get(0);
  }

  private static GroupView group(AccountView account, String name) {
    return account.groups().stream()
        .filter(group -> group.group().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
