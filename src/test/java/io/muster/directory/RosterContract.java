package io.muster.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.Roster.Change;
import io.muster.directory.Roster.Change.Kind;
import io.muster.directory.Roster.Changes;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every directory promises about its groups, their members and what has changed. */
public abstract class RosterContract {
  private static final GroupId NOWHERE = new GroupId("00g-nowhere");
  private static final int MOST_PAGES = 100;

  /** The directory and what is around it; new for every test. */
  protected abstract RosterWorld world();

  // groups

  @Test
  void findsAGroupByItsNameAndByItsId() {
    var team = group("Team Red");
    var found = roster().group("Team Red").orElseThrow();
    assertThat(found.id()).isEqualTo(team);
    assertThat(found.name()).isEqualTo("Team Red");
    assertThat(found.keptBy()).isEqualTo(world().keptBy());
    assertThat(found.rule()).isNull();
    assertThat(roster().group(team)).contains(found);
  }

  @Test
  void findsNoGroupByThePartOfAName() {
    group("Team Red");
    assertThat(roster().group("Team")).isEmpty();
    assertThat(roster().group("No \"such\" group\\")).isEmpty();
    assertThat(roster().group(NOWHERE)).isEmpty();
  }

  @Test
  void refusesToChooseBetweenTwoGroupsOfOneName() {
    group("Team Red");
    assumeTrue(world().twin("Team Red").isPresent(), "names are unique here");
    world().timePasses();
    assertThatThrownBy(() -> roster().group("Team Red"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Team Red");
  }

  @Test
  void knowsARenamedGroupByItsId() {
    var team = group("Team Red");
    var mark = roster().mark();
    world().rename(team, "Team Blue");
    world().timePasses();
    assertThat(roster().group(team).orElseThrow().name()).isEqualTo("Team Blue");
    assertThat(roster().group("Team Red")).isEmpty();
    assertThat(told(mark)).haveAtLeastOne(about(Kind.GROUP, team, null));
  }

  @Test
  void saysThatAGroupIsGoneInsteadOfShowingNobody() {
    var team = group("Team Red");
    world().join(team, person("ada@example.com"));
    world().timePasses();
    var mark = roster().mark();
    world().remove(team);
    world().timePasses();
    assertThat(roster().group(team)).isEmpty();
    assertThatThrownBy(() -> roster().members(team, null)).isInstanceOf(Refused.class);
    assertThat(told(mark)).haveAtLeastOne(about(Kind.GROUP_GONE, team, null));
  }

  @Test
  void saysWhichGroupIsKeptByARuleAndByWhich() {
    var sales = world().ruled("Sales", "Sales");
    assumeTrue(sales.isPresent(), "no rules here");
    world().timePasses();
    var found = roster().group(sales.orElseThrow()).orElseThrow();
    assertThat(found.keptBy()).isEqualTo(KeptBy.RULE);
    assertThat(found.rule()).contains("Sales");
    assertThat(found.settled()).isTrue();
  }

  // members

  @Test
  void showsEverybodyInPagesOfBoundedSize() {
    var team = group("Team Red");
    var everybody = people(3 * world().pageSize() + 1);
    everybody.forEach(account -> world().join(team, account));
    world().timePasses();
    var shown = new ArrayList<Member>();
    int pages = 0;
    String page = null;
    do {
      var part = roster().members(team, page);
      assertThat(part.items()).hasSizeLessThanOrEqualTo(world().pageSize());
      shown.addAll(part.items());
      page = part.next();
    } while (page != null && ++pages < MOST_PAGES);
    assertThat(ids(shown)).containsExactlyInAnyOrderElementsOf(everybody);
  }

  @Test
  void showsAPageAgainWhenItIsAskedForAgain() {
    var team = group("Team Red");
    people(world().pageSize() + 1).forEach(account -> world().join(team, account));
    world().timePasses();
    var second = roster().members(team, null).next();
    assertThat(second).isNotNull();
    assertThat(roster().members(team, second)).isEqualTo(roster().members(team, second));
  }

  @Test
  void saysWhoAMemberIs() {
    var team = group("Team Red");
    var ada = person("ada@example.com");
    world().join(team, ada);
    world().timePasses();
    var member = roster().members(team, null).items().get(0);
    assertThat(member.account().login()).isEqualTo("ada@example.com");
    assertThat(member.account().status()).isEqualTo(Account.Status.ACTIVE);
    assertThat(member.mail()).isEqualTo("ada@example.com");
    assertThat(member.name()).isNotBlank();
    assertThat(roster().member(ada)).contains(member);
    assertThat(roster().member(new AccountId("00u-nobody"))).isEmpty();
  }

  @Test
  void showsNobodyInAnEmptyGroup() {
    var team = group("Team Red");
    assertThat(members(team)).isEmpty();
  }

  @Test
  void countsWhoIsInANestedGroup() {
    var outer = group("All Red");
    var inner = group("Team Red");
    assumeTrue(world().nest(outer, inner), "no nested groups here");
    var ada = person("ada@example.com");
    world().join(inner, ada);
    world().timePasses();
    assertThat(members(outer)).containsExactly(ada);
    var mark = roster().mark();
    world().leave(inner, ada);
    world().timePasses();
    assertThat(members(outer)).isEmpty();
    assertThat(told(mark)).haveAtLeastOne(membership(outer, ada));
  }

  @Test
  void showsTheGroupsInsideAGroupAndByWhichRuleEachIsKept() {
    var outer = group("All Red");
    var middle = group("Team Red");
    assumeTrue(world().nest(outer, middle), "no nested groups here");
    var sales = world().ruled("Sales", "Sales").orElseThrow();
    world().nest(middle, sales);
    people(world().pageSize()).forEach(account -> world().join(outer, account));
    world().timePasses();
    assertThat(within(outer))
        .extracting(DirectoryGroup::id, DirectoryGroup::keptBy)
        .containsExactlyInAnyOrder(tuple(middle, KeptBy.HAND), tuple(sales, KeptBy.RULE));
    assertThat(within(middle))
        .singleElement()
        .satisfies(found -> assertThat(found.rule()).contains("Sales"));
    assertThat(within(sales)).isEmpty();
  }

  // what has changed

  @Test
  void tellsWhoCameAndWhoLeft() {
    var team = group("Team Red");
    var ada = person("ada@example.com");
    var bob = person("bob@example.com");
    world().join(team, bob);
    world().timePasses();
    var mark = roster().mark();
    world().join(team, ada);
    world().leave(team, bob);
    world().timePasses();
    assertThat(told(mark))
        .haveAtLeastOne(membership(team, ada))
        .haveAtLeastOne(membership(team, bob));
    assertThat(members(team)).containsExactly(ada);
  }

  @Test
  void tellsWhomARuleMoved() {
    var sales = world().ruled("Sales", "Sales");
    var research = world().ruled("Research", "Research");
    assumeTrue(sales.isPresent() && research.isPresent(), "no rules here");
    var ada = world().person("ada@example.com", "Sales");
    world().timePasses();
    assertThat(members(sales.orElseThrow())).containsExactly(ada);
    var mark = roster().mark();
    world().move(ada, "Research");
    world().timePasses();
    assertThat(told(mark))
        .haveAtLeastOne(membership(sales.orElseThrow(), ada))
        .haveAtLeastOne(membership(research.orElseThrow(), ada));
    assertThat(members(sales.orElseThrow())).isEmpty();
    assertThat(members(research.orElseThrow())).containsExactly(ada);
  }

  @Test
  void tellsOfAnAccountThatIsNewOrChangedOrBarred() {
    var ada = person("ada@example.com");
    var bob = person("bob@example.com");
    world().timePasses();
    var mark = roster().mark();
    world().move(ada, "Research");
    world().suspend(bob);
    var eve = person("eve@example.com");
    world().timePasses();
    assertThat(told(mark))
        .haveAtLeastOne(about(Kind.ACCOUNT, null, ada))
        .haveAtLeastOne(about(Kind.ACCOUNT, null, bob))
        .haveAtLeastOne(about(Kind.ACCOUNT, null, eve));
  }

  @Test
  void tellsOfAnAccountThatIsGone() {
    var team = group("Team Red");
    var ada = person("ada@example.com");
    world().join(team, ada);
    world().timePasses();
    var mark = roster().mark();
    world().remove(ada);
    world().timePasses();
    assertThat(told(mark)).haveAtLeastOne(about(Kind.ACCOUNT_GONE, null, ada));
    assertThat(members(team)).isEmpty();
  }

  @Test
  void tellsNothingOfGroupsInWhichNothingHappened() {
    var red = group("Team Red");
    var blue = group("Team Blue");
    var ada = person("ada@example.com");
    world().join(blue, ada);
    world().timePasses();
    // whoever asks once, with some patience, has heard of all that was before
    var mark = readTo(roster().mark());
    world().join(red, ada);
    world().timePasses();
    assertThat(told(mark))
        .haveAtLeastOne(membership(red, ada))
        .allSatisfy(change -> assertThat(change.group()).isNotEqualTo(blue));
  }

  @Test
  void leavesNothingOutOfMoreChangesThanOnePageShows() {
    var team = group("Team Red");
    var everybody = people(3 * world().pageSize() + 1);
    world().timePasses();
    var mark = roster().mark();
    everybody.forEach(account -> world().join(team, account));
    world().timePasses();
    var told = told(mark);
    for (var account : everybody) {
      assertThat(told).haveAtLeastOne(membership(team, account));
    }
  }

  @Test
  void leavesNothingOutThatHappensWhileItIsAsked() {
    var team = group("Team Red");
    var ada = person("ada@example.com");
    var bob = person("bob@example.com");
    world().timePasses();
    var mark = roster().mark();
    world().join(team, ada);
    world().timePasses();
    var first = roster().changes(mark);
    world().join(team, bob);
    world().timePasses();
    var told = new ArrayList<>(first.changes());
    told.addAll(told(first.mark()));
    assertThat(told).haveAtLeastOne(membership(team, ada)).haveAtLeastOne(membership(team, bob));
  }

  @Test
  void tellsTheSameAgainToWhoeverLostTheAnswer() {
    var team = group("Team Red");
    var ada = person("ada@example.com");
    world().timePasses();
    var mark = roster().mark();
    world().join(team, ada);
    world().timePasses();
    told(mark);
    assertThat(told(mark)).haveAtLeastOne(membership(team, ada));
  }

  @Test
  void goesOnFromTheSameMarkAfterItWasTurnedAway() {
    var team = group("Team Red");
    var ada = person("ada@example.com");
    world().timePasses();
    var mark = roster().mark();
    world().join(team, ada);
    world().timePasses();
    assumeTrue(world().turnAwayNext(), "nobody turns away a reader here");
    assertThatThrownBy(() -> roster().changes(mark))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.surelyNotSent()).isTrue());
    assertThat(told(mark)).haveAtLeastOne(membership(team, ada));
  }

