package io.muster.sources;

import io.muster.intake.DryRun.Expected;
import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Optional;

/** Says what a file of HR would do if it were dropped; nothing of it is kept. */
public interface FileTrials {
  /** The sources whose files are read, by name. */
  List<String> sources();

  /**
   * Reads the file as the folder of this source would.
   *
   * @return empty if there is no such source
   */
  Optional<Trial> of(String source, byte[] content);

  /**
   * What a file would do.
   *
   * @param problems why it would not be taken in; none if it would
   * @param events what would become of each of its events; none for a file of all people
   * @param untried how many of its events were not tried, as there are too many
   * @param deeds what a file of all people would do, a line each
   * @param notes what would be passed over
   */
  record Trial(
      List<String> problems,
      List<Event> events,
      int untried,
      List<String> deeds,
      List<String> notes) {}

  /**
   * One event of a file.
   *
   * @param line the line it ends on
   * @param type such as {@code worker.hired}
   * @param expected what would become of it
   */
  record Event(long line, EmployeeId employee, String type, Expected expected) {}
}
