package io.muster.system;

import io.muster.simulator.Simulator;
import java.util.Map;
import java.util.Set;

/**
 * One directory of one vendor, played, with the groups and rules that our tables expect. JUnit must
 * not close it between two tests, so it is none of those things that close themselves.
 */
interface PlayedDirectory {
  /** The name of its connection. */
  String connection();

  /** The domain of its people's addresses, by which they are routed to it. */
  String domain();

  /** What the service has to know to reach it. */
  Map<String, String> settings();

  /** What nobody else may ever see. */
  String secret();

  /** Somebody takes the secret away, and whatever was given out for it. */
  void revokeSecret();

  /** An administrator makes another secret; what the service has to know from then on. */
  Map<String, String> makeSecret();

  /** The server itself, for its journal and faults. */
  Simulator server();

  /** True if somebody can sign in with this address. */
  boolean letsIn(String address);

  /** An administrator bars the account of this address. */
  void bar(String address);

  /** True if there is an account of this address, usable or not. */
  boolean knows(String address);

  /** The names of the groups the account is in now. */
  Set<String> groupsOf(String address);

  /** Ends it. */
  default void close() {
    server().close();
  }
}
