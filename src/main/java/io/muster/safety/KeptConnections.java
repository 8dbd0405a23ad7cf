package io.muster.safety;

import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Loosenings;
import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystems;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps where connections lead. One that was added or re-pointed since people last agreed works for
 * everything but destruction: nothing is wiped by it, or because of what it says, until people have
 * agreed to it. Whoever holds the settings could otherwise have another HR name the leavers. A
 * changed secret is no other place, and what the first start finds is taken as it is.
 */
@Component
class KeptConnections implements SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(KeptConnections.class);
  private static final String NAME = "connection ";
  private static final String NOWHERE = "nothing";

  private final ObjectProvider<ConnectedSystems> systems;
  private final JdbcClient jdbc;
  private final Loosenings loosenings;
  private final Clock clock;
  private volatile List<Waiting> waiting = List.of();

  KeptConnections(
      ObjectProvider<ConnectedSystems> systems,
      JdbcClient jdbc,
      Loosenings loosenings,
      Clock clock) {
    this.systems = systems;
    this.jdbc = jdbc;
    this.loosenings = loosenings;
    this.clock = clock;
  }

  /** A connection that people have not agreed to, and the number of the change. */
  private record Waiting(ConnectedSystem system, long change) {}

  @Override
  public void afterSingletonsInstantiated() {
    var kept = kept();
    var isFirstStart = kept.isEmpty();
    var configured = systems.stream().flatMap(each -> each.connected().stream()).toList();
    var unknown = new ArrayList<Waiting>();
    var names = new HashSet<String>();
    for (var system : configured) {
      names.add(NAME + system.setting());
      var before = kept.getOrDefault(system.setting(), NOWHERE);
      if (isFirstStart || before.equals(system.account())) {
        loosenings.withdraw(Kind.SETTINGS, NAME + system.setting());
        keep(system);
      } else {
        agreedOrWaiting(system, before).ifPresent(unknown::add);
      }
    }
    withdrawAllBut(names);
    waiting = List.copyOf(unknown);
  }

  private Optional<Waiting> agreedOrWaiting(ConnectedSystem system, String before) {
    var digest = new Digest(digest(system, system.account()), digest(system, before));
    var agreed = loosenings.agreed(digest);
    if (agreed.isPresent()) {
      loosenings.live(agreed.get().number(), null);
      keep(system);
      return Optional.empty();
    }
    var change =
        loosenings.submit(
            new Loosening(
                new Subject(Kind.SETTINGS, NAME + system.setting(), null, "the configuration"),
                digest,
                List.of("%s %s → %s".formatted(system.setting(), before, system.account())),
                null,
                Map.of()));
    log.warn(
        "{} leads elsewhere than before ({} → {}). It works, but nothing is wiped by it or because of it. See GET /api/models/pending, change {}; once enough people have agreed and the time has passed, restart the service.",
        system.setting(),
        before,
        system.account(),
        change.number());
    return Optional.of(new Waiting(system, change.number()));
  }

  /** What was configured once and is gone waits for nobody any more. */
  private void withdrawAllBut(Set<String> names) {
    loosenings.waiting().stream()
        .filter(change -> change.kind() == Kind.SETTINGS && change.name().startsWith(NAME))
        .map(Loosenings.Change::name)
        .filter(name -> !names.contains(name))
        .forEach(name -> loosenings.withdraw(Kind.SETTINGS, name));
  }

  /**
   * Why nothing may be wiped, in words.
   *
   * @param whose what is known of the leaver, asked only where some connection waits
   */
  Optional<String> whyNot(Supplier<Traits> whose) {
    var unknown = waiting;
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    var traits = whose.get();
    return unknown.stream()
        .filter(one -> matters(one.system(), traits))
        .findFirst()
        .map(
            one ->
                "%s was added, or leads elsewhere than people agreed to (%s), and nothing is wiped because of it. Have it agreed to (GET /api/models/pending, change %d), then restart the service."
                    .formatted(one.system().setting(), one.system().account(), one.change()));
  }

  private static boolean matters(ConnectedSystem system, Traits whose) {
    return switch (system.kind()) {
      case DEVICES -> true;
      case DIRECTORY -> system.name().equals(whose.connection());
      case HR -> system.name().equals(whose.source());
    };
  }

  private static String digest(ConnectedSystem system, String account) {
    return PlanStore.digest(Stream.of("connection", system.setting(), account));
  }

  private Map<String, String> kept() {
    var kept = new TreeMap<String, String>();
    jdbc.sql("select setting, account from muster_kept_connection")
        .query((row, count) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .forEach(each -> kept.put(each.getKey(), each.getValue()));
    return kept;
  }

  private void keep(ConnectedSystem system) {
    jdbc.sql(
            """
            insert into muster_kept_connection (setting, account, kept_at) values (?, ?, ?)
            on conflict (setting) do update set account = excluded.account, kept_at = excluded.kept_at
            where muster_kept_connection.account <> excluded.account
            """)
        .params(system.setting(), system.account(), Timestamp.from(clock.instant()))
        .update();
  }
}