  @Test
  void saysWhenItNoLongerKnowsAndGoesOnFromANewMark() {
    var team = group("Team Red");
    var ada = person("ada@example.com");
    world().timePasses();
    var mark = readTo(roster().mark());
    world().forgetChanges();
    var lost = roster().changes(mark);
    assertThat(lost.lost()).isTrue();
    world().join(team, ada);
    world().timePasses();
    assertThat(told(lost.mark())).haveAtLeastOne(membership(team, ada));
  }

  @Test
  void takesAMarkThatNobodyGaveForALostOne() {
    assertThat(roster().changes("a mark of some other directory").lost()).isTrue();
  }

  // help

  private Roster roster() {
    return world().roster();
  }

  private GroupId group(String name) {
    var group = world().group(name);
    world().timePasses();
    return group;
  }

  private AccountId person(String login) {
    return world().person(login, "Sales");
  }

  private List<AccountId> people(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> person("p%03d@example.com".formatted(number)))
        .toList();
  }

  private Set<AccountId> members(GroupId group) {
    return ids(pages(group).stream().flatMap(part -> part.items().stream()).toList());
  }

  private Set<DirectoryGroup> within(GroupId group) {
    return pages(group).stream()
        .flatMap(part -> part.groups().stream())
        .collect(Collectors.toSet());
  }

  private List<Roster.Page> pages(GroupId group) {
    var all = new ArrayList<Roster.Page>();
    String page = null;
    do {
      all.add(roster().members(group, page));
      page = all.get(all.size() - 1).next();
    } while (page != null && all.size() < MOST_PAGES);
    return all;
  }

  private static Set<AccountId> ids(List<Member> members) {
    return members.stream().map(member -> member.account().id()).collect(Collectors.toSet());
  }

  /** Everything that is told from the mark on, until there is no more. */
  private List<Change> told(String mark) {
    var all = new ArrayList<Change>();
    read(mark, all);
    return all;
  }

  private String readTo(String mark) {
    return read(mark, new ArrayList<>());
  }

  private String read(String mark, List<Change> all) {
    Changes part;
    var from = mark;
    int pages = 0;
    do {
      part = roster().changes(from);
      assertThat(part.lost()).as("lost at %s", from).isFalse();
      all.addAll(part.changes());
      from = part.mark();
    } while (part.more() && ++pages < MOST_PAGES);
    assertThat(part.more()).as("an end to the changes").isFalse();
    return from;
  }

  private static Condition<Change> about(
      Kind kind, @Nullable GroupId group, @Nullable AccountId account) {
    return new Condition<>(
        change ->
            change.kind() == kind
                && (group == null || group.equals(change.group()))
                && (account == null || account.equals(change.account())),
        "%s %s %s",
        kind,
        group,
        account);
  }

  /** That the account came or went, or that the group has to be read again. */
  private static Condition<Change> membership(GroupId group, AccountId account) {
    return new Condition<>(
        change ->
            group.equals(change.group())
                && (change.kind() == Kind.MEMBERS
                    || ((change.kind() == Kind.JOINED || change.kind() == Kind.LEFT)
                        && account.equals(change.account()))),
        "%s in or out of %s",
        account,
        group);
  }
}
