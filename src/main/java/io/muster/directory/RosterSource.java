package io.muster.directory;

import java.util.Map;

/** What directories have told us by themselves, where it can be read like a directory. */
public interface RosterSource {
  /** The rosters by name, which is as good as a connection's for a sync. */
  Map<String, Roster> rosters();
}
