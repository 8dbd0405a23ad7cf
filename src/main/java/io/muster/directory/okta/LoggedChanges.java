package io.muster.directory.okta;

import com.okta.sdk.resource.model.LogEvent;
import com.okta.sdk.resource.model.LogOutcome;
import com.okta.sdk.resource.model.LogTarget;
import io.muster.directory.AccountId;
import io.muster.directory.GroupId;
import io.muster.directory.Roster.Change;
import io.muster.directory.Roster.Change.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the events of the System Log mean for groups and accounts. */
final class LoggedChanges {
  private static final String RULE = "group.user_membership.rule.";
  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("user.lifecycle.create", Kind.ACCOUNT),
              Map.entry("user.lifecycle.activate", Kind.ACCOUNT),
              Map.entry("user.lifecycle.deactivate", Kind.ACCOUNT),
              Map.entry("user.lifecycle.suspend", Kind.ACCOUNT),
              Map.entry("user.lifecycle.unsuspend", Kind.ACCOUNT),
              Map.entry("user.lifecycle.reactivate", Kind.ACCOUNT),
              Map.entry("user.account.update_profile", Kind.ACCOUNT),
              Map.entry("user.lifecycle.delete.completed", Kind.ACCOUNT_GONE),
              Map.entry("group.user_membership.add", Kind.JOINED),
              Map.entry("group.user_membership.remove", Kind.LEFT),
              Map.entry("group.lifecycle.create", Kind.GROUP),
              Map.entry("group.profile.update", Kind.GROUP),
              Map.entry("group.lifecycle.delete", Kind.GROUP_GONE),
              Map.entry(RULE + "deactivated", Kind.GROUP),
              Map.entry(RULE + "invalidate", Kind.GROUP)));

  /** Asks for just these events. */
  static final String FILTER =
      KINDS.keySet().stream()
          .map("eventType eq \"%s\""::formatted)
          .collect(Collectors.joining(" or "));

  private final RulesByGroup rules;

  LoggedChanges(RulesByGroup rules) {
    this.rules = rules;
  }

  List<Change> in(List<LogEvent> events) {
    return events.stream().filter(LoggedChanges::happened).flatMap(this::changes).toList();
  }

  private static boolean happened(LogEvent event) {
    return Optional.ofNullable(event.getOutcome())
        .map(LogOutcome::getResult)
        .map(result -> result == LogOutcome.ResultEnum.SUCCESS)
        .orElse(true);
  }

  private Stream<Change> changes(LogEvent event) {
    var type = String.valueOf(event.getEventType());
    var kind = KINDS.get(type);
    if (kind == null) {
      return Stream.of();
    }
    if (type.startsWith(RULE)) {
      // which groups it fills is not said
      return rules.groups().map(group -> new Change(Kind.GROUP, group, null));
    }
    return switch (kind) {
      case ACCOUNT, ACCOUNT_GONE ->
          targets(event, "User").map(id -> new Change(kind, null, new AccountId(id)));
      case GROUP, GROUP_GONE, MEMBERS ->
          targets(event, "UserGroup").map(id -> new Change(kind, new GroupId(id), null));
      case JOINED, LEFT ->
          targets(event, "UserGroup")
              .flatMap(
                  group ->
                      targets(event, "User")
                          .map(user -> new Change(kind, new GroupId(group), new AccountId(user))));
    };
  }

  /** The ids of what the event is about, of one type. */
  static Stream<String> targets(LogEvent event, String type) {
    return Optional.ofNullable(event.getTarget()).stream()
        .flatMap(List::stream)
        .filter(target -> type.equals(target.getType()))
        .map(LogTarget::getId)
        .flatMap(id -> Optional.ofNullable(id).stream());
  }
}
