package io.muster.directory.okta;

import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.GroupType;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one Okta org, and what the System Log says of them.
 *
 * <p>The log names each member that came or left, so a change costs no reading of the whole group,
 * and it is told in the order in which it was written down, so nothing comes in late behind the
 * mark. The lists of changed groups would do neither. It needs the scope {@code okta.logs.read}.
 *
 * @see <a href="https://developer.okta.com/docs/reference/api/system-log/">Okta's System Log</a>
 */
final class OktaRoster implements Roster {
  private static final String SINCE = "since ";
  private static final String AFTER = "after ";

  /** So long before the mark events may have happened that are written down after it. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private static final Duration LONGEST_KEPT = Duration.ofDays(90);

  private final String name;
  private final String employeeAttribute;
  private final OktaApi api;
  private final Clock clock;
  private final RulesByGroup rules;

  OktaRoster(String name, String employeeAttribute, OktaApi api, Clock clock) {
    this.name = name;
    this.employeeAttribute = employeeAttribute;
    this.api = api;
    this.clock = clock;
    this.rules = new RulesByGroup(api, clock);
  }

  @Override
  public Optional<DirectoryGroup> group(String groupName) {
    // the search may be late, so each is read again
    var found =
        api.groupsNamed(groupName).stream()
            .flatMap(group -> group(new GroupId(group.getId())).stream())
            .filter(group -> group.name().equals(groupName))
            .toList();
    if (found.size() > 1) {
      throw new Refused(
          "%d groups of Okta (%s) are called %s: %s. Name the one that is meant by its id."
              .formatted(
                  found.size(), name, groupName, found.stream().map(DirectoryGroup::id).toList()));
    }
    return found.stream().findFirst();
  }

  @Override
  public Optional<DirectoryGroup> group(GroupId id) {
    return api.group(id.value()).map(this::shown);
  }

  private DirectoryGroup shown(Group group) {
    var id = new GroupId(group.getId());
    var profile = group.getProfile();
    var called = profile == null ? null : profile.getName();
    var rule = group.getType() == GroupType.OKTA_GROUP ? rules.of(id) : Optional.<String>empty();
    return new DirectoryGroup(
        id, called == null ? id.value() : called, keptBy(group, rule), rule.orElse(null), true);
  }

  private static KeptBy keptBy(Group group, Optional<String> rule) {
    var type = group.getType();
    if (type == GroupType.BUILT_IN) {
      return KeptBy.DIRECTORY;
    }
    if (type == GroupType.APP_GROUP) {
      return KeptBy.ELSEWHERE;
    }
    return rule.isPresent() ? KeptBy.RULE : KeptBy.HAND;
  }

  @Override
  public Optional<Member> member(AccountId account) {
    return api.user(account.value())
        .filter(user -> user.id().equals(account.value()))
        .map(this::member);
  }

  @Override
  public Page members(GroupId group, @Nullable String page) {
    var part =
        api.members(group.value(), page)
            .orElseThrow(
                () ->
                    new Refused(
                        "Group %s is gone from Okta (%s); nobody can be read from it."
                            .formatted(group, name)));
    return new Page(part.items().stream().map(this::member).toList(), part.next());
  }

  private Member member(OktaUser user) {
    var called =
        Stream.of("displayName", "firstName", "lastName")
            .map(attribute -> user.attribute(attribute).orElse(""))
            .toList();
    var both = (called.get(1) + " " + called.get(2)).strip();
    var said = called.get(0).isBlank() ? both : called.get(0);
    return new Member(
        user.account(user.attribute(employeeAttribute)),
        said.isBlank() ? user.login() : said,
        user.attribute("email").orElse(null));
  }

  // what has changed

  @Override
  public String mark() {
    return SINCE + clock.instant();
  }

  @Override
  public Changes changes(String mark) {
    return place(mark).orElseGet(() -> new Changes(List.of(), mark(), false, true));
  }

  private Optional<Changes> place(String mark) {
    if (mark.startsWith(AFTER)) {
      return read(null, mark.substring(AFTER.length()));
    }
    return since(mark)
        .filter(since -> since.isAfter(clock.instant().minus(LONGEST_KEPT)))
        .flatMap(since -> read(since.minus(LATE), null));
  }

  private Optional<Changes> read(@Nullable Instant since, @Nullable String after) {
    return api.log(since, after, LoggedChanges.FILTER)
        .map(
            part ->
                new Changes(
                    new LoggedChanges(rules).in(part.items()),
                    part.next() == null ? again(since, after) : AFTER + part.next(),
                    part.next() != null && !part.items().isEmpty(),
                    false));
  }

  /** Okta always says where the log goes on; if it did not, the same is read again next time. */
  private static String again(@Nullable Instant since, @Nullable String after) {
    return since == null ? AFTER + after : SINCE + since.plus(LATE);
  }

  private static Optional<Instant> since(String mark) {
    try {
      return mark.startsWith(SINCE)
          ? Optional.of(Instant.parse(mark.substring(SINCE.length())))
          : Optional.empty();
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
