package io.muster.directory;

import io.muster.remote.RemoteFailure.Misconfigured;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Everything groups and their members can be read from: the directories themselves, and what others
 * have pushed to us. Where both bear one name, the directory itself is read.
 */
@Component
public class Rosters {
  private final Directories directories;
  private final Map<String, Roster> pushed = new TreeMap<>();

  Rosters(Directories directories, ObjectProvider<RosterSource> sources) {
    this.directories = directories;
    sources.forEach(source -> pushed.putAll(source.rosters()));
  }

  /**
   * The reading side of what bears this name.
   *
   * @throws Misconfigured if nothing does
   */
  public Roster named(String name) {
    var directory = directories.find(name);
    if (directory.isPresent()) {
      return directory.get().roster();
    }
    var roster = pushed.get(name);
    if (roster == null) {
      var names = new TreeSet<>(pushed.keySet());
      directories.all().forEach(known -> names.add(known.connection()));
      throw new Misconfigured(
          "There is no directory connection and no SCIM client '%s'; there are %s. Mend the name under muster.sync.connections, then set the retries of this step to 1."
              .formatted(name, names));
    }
    return roster;
  }
}
