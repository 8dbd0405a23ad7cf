package io.muster.systems;

import io.muster.remote.BudgetProperties.Limits;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.PublishedLimits;
import io.muster.remote.RemoteFailure;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** All systems that diagrams may call, by name. */
final class ConnectedSystems implements AutoCloseable {
  private final Map<String, ConnectedSystem> systems = new TreeMap<>();

  private final ScheduledExecutorService alarms =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "system-calls");
            thread.setDaemon(true);
            return thread;
          });

  ConnectedSystems(
      SystemsProperties properties,
      OutboundCallGuard guard,
      AllowedAddresses.Lookup lookup,
      Clock clock) {
    var outside = new ConnectedSystem.Outside(lookup, alarms, clock);
    properties
        .systems()
        .forEach(
            (name, connection) ->
                systems.put(
                    name,
                    new ConnectedSystem(
                        new ConnectedSystem.Named(name, connection), guard, outside)));
  }

  /** The system of that name, if there is one. */
  Optional<ConnectedSystem> find(String name) {
    return Optional.ofNullable(systems.get(name));
  }

  /**
   * The system of that name.
   *
   * @throws RemoteFailure.Misconfigured if there is none
   */
  ConnectedSystem named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new RemoteFailure.Misconfigured(
                    "There is no system '%s'. Set muster.systems.%s.url.".formatted(name, name)));
  }

  /** The names of all. */
  Set<String> names() {
    return new TreeSet<>(systems.keySet());
  }

  @Override
  public void close() {
    systems.values().forEach(ConnectedSystem::close);
    alarms.shutdownNow();
  }

  /** Tells the budget what the settings say. */
  static PublishedLimits limits(SystemsProperties properties) {
    return connection ->
        connection.startsWith("system.")
            ? Optional.ofNullable(properties.systems().get(connection.substring(7)))
                .map(system -> new Limits(system.perMinute(), null))
            : Optional.empty();
  }
}
