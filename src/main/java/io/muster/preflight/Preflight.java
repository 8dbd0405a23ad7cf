package io.muster.preflight;

import io.muster.remote.RemoteFailure;
import java.util.List;

/**
 * Looks at one connection without changing anything: only reading calls, in a lane of their own.
 */
public interface Preflight {
  /** The configured name of the connection. */
  String connection();

  /** What it is, such as {@code Okta}. */
  String kind();

  /**
   * Everything that was found, what is good included.
   *
   * @param expected what our own tables count on
   * @throws RemoteFailure where it cannot go on; what it says is a finding too
   */
  List<Finding> check(Expectations expected);
}
