package io.muster.preflight;

import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tables that are live, and the cases that run, count on elsewhere. */
public interface Expectations {
  /** The connections that new people may be routed to. */
  Set<String> connections();

  /** The groups that directories should have. */
  Set<String> groups();

  /** The policies that the fleet should have. */
  Set<String> policies();

  /** The login windows that machines get, for the people of each connection. */
  List<LoginWindow> loginWindows();

  /** True if HR's newest word is that this person leaves, has left or does not come. */
  boolean leaves(EmployeeId employee);

  /**
   * What people of one connection sign in by at machines of one platform.
   *
   * @param connection the configured name of the directory they live in
   * @param directory what it is, such as {@code Okta}
   * @param platform {@code macos} or {@code windows}
   * @param policy the policy that brings the fleet's own window, or null if they keep the system's
   */
  record LoginWindow(
      String connection, String directory, String platform, @Nullable String policy) {}
}
