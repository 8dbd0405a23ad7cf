package io.muster.guard;

import io.muster.doors.AccountChange;
import io.muster.doors.AccountChanges;
import io.muster.doors.Role;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Has nobody become a second person by an account they made, joined to a group, or took the
 * password of. Such a change waits for another person and a day, like every other that makes wipes
 * easier; until then the account signs in and works, and decides nothing.
 */
@Component
class DecidingAccounts implements AccountChanges, DecidingGroups {
  /** Whose members decide about no wipe, whatever the settings say: they ask, or only look. */
  private static final Set<String> DECIDE_NOTHING =
      Set.of(Role.HR.group(), Role.PROCESSOWNER.group(), Role.AUDITOR.group());

  /** Whose members hand in nothing that could make wipes easier. */
  private static final Set<String> HAND_NOTHING_IN = Set.of(Role.HR.group(), Role.AUDITOR.group());

  private static final String JOINED = "joined:";
  private static final String PASSWORD = "password";
  private static final String ADDRESS = "address";

  private final Loosenings loosenings;
  private final ObjectProvider<Signatories> signatories;
  private final JdbcClient jdbc;
  private final Clock clock;

  DecidingAccounts(
      Loosenings loosenings,
      ObjectProvider<Signatories> signatories,
      JdbcClient jdbc,
      Clock clock) {
    this.loosenings = loosenings;
    this.signatories = signatories;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void changed(AccountChange change, String by) {
    var account = change.account();
    switch (change.what()) {
      case LEFT -> left(change, by);
      case PASSWORD -> wait(account, PASSWORD, by, "somebody else set its password");
      case ADDRESS -> wait(account, ADDRESS, by, "its e-mail address was changed");
      case JOINED ->
          change.groups().stream()
              .filter(group -> !HAND_NOTHING_IN.contains(group))
              .filter(group -> !isSetUp(account, by))
              .forEach(
                  group -> wait(account, JOINED + group, by, "it was put into the group " + group));
    }
  }

  private void left(AccountChange change, String by) {
    if (change.groups().stream().anyMatch(JdbcLoosenings.AGREEING::contains)) {
      jdbc.sql(
              "insert into muster_removed_member (account, removed_by, removed_at) values (?, ?, ?)")
          .params(change.account(), by, Timestamp.from(clock.instant()))
          .update();
    }
  }

  /**
   * True while one person sets the installation up: nobody else could agree, and nobody who could
   * was ever taken out by hand. Accounts are compared, as names and addresses can be changed.
   */
  private boolean isSetUp(String account, String by) {
    var removed =
        jdbc.sql("select exists (select from muster_removed_member)").query(Boolean.class).single();
    if (removed) {
      return false;
    }
    return signatories.getObject().members(JdbcLoosenings.AGREEING).stream()
        .filter(member -> !member.equals(account))
        .allMatch(by::equals);
  }

  private void wait(String account, String what, String by, String words) {
    loosenings.submit(
        new Loosening(
            new Subject(Kind.ACCOUNT, account, what, "an account"),
            // each is a change of its own, so that no yes to an earlier one counts for it
            new Digest(
                ContentDigest.of("account", account, what),
                ContentDigest.of(account, what, clock.instant().toString())),
            List.of(
                "'%s' would decide about wipes, or hand changes in, although %s by '%s'"
                    .formatted(account, words, by)),
            signatories.getObject().find(by),
            Map.of()));
  }

  @Override
  public void recovered(String account) {
    jdbc.sql(
            """
            update muster_loosening set state = 'REPLACED', ended_at = ?, end_reason = 'recovered by a setting'
            where kind = 'ACCOUNT' and name = ? and state in ('WAITING', 'REFUSED')
              and origin in ('password', 'address', ?)
            """)
        .params(Timestamp.from(clock.instant()), account, JOINED + Role.ADMINISTRATOR.group())
        .update();
  }

  @Override
  public Set<String> among(String account, Set<String> groups) {
    var open = open(account);
    if (open.contains(PASSWORD) || open.contains(ADDRESS)) {
      return Set.of();
    }
    var counted = new HashSet<>(groups);
    counted.removeIf(group -> DECIDE_NOTHING.contains(group) || open.contains(JOINED + group));
    return Set.copyOf(counted);
  }

  @Override
  public Optional<String> why(String account) {
    var open = open(account);
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The account %s was changed (%s), and decides about wipes once another person has agreed to that and the time has passed: GET /api/models/pending."
                .formatted(account, open.stream().sorted().collect(Collectors.joining(", "))));
  }

  /** What was changed last of each kind, unless people have agreed and the time has passed. */
  private Set<String> open(String account) {
    return jdbc
        .sql(
            """
            select origin from (
              select distinct on (origin) origin, state, live_at from muster_loosening
              where kind = 'ACCOUNT' and name = ? order by origin, id desc) newest
            where state = 'REFUSED' or (state = 'WAITING' and (live_at is null or live_at > ?))
            """)
        .params(account, Timestamp.from(clock.instant()))
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toSet());
  }
}
