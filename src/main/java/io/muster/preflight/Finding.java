package io.muster.preflight;

import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;

/**
 * One thing that was found.
 *
 * @param severity how bad it is
 * @param what it is, for people
 * @param remedy what to do about it; empty where there is nothing to do
 */
public record Finding(Severity severity, String what, String remedy) {

  /** How bad it is, the worst first. */
  public enum Severity {
    /** People cannot be let in or out as they should. */
    BLOCKS,
    /** Works, but not for long, or not for everybody. */
    WARNS,
    /** Could not be looked at, so nobody knows. */
    UNKNOWN,
    /** As it should be. */
    GOOD
  }

  /** As it should be. */
  public static Finding good(String what) {
    return new Finding(Severity.GOOD, what, "");
  }

  /** In the way. */
  public static Finding blocks(String what, String remedy) {
    return new Finding(Severity.BLOCKS, what, remedy);
  }

  /** Not in the way yet. */
  public static Finding warns(String what, String remedy) {
    return new Finding(Severity.WARNS, what, remedy);
  }

  /** Nobody could look. */
  public static Finding unknown(String what, String remedy) {
    return new Finding(Severity.UNKNOWN, what, remedy);
  }

  /** What it means that a look failed so. */
  public static Finding of(RemoteFailure failure) {
    var message = String.valueOf(failure.getMessage());
    if (failure instanceof Misconfigured) {
      return blocks(message, "Do what it says and look again.");
    }
    if (failure instanceof Refused) {
      return warns(message, "Do what it says and look again.");
    }
    return unknown("Could not be looked at: " + message, "Look again when the system answers.");
  }
}
