package io.muster.directory;

import io.muster.remote.RemoteFailure;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** All configured directories, by the name of their connection. */
@Component
public class Directories {
  /** What may stand in addresses, budgets and tables alike. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final SortedMap<String, Directory> byName;

  /**
   * Collects them.
   *
   * @throws IllegalStateException if two connections bear one name, or one bears a name that cannot
   *     be used
   */
  public Directories(List<DirectorySource> sources) {
    var collected = new TreeMap<String, Directory>();
    for (var source : sources) {
      source.directories().forEach(directory -> add(directory, collected));
    }
    byName = Collections.unmodifiableSortedMap(collected);
  }

  private static void add(Directory directory, SortedMap<String, Directory> collected) {
    var name = directory.connection();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalStateException(
          "The directory connection '%s' has to be named with letters, digits, - and _, 64 at most. Change its name under connections."
              .formatted(name));
    }
    if (collected.putIfAbsent(name, directory) != null) {
      throw new IllegalStateException(
          "Two directory connections are named '%s', and tables, budgets and the ledger tell them apart by name alone. Give one of them another name under connections, whichever vendor's it is."
              .formatted(name));
    }
  }

  /** Every directory, by name. */
  public Collection<Directory> all() {
    return byName.values();
  }

  /** The directory behind this connection, if there is one. */
  public Optional<Directory> find(String connection) {
    return Optional.ofNullable(byName.get(connection));
  }

  /**
   * The directory behind this connection.
   *
   * @throws RemoteFailure.Misconfigured if there is none of that name
   */
  public Directory named(String connection) {
    var directory = byName.get(connection);
    if (directory == null) {
      throw new RemoteFailure.Misconfigured(
          "There is no directory connection '%s'; configured are %s. Correct the table that names it (connection-routing.dmn decides where new people live) or the configuration, then set the retries of this step to 1: the table is asked again."
              .formatted(connection, byName.keySet()));
    }
    return directory;
  }
}
