package io.muster.sources;

import io.muster.intake.Inbox.Receipt;
import java.util.List;

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
   * them.
   *
   * @return the events this made, in the order they were taken in; empty if nothing has changed
   */
  List<Receipt> some(String source, List<WorkerSnapshot> people);

  /**
   * Takes in what a source says about all of its people: what {@link #some} does, and notice of who
   * is missing. Where much more differs than on an ordinary day nothing is taken in until an
   * operator has looked.
   */
  Reading all(String source, List<WorkerSnapshot> everybody);

  /**
   * What became of a whole reading.
   *
   * @param number by which an operator can let it through
   * @param held why it was not taken in, or null if it was
   * @param events how many events it made
   * @param missing how many people are not in it who were before
   */
  record Reading(
      long number, @org.jspecify.annotations.Nullable String held, int events, int missing) {}
}
