package io.muster.lifecycle.sync;

import io.muster.process.DecisionTables;
import org.springframework.stereotype.Component;

/**
 * Marks what the tables have to be asked about again although the directory has nothing new: people
 * of whom HR says something else now, and everything once a table was edited.
 */
@Component
class OutdatedDecisions {
  private final DecisionTables tables;
  private final Runs runs;
  private final People people;
  private final Groups groups;

  OutdatedDecisions(DecisionTables tables, Runs runs, People people, Groups groups) {
    this.tables = tables;
    this.runs = runs;
    this.people = people;
    this.groups = groups;
  }

  void mark(String connection) {
    var now =
        tables.versions("syncScope", "deviceEntitlement", "expectedGroups", "policyAssignment");
    if (!now.equals(runs.tables(connection).orElse(""))) {
      people.sortAll(connection);
      groups.tieAll(connection);
      runs.tables(connection, now);
    } else {
      people.sortWhoChanged(connection);
    }
  }
}
