package io.muster.scim;

import io.muster.directory.Roster.Change.Kind;
import io.muster.intake.Inbox;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.Leaves;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A directory says what accounts it holds. That is a mirror and a hint, never a word about
 * employment: that an account was barred or deleted is held for a person, unless HR has said that
 * its owner leaves, or is away and may have been barred for that.
 */
@Component
class DirectoryPush implements ScimPushHandler {
  private static final Logger log = LoggerFactory.getLogger(DirectoryPush.class);

  private final ScimProperties properties;
  private final GroupRows groups;
  private final MirrorChanges changes;
  private final Inbox inbox;
  private final Departures departures;
  private final Leaves leaves;
  private final MirrorChangedPublisher news;
  private final Clock clock;

  DirectoryPush(
      ScimProperties properties,
      GroupRows groups,
      MirrorChanges changes,
      Inbox inbox,
      Departures departures,
      Leaves leaves,
      MirrorChangedPublisher news,
      Clock clock) {
    this.properties = properties;
    this.groups = groups;
    this.changes = changes;
    this.inbox = inbox;
    this.departures = departures;
    this.leaves = leaves;
    this.news = news;
    this.clock = clock;
  }

  @Override
  public void pushed(@Nullable UserRow before, UserRow now) {
    if (before != null && before.version() == now.version()) {
      return;
    }
    changes.note(now.client(), Kind.ACCOUNT, now.id());
    news.about(now);
    if (before != null
        && before.content().active()
        && !now.content().active()
        && employee(now).filter(this::isAway).isEmpty()) {
      hold(now, "v" + now.version(), "is no longer active");
    }
  }

  @Override
  public void deleted(UserRow user) {
    groups
        .groupsOf(List.of(user.id()))
        .getOrDefault(user.id(), List.of())
        .forEach(group -> changes.note(user.client(), Kind.LEFT, group.id(), List.of(user.id())));
    changes.note(user.client(), Kind.ACCOUNT_GONE, user.id());
    news.about(user);
    if (user.content().active()) {
      hold(user, "deleted", "was deleted");
    }
  }

  private boolean isAway(EmployeeId employee) {
    return leaves
        .of(employee, ZoneOffset.UTC)
        .filter(leave -> leave.covers(clock.instant()))
        .isPresent();
  }

  private void hold(UserRow user, String what, String inWords) {
    var employee = employee(user).map(EmployeeId::value).orElse(null);
    if (employee == null) {
      // it is nobody's whom HR could know; drift shows it, and events are about people
      log.info("SCIM client {}: an account without a number {}", user.client(), inWords);
      return;
    }
    if (departures.leaves(new EmployeeId(employee))) {
      log.info("SCIM client {}: the account of leaver {} {}", user.client(), employee, inWords);
      return;
    }
    inbox.refuse(
        Meanings.source(user.client()),
        user.id() + "-" + what,
        employee,
        "account %s %s".formatted(user.id(), inWords),
        "Directory client %s says that the account %s, of %s, %s, but HR has not said that anybody leaves. Nothing was started, as only HR says who works here: enter the departure in HR if there is one, else let the account in again in the directory."
            .formatted(user.client(), user.content().userName(), employee, inWords));
  }

  private Optional<EmployeeId> employee(UserRow user) {
    var client = properties.clients().get(user.client());
    return client == null
        ? Optional.empty()
        : EmployeeNumbers.of(user.content(), client.employeeId());
  }
}
