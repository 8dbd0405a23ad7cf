package io.muster.scim;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.GroupId;
import io.muster.scim.ScimProperties.Role;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells whoever waits for a directory that it has pushed something. */
@Component
class MirrorChangedPublisher {
  private final ScimProperties properties;
  private final ApplicationEventPublisher events;

  MirrorChangedPublisher(ScimProperties properties, ApplicationEventPublisher events) {
    this.properties = properties;
    this.events = events;
  }

  /** An account is new, was changed or is gone. */
  void about(UserRow user) {
    // behind a connection of ours an account goes by the directory's own id
    var account =
        connection(user.client()).isEmpty()
            ? Optional.of(user.id().toString())
            : user.content().text("externalId");
    publish(user.client(), account.map(AccountId::new).map(Set::of).orElse(Set.of()), Set.of());
  }

  /** Others are in a group than before. */
  void about(String client, UUID group) {
    var configured = properties.clients().get(client);
    if (configured != null && configured.role() == Role.DIRECTORY) {
      publish(client, Set.of(), Set.of(new GroupId(group.toString())));
    }
  }

  private void publish(String client, Set<AccountId> accounts, Set<GroupId> groups) {
    if (!accounts.isEmpty() || !groups.isEmpty()) {
      events.publishEvent(
          new DirectoryChangedEvent(connection(client).orElse(client), accounts, groups));
    }
  }

  private Optional<String> connection(String client) {
    return Optional.ofNullable(properties.clients().get(client))
        .flatMap(configured -> Optional.ofNullable(configured.connection()));
  }
}
