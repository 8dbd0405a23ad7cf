package io.muster.directory.google;

import com.google.api.services.directory.model.Group;
import com.google.api.services.directory.model.Members;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.directory.google.GoogleSnapshot.Found;
import io.muster.directory.google.GoogleSnapshot.Position;
import io.muster.directory.google.GoogleSnapshot.Sight;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one Google connection, and what has changed.
 *
 * <p>Google does not tell what has changed: it has no "since", and what it rings about is accounts
 * only, one event a channel, without a promise. So {@link #changes} looks at everything and
 * compares it with what it saw before. That costs calls by the size of the directory and not by
 * what happened: one for each 500 accounts, one for each 200 groups, and at least one for each
 * group that is of interest and has members. What it answers is only what is different, so whoever
 * asks does work in proportion to that. It holds one page in memory at a time; what was seen is in
 * the database.
 *
 * <p>Who a member is comes from what was last seen, so that reading a group takes one call for each
 * 200 members; whom that does not fit is read anew. A change of a rule that moves nobody is not
 * told.
 */
final class GoogleRoster implements Roster {
  private static final Pattern MARK = Pattern.compile("([0-9a-f-]{36})/(\\d{1,18})/(\\w*)/([^/]*)");
  private static final int TOLD = 500;

  /** A page of all accounts; what Google says of its own pages follows. */
  private static final String WHOLE_DOMAIN = "everybody/";

  private static final String EVERYBODY = "all users of the organization";

  private final String name;
  private final Connection connection;
  private final UserApi users;
  private final GroupApi groups;
  private final GroupRuleQueries rules;
  private final AccountLocation number;
  private final GoogleSnapshot seen;
  private final GoogleFullScan survey;

  GoogleRoster(
      String name,
      Connection connection,
      UserApi users,
      GroupApi groups,
      GroupRuleQueries rules,
      AccountLocation number,
      GoogleSnapshot seen) {
    this.name = name;
    this.connection = connection;
    this.users = users;
    this.groups = groups;
    this.rules = rules;
    this.number = number;
    this.seen = seen;
    this.survey = new GoogleFullScan(users, groups, number, seen);
  }

  @Override
  public Optional<DirectoryGroup> group(String called) {
    var found = groups.groupsNamed(called);
    if (found.size() > 1) {
      throw new Refused(
          "There are several groups '%s' in Google (%s). Leave the name to one of them."
              .formatted(called, name));
    }
    return found.stream().findFirst().map(this::shown);
  }

  @Override
  public Optional<DirectoryGroup> group(GroupId id) {
    return groups.group(id.value()).map(this::shown);
  }

  private DirectoryGroup shown(Group group) {
    var rule = rules.of(group);
    return new DirectoryGroup(
        new GroupId(String.valueOf(group.getId())),
        String.valueOf(group.getName()),
        rule.isPresent() ? KeptBy.RULE : KeptBy.HAND,
        rule.map(GroupRuleQueries.Rule::words).orElse(null),
        rule.map(GroupRuleQueries.Rule::settled).orElse(true));
  }

  @Override
  public Optional<Member> member(AccountId account) {
    return users.user(account.value()).map(this::member);
  }

  private Member member(GoogleUser user) {
    return new Member(user.account(number), user.fullName().orElseGet(user::login), user.login());
  }

  @Override
  public Page members(GroupId group, @Nullable String page) {
    if (page != null && page.startsWith(WHOLE_DOMAIN)) {
      return wholeDomain(page.substring(WHOLE_DOMAIN.length()));
    }
    var found =
        groups
            .members(group.value(), page)
            .orElseThrow(
                () ->
                    new Refused(
                        "Group %s is gone from Google (%s). Take it out of the selection."
                            .formatted(group, name)));
    var people = GoogleFullScan.people(found);
    var known =
        seen.accounts(
            people.stream().map(com.google.api.services.directory.model.Member::getId).toList());
    var shown = new ArrayList<Member>();
    for (var person : people) {
      known(person, known.get(person.getId())).or(() -> read(person)).ifPresent(shown::add);
    }
    var everybody = GoogleFullScan.members(found, "CUSTOMER").map(GoogleRoster::everybody).toList();
    return new Page(
        shown,
        Stream.concat(nested(found), everybody.stream()).toList(),
        everybody.isEmpty() ? found.getNextPageToken() : WHOLE_DOMAIN);
  }

  private static DirectoryGroup everybody(com.google.api.services.directory.model.Member customer) {
    return new DirectoryGroup(
        new GroupId(customer.getId()), EVERYBODY, KeptBy.DIRECTORY, null, true);
  }

  /** Whoever else is in the group is among these too. */
  private Page wholeDomain(String page) {
    var found = users.page(null, page.isEmpty() ? null : page, null);
    var people = UserApi.users(found).stream().map(users::shown).map(this::member).toList();
    var next = found.getNextPageToken();
    return new Page(people, next == null ? null : WHOLE_DOMAIN + next);
  }

  /** Only groups of ours: those of others cannot hold everybody here. */
  private Stream<DirectoryGroup> nested(Members page) {
    return GoogleFullScan.members(page, "GROUP")
        .filter(group -> group.getEmail() != null && connection.covers(group.getEmail()))
        .map(
            group ->
                shown(
                    new Group()
                        .setId(group.getId())
                        .setEmail(group.getEmail())
                        .setName(group.getEmail())));
  }

  /** As last seen, unless what the group shows of the person says that this is no longer so. */
  private static Optional<Member> known(
      com.google.api.services.directory.model.Member person, @Nullable Sight sight) {
    var account = sight == null ? null : sight.account();
    if (sight == null || account == null || !account.login().equalsIgnoreCase(person.getEmail())) {
      return Optional.empty();
    }
    var usable = !account.barred();
    return "ACTIVE".equals(person.getStatus()) == usable
        ? Optional.of(
            new Member(
                account, sight.name() == null ? account.login() : sight.name(), account.login()))
        : Optional.empty();
  }

  /** People of other domains can be in groups too, and are no accounts of ours. */
  private Optional<Member> read(com.google.api.services.directory.model.Member person) {
    return person.getEmail() != null && connection.covers(person.getEmail())
        ? users.user(String.valueOf(person.getId())).map(this::member)
        : Optional.empty();
  }

  @Override
  public String mark() {
    return mark(group -> true);
  }

  @Override
  public String mark(Set<GroupId> groups) {
    return mark(groups::contains);
  }

  private String mark(Predicate<GroupId> ofInterest) {
    return text(seen.latest().orElseGet(() -> look(ofInterest)));
  }

  @Override
  public Changes changes(String mark) {
    return changes(mark, group -> true);
  }

  @Override
  public Changes changes(String mark, Set<GroupId> groups) {
    return changes(mark, groups::contains);
  }

  private Changes changes(String mark, Predicate<GroupId> ofInterest) {
    var from = position(mark);
    if (from.isEmpty()) {
      return new Changes(List.of(), text(look(ofInterest)), false, true);
    }
    var start = from.get();
    var end = start.atEnd() ? look(ofInterest) : seen.latest().orElse(start);
    var found = seen.since(start, TOLD);
    var more = found.size() == TOLD;
    var last = more ? found.get(found.size() - 1).at() : end;
    return new Changes(
        found.stream().flatMap(it -> change(it).stream()).toList(), text(last), more, false);
  }

  private static Optional<Change> change(Found found) {
    return switch (found.kind()) {
      case ACCOUNT ->
          Optional.of(
              new Change(
                  found.gone() ? Change.Kind.ACCOUNT_GONE : Change.Kind.ACCOUNT,
                  null,
                  new AccountId(found.id())));
      case GROUP ->
          Optional.of(
              new Change(
                  found.gone() ? Change.Kind.GROUP_GONE : Change.Kind.GROUP,
                  new GroupId(found.id()),
                  null));
      // that the group is gone is told by itself
      case MEMBERS ->
          found.gone()
              ? Optional.empty()
              : Optional.of(new Change(Change.Kind.MEMBERS, new GroupId(found.id()), null));
    };
  }

  private Position look(Predicate<GroupId> ofInterest) {
    seen.round(
        round -> {
          survey.make(round, ofInterest);
          return round;
        });
    return seen.latest().orElseThrow();
  }

  /** Where the mark stands; empty if it is none of ours, or of a store that is no more. */
  private Optional<Position> position(String mark) {
    var found = MARK.matcher(mark);
    return found.matches()
        ? seen.latest()
            .filter(latest -> latest.epoch().equals(found.group(1)))
            .map(
                latest ->
                    new Position(
                        latest.epoch(),
                        Long.parseLong(found.group(2)),
                        found.group(3),
                        found.group(4)))
        : Optional.empty();
  }

  private static String text(Position position) {
    return "%s/%d/%s/%s"
        .formatted(position.epoch(), position.round(), position.kind(), position.id());
  }
}
