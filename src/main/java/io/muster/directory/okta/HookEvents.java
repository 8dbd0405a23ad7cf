package io.muster.directory.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.GroupId;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which accounts and groups a delivery of Okta's event hooks is about. */
final class HookEvents {
  /** The beginnings of the types we care about; what Okta adds later is passed by. */
  private static final List<String> OURS =
      List.of(
          "user.lifecycle.",
          "user.account.update_profile",
          "group.user_membership.",
          "group.lifecycle.");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HookEvents() {}

  /** The news in this body; empty if it is not a delivery at all. */
  static Optional<DirectoryChangedEvent> read(String connection, byte[] body) {
    JsonNode delivery;
    try {
      delivery = JSON.readTree(body);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
    var events = delivery == null ? null : delivery.path("data").path("events");
    if (events == null || !events.isArray()) {
      return Optional.empty();
    }
    var accounts = new HashSet<AccountId>();
    var groups = new HashSet<GroupId>();
    for (var event : events) {
      var type = event.path("eventType").asText();
      if (OURS.stream().noneMatch(type::startsWith)) {
        continue;
      }
      for (var target : event.path("target")) {
        var id = target.path("id").asText();
        if (!ID.matcher(id).matches()) {
          continue;
        }
        switch (target.path("type").asText()) {
          case "User" -> accounts.add(new AccountId(id));
          case "UserGroup" -> groups.add(new GroupId(id));
          default -> {}
        }
      }
    }
    return Optional.of(new DirectoryChangedEvent(connection, accounts, groups));
  }
}
