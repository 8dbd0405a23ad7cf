package io.muster.remote;

import io.muster.remote.BudgetProperties.Limits;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts the calls of the last minute and of the last day in {@code muster_call_budget}, for all
 * nodes together, as the vendors do: never more than the limit in any such span.
 *
 * <p>Each lane leaves a share to the lanes that are more urgent, so that a flood of joiners cannot
 * keep a leaver's lock waiting. All limits of a connection are looked at and paid in one
 * transaction, under a row lock, so two lanes cannot both take the last call.
 *
 * <p>An {@link CallReservation} pays for as many calls as it needed the last time, at once.
 */
@Component
class RollingBudget implements CallBudget {
  /** A little longer than the minute, whose end is known exactly. */
  private static final Duration SOON = Duration.ofMinutes(2);

  private static final Duration LATER = Duration.ofMinutes(10);

  private final BudgetProperties properties;
  private final List<PublishedLimits> published;
  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final Clock clock;

  /** How many calls an errand made the last time, by its name and the connection. */
  private final Map<String, Integer> usual = new ConcurrentHashMap<>();

  RollingBudget(
      BudgetProperties properties,
      ObjectProvider<PublishedLimits> published,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.properties = properties;
    this.published = published.stream().toList();
    this.jdbc = jdbc;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  @Override
  public void pay(String connection) {
    var limits = limits(connection);
    if (limits.equals(Limits.NONE)) {
      return;
    }
    var errand = CallReservation.current();
    if (errand == null) {
      consume(connection, limits, 1);
      return;
    }
    if (errand.use(connection)) {
      return;
    }
    Objects.requireNonNull(alone.execute(transaction -> book(connection, limits, errand)))
        .confirm();
    errand.use(connection);
  }

  @Override
  public Booking book(String connection) {
    var limits = limits(connection);
    var errand = CallReservation.current();
    return limits.equals(Limits.NONE) || errand == null || errand.isPaidFor(connection)
        ? Booking.NONE
        : book(connection, limits, errand);
  }

  /** Books as many calls as work of this name needed the last time. */
  private Booking book(String connection, Limits limits, CallReservation errand) {
    var name = errand.name() + " " + connection;
    var made = errand.made(connection);
    var wanted = Math.max(1, usual.getOrDefault(name, 1) - made);
    try {
      var taken = take(connection, limits, wanted);
      return () -> {
        errand.paid(connection, taken.calls(), left -> giveBack(connection, taken.at(), left));
        errand.atEnd(connection, calls -> usual.merge(name, calls, RollingBudget::learnt));
      };
    } catch (RemoteFailure.Unavailable turnedAway) {
      // it begins again from the start, so the next try needs all of this and more
      usual.merge(name, made + Math.max(1, made), Math::max);
      throw turnedAway;
    }
  }

  @Override
  public Optional<Instant> turn(String connection) {
    var limits = limits(connection);
    var now = clock.instant();
    var tally = tally(connection, now);
    return Arrays.stream(Period.values())
        .flatMap(
            period -> {
              var limit = period.limit(limits);
              var beyond = limit == null ? 0 : 1 - CallPriority.current().share(limit);
              return limit == null
                  ? Stream.<Instant>empty()
                  : free(tally.of(period), beyond, now).stream();
            })
        .max(Instant::compareTo);
  }

  private Tally tally(String connection, Instant now) {
    var state =
        jdbc.sql("select state from muster_call_budget where id = ?")
            .param(id(connection))
            .query((row, number) -> row.getBytes("state"))
            .optional()
            .orElse(new byte[0]);
    return Tally.read(ByteBuffer.wrap(state), now);
  }

  @Override
  public List<Room> room(String connection) {
    var limits = limits(connection);
    var tally = tally(connection, clock.instant());
    var rooms = new ArrayList<Room>();
    for (var period : Period.values()) {
      var limit = period.limit(limits);
      if (limit != null) {
        rooms.add(new Room(period.word, limit, Math.max(0, limit - tally.of(period).calls())));
      }
    }
    return rooms;
  }

  /** More is believed at once, less only by and by. */
  private static int learnt(int before, int calls) {
    return Math.max(calls, (before + calls) / 2);
  }

  /** What is configured goes before what the vendor publishes, each limit for itself. */
  private Limits limits(String connection) {
    var configured = properties.connections().getOrDefault(connection, Limits.NONE);
    var usual =
        published.stream()
            .flatMap(vendor -> vendor.of(connection).stream())
            .findFirst()
            .orElse(Limits.NONE);
    return new Limits(
        configured.perMinute() == null ? usual.perMinute() : configured.perMinute(),
        configured.perDay() == null ? usual.perDay() : configured.perDay());
  }

  private void consume(String connection, Limits limits, int wanted) {
    alone.executeWithoutResult(transaction -> take(connection, limits, wanted));
  }

  /** Takes so many calls, or as many as the lane may ever have at once; or none. */
  private Taken take(String connection, Limits limits, int wanted) {
    var now = clock.instant();
    var lane = CallPriority.current();
    var tally = locked(connection, now);
    var calls = wanted;
    for (var period : Period.values()) {
      var limit = period.limit(limits);
      if (limit != null) {
        // never none: a lane without a share is turned away below
        calls = Math.max(1, Math.min(calls, lane.share(limit)));
      }
    }
    for (var period : Period.values()) {
      var limit = period.limit(limits);
      if (limit != null) {
        var beyond = calls - lane.share(limit);
        demandRoom(connection, period, tally.of(period), beyond, now);
      }
    }
    tally.add(now, calls);
    keep(connection, tally);
    return new Taken(calls, now);
  }

  /** What was booked: never more than may be used, and never less than is used. */
  private record Taken(int calls, Instant at) {}

  /**
   * Demands room.
   *
   * @param beyond how many more calls are wanted than the lane's share, mostly a negative number
   */
  private static void demandRoom(
      String connection, Period period, RollingWindow window, int beyond, Instant now) {
    var free = free(window, beyond, now);
    if (free.isPresent()) {
      throw RemoteFailure.Unavailable.turnedAway(
          "The calls per %s to %s are used up until %s; waiting costs no retry."
              .formatted(period.word, connection, free.get()),
          null,
          lookedAgain(free.get(), now));
    }
  }

  /** When that many calls are free again; empty if they are now. */
  private static Optional<Instant> free(RollingWindow window, int beyond, Instant now) {
    var excess = window.calls() + beyond;
    return excess > 0 ? Optional.of(window.whenFree(excess, now)) : Optional.empty();
  }

  /** A limit may be raised meanwhile, so nobody sleeps until the day is over. */
  private static Instant lookedAgain(Instant free, Instant now) {
    var patience = CallPriority.current().contains() ? SOON : LATER;
    var latest = now.plus(patience);
    return free.isBefore(latest) ? free : latest;
  }

  private void giveBack(String connection, Instant paidAt, int calls) {
    alone.executeWithoutResult(
        transaction -> {
          var tally = locked(connection, clock.instant());
          tally.add(paidAt, -calls);
          keep(connection, tally);
        });
  }

  private Tally locked(String connection, Instant now) {
    var found = state(connection);
    if (found.isEmpty()) {
      jdbc.sql("insert into muster_call_budget (id, state) values (?, ?) on conflict do nothing")
          .params(id(connection), new byte[0])
          .update();
      found = state(connection);
    }
    return Tally.read(ByteBuffer.wrap(found.orElseThrow()), now);
  }

  private Optional<byte[]> state(String connection) {
    return jdbc.sql("select state from muster_call_budget where id = ? for update")
        .param(id(connection))
        .query((row, number) -> row.getBytes("state"))
        .optional();
  }

  private void keep(String connection, Tally tally) {
    jdbc.sql("update muster_call_budget set state = ? where id = ?")
        .params(tally.written(), id(connection))
        .update();
  }

  private static String id(String connection) {
    return connection + "/calls";
  }

  /** The spans that vendors limit. */
  private enum Period {
    // a little longer than the vendor's, as a call arrives later than it was paid
    MINUTE("minute", Duration.ofSeconds(1), Duration.ofSeconds(61)),
    DAY("day", Duration.ofMinutes(15), Duration.ofHours(24));

    private final String word;
    private final Duration slot;
    private final Duration span;

    Period(String word, Duration slot, Duration span) {
      this.word = word;
      this.slot = slot;
      this.span = span;
    }

    @Nullable Integer limit(Limits limits) {
      return switch (this) {
        case MINUTE -> limits.perMinute();
        case DAY -> limits.perDay();
      };
    }
  }

  /** The calls of one connection. */
  private record Tally(Map<Period, RollingWindow> windows) {
    static Tally read(ByteBuffer state, Instant now) {
      var windows = new EnumMap<Period, RollingWindow>(Period.class);
      for (var period : Period.values()) {
        windows.put(period, RollingWindow.read(state, period.slot, period.span, now));
      }
      return new Tally(windows);
    }

    RollingWindow of(Period period) {
      return Objects.requireNonNull(windows.get(period));
    }

    void add(Instant at, int calls) {
      windows.values().forEach(window -> window.add(at, calls));
    }

    byte[] written() {
      var bytes =
          ByteBuffer.allocate(windows.values().stream().mapToInt(RollingWindow::size).sum());
      windows.values().forEach(window -> window.write(bytes));
      return bytes.array();
    }
  }
}
