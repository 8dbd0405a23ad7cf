package io.muster.simulator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a simulator listens and what it runs on.
 *
 * @param host the address to bind; loopback unless somebody decides otherwise
 * @param port the port, or 0 for any free one
 * @param threads how many calls it reads at the same time
 * @param clock the time it lives in
 * @param control whether {@code /_control} answers, to those who know the token
 * @param controlToken the token, or null for one made at the start
 * @param remembers how many calls the journal keeps; older ones are forgotten first
 * @param traffic the folder that gets every call as a JSON line, or null for none
 */
public record SimulatorSettings(
    String host,
    int port,
    int threads,
    SimulatedClock clock,
    boolean control,
    @Nullable String controlToken,
    int remembers,
    @Nullable Path traffic) {
  private static final int REMEMBERS = 50_000;

  /** Loopback, any free port, the machine's time, no control API; traffic if the JVM was asked. */
  public static SimulatorSettings onLoopback() {
    return new SimulatorSettings(
        "127.0.0.1", 0, 8, SimulatedClock.system(), false, null, REMEMBERS, Traffic.asked());
  }

  public SimulatorSettings at(String newHost, int newPort) {
    return new SimulatorSettings(
        newHost, newPort, threads, clock, control, controlToken, remembers, traffic);
  }

  public SimulatorSettings in(SimulatedClock newClock) {
    return new SimulatorSettings(
        host, port, threads, newClock, control, controlToken, remembers, traffic);
  }

  /** The journal keeps the newest so many calls; it counts all. */
  public SimulatorSettings remembering(int calls) {
    return new SimulatorSettings(host, port, threads, clock, control, controlToken, calls, traffic);
  }

  /** So many calls are read at the same time. */
  public SimulatorSettings reading(int atATime) {
    return new SimulatorSettings(
        host, port, atATime, clock, control, controlToken, remembers, traffic);
  }

  public SimulatorSettings withControl() {
    return new SimulatorSettings(
        host, port, threads, clock, true, controlToken, remembers, traffic);
  }

  /** The same with a control API for those who know this token. */
  public SimulatorSettings withControl(String newToken) {
    return new SimulatorSettings(host, port, threads, clock, true, newToken, remembers, traffic);
  }

  public SimulatorSettings recordingTo(Path folder) {
    return new SimulatorSettings(
        host, port, threads, clock, control, controlToken, remembers, folder);
  }
}
