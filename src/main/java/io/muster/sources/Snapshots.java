package io.muster.sources;

import io.muster.intake.Inbox.Receipt;
import io.muster.people.EmploymentChange.Terminated;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what sources say is the case, and hands on what has changed.
 *
 * <p>Of every person of every source the last accepted snapshot is kept. A new one is compared with
 * it, and each difference becomes an event in the inbox, in the same commit. The same snapshot
 * again changes nothing, so reading too often is harmless.
 */
public interface Snapshots {
  /**
   * Takes in what a source says about some of its people. Nothing follows from who is not among
   * them. People the source has not named before are hired, so a source that can be read whole is
   * read so first. Where far more people leave than on an ordinary day nothing is taken in until an
   * operator has looked.
   *
   * @return the events this made, in the order they were taken in; empty if nothing has changed, or
   *     if it is held
   */
  List<Receipt> some(String source, List<WorkerSnapshot> people);

  /**
   * Takes in what a source says about all of its people: what {@link #some} does, and notice of who
   * is missing. Where much more differs than on an ordinary day nothing is taken in until an
   * operator has looked. Whoever began before the first one of a source is made known, and nothing
   * is started for them whenever they are first understood, unless it is configured to.
   */
  default Reading all(String source, List<WorkerSnapshot> everybody) {
    return all(source, everybody, 0);
  }

  /**
   * The same, where some records are of nobody knows whom: each may be of somebody who seems to be
   * missing, so nobody is counted as missing then.
   *
   * @param nameless how many such records there are
   */
  Reading all(String source, List<WorkerSnapshot> everybody, int nameless);

  /**
   * What {@link #all}, or {@link #some}, would do, a line each; nothing is done or kept.
   *
   * @param whole whether these are all of the source's people
   */
  List<String> wouldDo(String source, List<WorkerSnapshot> people, boolean whole);

  /**
   * Who would leave by what {@link #all} would take in; nothing is done or kept. Whoever is missing
   * has not left.
   */
  List<Terminated> leavers(String source, List<WorkerSnapshot> everybody);

  /**
   * Takes in a reading that is held.
   *
   * @param by who has looked at it
   * @throws RuntimeException if nothing is held under this number
   */
  List<Receipt> letThrough(long number, String by);

  /**
   * What became of a whole reading.
   *
   * @param number by which an operator can let it through
   * @param held why it was not taken in, or null if it was
   * @param events how many events it made, without those that were refused
   * @param missing how many people are not in it who were before
   * @param refused of how many people it was not, or not all, taken in
   * @param outdated how many people were left as they are, as a newer word about them is known
   * @param people how many people are in it
   * @param adopted how many are known from now on who work there already
   */
  record Reading(
      long number,
      @Nullable String held,
      int events,
      int missing,
      int refused,
      int outdated,
      int people,
      int adopted) {
    /** One of which nothing was done. */
    static Reading held(long number, String why) {
      return new Reading(number, why, 0, 0, 0, 0, 0, 0);
    }
  }
}
