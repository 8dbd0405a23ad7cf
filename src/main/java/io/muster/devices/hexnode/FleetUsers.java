package io.muster.devices.hexnode;

import static io.muster.devices.hexnode.HexnodeProperties.Family.USERS;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.devices.FleetUserId;
import io.muster.devices.hexnode.HexnodeApi.Enrolment;
import io.muster.devices.hexnode.HexnodeApi.NewUser;
import io.muster.devices.hexnode.HexnodeApi.User;
import io.muster.ledger.Entry;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Ownership;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The people Hexnode knows. */
final class FleetUsers {
  /** Everything that was enrolled without a name hangs on this user; it is nobody. */
  private static final String NOBODY = "Default User";

  private static final long FIRST = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Hexnode hexnode;
  private final FleetIndex index;

  FleetUsers(Hexnode hexnode, FleetIndex index) {
    this.hexnode = hexnode;
    this.index = index;
  }

  /** True if this is the user of devices that belong to nobody. */
  static boolean isNobody(@Nullable String name) {
    return NOBODY.equals(name);
  }

  /** Even where somebody gave the portal's first user another name, it has no address. */
  static boolean isNobody(User user) {
    return isNobody(user.name()) || (user.id() == FIRST && isBlank(user.email()));
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /** Hexnode cannot be asked for an address, so the list of all users is looked through. */
  Optional<FleetUserId> find(String email) {
    return theOne(email, index.usersWith(email));
  }

  private static Optional<FleetUserId> theOne(String email, List<User> users) {
    var found =
        users.stream()
            .filter(user -> email.equalsIgnoreCase(user.email()))
            .collect(Collectors.toMap(User::id, user -> user, (one, again) -> one));
    if (found.size() > 1) {
      throw new Refused(
          "Hexnode has %d users with the address %s: %s. Keep one of them."
              .formatted(
                  found.size(),
                  email,
                  found.values().stream()
                      .map(user -> "%d in %s".formatted(user.id(), user.domain()))
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return found.keySet().stream().findFirst().map(FleetUsers::idOf);
  }

  FleetUserId ensure(Worker worker) {
    return find(worker.workEmail()).orElseGet(() -> create(worker));
  }

  private FleetUserId create(Worker worker) {
    var user = new NewUser(worker.fullName(), worker.workEmail());
    try {
      return hexnode
          .perform(
              "user.create",
              List.of(worker.id().value()),
              api -> newId(api.createUser(hexnode.body(USERS, user))))
          .map(id -> made(id, user))
          .or(() -> findAnew(worker.workEmail()))
          .orElseThrow(
              () ->
                  Unavailable.answerLost(
                      "Hexnode took the new user %s and does not show it yet."
                          .formatted(worker.id()),
                      null));
    } catch (Refused refused) {
      // somebody else, or the directory's sync, may have been faster
      return findAnew(worker.workEmail()).orElseThrow(() -> refused);
    }
  }

  /** What was just asked for is in no list that was read before. */
  private Optional<FleetUserId> findAnew(String email) {
    return theOne(email, index.usersWithNow(email));
  }

  private FleetUserId made(long id, NewUser user) {
    index.made(new User(id, user.name(), user.email(), "local"));
    return idOf(id);
  }

  void askToEnrol(FleetUserId user, Ownership ownership, String occasion) {
    var target = user + "/" + occasion;
    // even a request whose answer was lost may have gone out, and nobody wants it twice
    if (hexnode.ledger().latest("enrolment.ask", target).filter(Entry::mayHaveHappened).isEmpty()) {
      var word =
          switch (ownership) {
            case CORPORATE -> "corporate";
            case PERSONAL -> "personal";
            case UNKNOWN -> "user_choice";
          };
      hexnode.perform(
          "enrolment.ask",
          List.of(target),
          api -> {
            api.askToEnrol(user.value(), hexnode.body(USERS, new Enrolment(word)));
            return true;
          });
    }
  }

  /** The id in an answer to a create call, whose shape is not documented. */
  static Optional<Long> newId(@Nullable String answer) {
    try {
      var id = JSON.readTree(answer == null ? "" : answer).path("id");
      return id.canConvertToLong() && id.longValue() > 0
          ? Optional.of(id.longValue())
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static FleetUserId idOf(long id) {
    return new FleetUserId(Long.toString(id));
  }
}
