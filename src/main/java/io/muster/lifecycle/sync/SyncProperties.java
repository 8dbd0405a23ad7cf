package io.muster.lifecycle.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which groups of which directories are mirrored in the device fleet.
 *
 * @param connections one sync for each directory connection, or SCIM client of the role directory,
 *     that is named; default none
 * @param poll how often to look whether one is due, default 10 seconds
 */
@ConfigurationProperties("muster.sync")
record SyncProperties(
    @DefaultValue Map<String, Connection> connections, @DefaultValue("10s") Duration poll) {
  private static final String PREFIX = "muster.sync.connections.";
  private static final String GRANTED = "yes-the-entire-directory";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");
  private static final Set<String> EVERYBODY =
      Set.of("*", "all", "everyone", "everybody", "all users", "all employees and guests");

  SyncProperties {
    connections = Map.copyOf(connections);
  }

  /** Who makes the users and fills the groups of the fleet. */
  enum Mode {
    /** The fleet copies them from the directory by itself: we look, wait and never write. */
    DIRECTORY_USERS,
    /** They are the fleet's own users: we make them and put them into groups. */
    LOCAL_USERS
  }

  /**
   * The sync of one directory.
   *
   * @param groups the names or ids of the groups whose members are mirrored. Needed
   * @param watch the names or ids of groups that are not mirrored, but whose members HR's rules
   *     have to explain too; default none
   * @param every how long after a run the next one begins; default 1 hour
   * @param mode who makes users and fills groups in the fleet; default {@code directory-users}
   * @param everyone {@code yes-the-entire-directory} to allow a group that everybody is in
   * @param removalPercent how much of the mirrored people is taken out without asking within a
   *     removal window; default 10
   * @param removalPeople how many people are taken out without asking within a removal window, if
   *     more; default 5
   * @param removalWindow the time over which removals are added up; default 1 day
   * @param quiet how long after news from the directory a run begins, so that one run hears of many
   *     changes; default 30 seconds
   * @param proofCheck between two looks whether the fleet is as wished; default 15 minutes
   * @param proofDeadline until a fleet that is not goes to a person; default 26 hours, as the
   *     fleet's own sync may run once a day
   * @param lookAgain after which time a question about removals is asked anew, with what has
   *     changed since; default 1 day
   * @param driftTaskFrom from how many new drifts on a task is made of them; default 1
   */
  record Connection(
      @DefaultValue List<String> groups,
      @DefaultValue List<String> watch,
      @DefaultValue("1h") Duration every,
      @DefaultValue("directory-users") Mode mode,
      @Nullable String everyone,
      @DefaultValue("10") int removalPercent,
      @DefaultValue("5") int removalPeople,
      @DefaultValue("1d") Duration removalWindow,
      @DefaultValue("30s") Duration quiet,
      @DefaultValue("15m") Duration proofCheck,
      @DefaultValue("26h") Duration proofDeadline,
      @DefaultValue("1d") Duration lookAgain,
      @DefaultValue("1") int driftTaskFrom) {
    Connection {
      groups = List.copyOf(groups);
      watch = List.copyOf(watch);
    }

    /** True if this is looked at for drift and not mirrored. */
    boolean watches(String group) {
      return !groups.contains(group);
    }

    /** Every group that is looked at, mirrored or not. */
    List<String> looked() {
      return Stream.concat(groups.stream(), watch.stream()).distinct().toList();
    }

    boolean everyoneIsMeant() {
      return GRANTED.equals(everyone);
    }
  }

  /**
   * Looks the settings through.
   *
   * @throws IllegalStateException that names everything missing or wrong
   */
  void check() {
    var wrong = new ArrayList<String>();
    new TreeMap<>(connections)
        .forEach((name, connection) -> problems(name, connection).forEach(wrong::add));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "Directory sync is not set up: " + String.join("; ", wrong) + ".");
    }
  }

  private static List<String> problems(String name, Connection connection) {
    var prefix = PREFIX + name;
    var wrong = new ArrayList<String>();
    if (!NAME.matcher(name).matches()) {
      wrong.add(prefix + " must be at most 50 letters, digits, dots, dashes and underscores");
    }
    if (connection.groups().isEmpty()) {
      wrong.add(
          prefix + ".groups names no group, which would mean everybody; name the groups to mirror");
    }
    if (connection.everyone() != null && !connection.everyoneIsMeant()) {
      wrong.add(prefix + ".everyone must be '" + GRANTED + "' or be left out");
    }
    for (var group : connection.groups()) {
      if (group.isBlank() || group.strip().equals("*")) {
        wrong.add(prefix + ".groups holds '" + group + "', which is no group; name each one");
      } else if (!connection.everyoneIsMeant()
          && EVERYBODY.contains(group.strip().toLowerCase(Locale.ROOT))) {
        wrong.add(
            "%s.groups names '%s', which means the whole directory; name smaller groups, or set %s.everyone to %s"
                .formatted(prefix, group, prefix, GRANTED));
      }
    }
    connection.watch().stream()
        .filter(String::isBlank)
        .forEach(group -> wrong.add(prefix + ".watch holds a name that is empty; leave it out"));
    if (connection.removalPercent() < 0 || connection.removalPercent() > 100) {
      wrong.add(prefix + ".removal-percent must be 0 to 100");
    }
    if (connection.removalPeople() < 0) {
      wrong.add(prefix + ".removal-people must be 0 or more");
    }
    if (connection.removalWindow().isNegative()) {
      wrong.add(prefix + ".removal-window must be 0 or more");
    }
    if (connection.every().compareTo(Duration.ofMinutes(1)) < 0) {
      wrong.add(prefix + ".every must be a minute or more");
    }
    return wrong;
  }
}
