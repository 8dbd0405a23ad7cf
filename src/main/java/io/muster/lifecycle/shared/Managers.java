package io.muster.lifecycle.shared;

import io.muster.directory.AccountAt;
import io.muster.directory.AccountId;
import io.muster.directory.Directories;
import io.muster.directory.Directory;
import io.muster.directory.MissingManagers;
import io.muster.directory.MissingManagers.Missing;
import io.muster.people.Departures;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Who leads whom, where a directory links accounts. A manager who lives in another directory, or is
 * hired later, cannot be linked; that is kept and made up for.
 */
@Component
public class Managers {
  private static final Logger log = LoggerFactory.getLogger(Managers.class);

  private final MissingManagers missing;
  private final Directories directories;
  private final Workforce workforce;
  private final Departures departures;

  Managers(
      MissingManagers missing,
      Directories directories,
      Workforce workforce,
      Departures departures) {
    this.departures = departures;
    this.missing = missing;
    this.directories = directories;
    this.workforce = workforce;
  }

  /**
   * Links the worker's manager, and the worker to those who have waited for this manager.
   *
   * @return what could not be linked, for people; empty if nothing
   */
  Optional<String> link(Worker worker, Directory here, AccountId account) {
    missing.waitingFor(worker.id(), here.connection()).forEach(this::makeUp);
    var place = new AccountAt(here.connection(), account);
    var manager = worker.manager();
    if (manager == null || here.ensureManager(account, manager)) {
      missing.isSettled(place);
      return Optional.empty();
    }
    missing.isMissing(place, worker.id(), manager);
    return Optional.of(
        "The manager %s has no account in '%s', so the account shows none. It is written as soon as there is one."
            .formatted(manager, here.connection()));
  }

  /** Links those who have waited longest in this directory and whose manager is there by now. */
  public void makeUp(String connection, int limit) {
    missing.oldest(connection, limit).forEach(this::makeUp);
  }

  /** One that fails stays missing: it must not keep another case from going on. */
  private void makeUp(Missing waiting) {
    var place = waiting.place();
    var manager = workforce.find(waiting.employee()).map(Worker::manager).orElse(null);
    var directory = directories.find(place.connection());
    if (manager == null || directory.isEmpty() || departures.leaves(waiting.employee())) {
      missing.isSettled(place);
      return;
    }
    try {
      if (directory.get().ensureManager(place.account(), manager)) {
        missing.isSettled(place);
      } else {
        missing.isMissing(place, waiting.employee(), manager);
      }
    } catch (RemoteFailure later) {
      log.warn("manager of account {} is not linked: {}", place.account(), later.getMessage());
    }
  }

  /** The accounts that show no manager although HR names one, the newest first. */
  public List<Missing> newest(int limit) {
    return missing.newest(limit);
  }
}
