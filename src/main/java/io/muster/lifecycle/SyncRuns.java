package io.muster.lifecycle;

/** The runs that bring directories' groups to device management. */
public interface SyncRuns {
  /**
   * Has the next run of this connection begin at once, unless one is under way.
   *
   * @return false if this connection is not mirrored
   */
  boolean runSoon(String connection);
}
