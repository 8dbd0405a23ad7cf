package io.muster.devices.hexnode;

import static io.muster.devices.hexnode.HexnodeProperties.Family.ACTIONS;

import io.muster.devices.hexnode.JdbcCommonOrders.Limits;
import io.muster.devices.hexnode.JdbcCommonOrders.Span;
import io.muster.devices.hexnode.JdbcCommonOrders.Standing;
import io.muster.devices.hexnode.JdbcCommonOrders.State;
import io.muster.devices.hexnode.JdbcCommonOrders.Wish;
import io.muster.ledger.CaseRef;
import io.muster.remote.CallPriority;
import io.muster.remote.CallReservation;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends what many cases ask of their devices in as few calls as possible.
 *
 * <p>A case writes down what it wants. Whoever's turn it is sends all that waits in one call, with
 * an entry in the ledger for each device of each case; the others find theirs done. The first call
 * goes out at once; each one of the last minute has the next wait a little longer, so that a crowd
 * gathers. What is urgent goes at once and takes along what waits.
 *
 * <p>Where Hexnode refuses a call, one device may be the reason, and the halves are sent by
 * themselves until it is alone.
 */
final class CommonOrders {
  /** Whatever waits must say so again within this, or its case is taken to be gone. */
  private static final Duration STILL_WANTED = Duration.ofMinutes(1);

  /** A call of another thread or node is waited for so long at a time. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final Duration MADE_WAY = Duration.ofSeconds(3);

  /** How much longer than Hexnode's answer a call may take with all that is written down of it. */
  private static final Duration WRITING = Duration.ofSeconds(30);

  private final Hexnode hexnode;
  private final JdbcCommonOrders store;
  private final Clock clock;

  CommonOrders(Hexnode hexnode, JdbcCommonOrders store, Clock clock) {
    this.hexnode = hexnode;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Sees to it that this is asked of all the devices for the current case.
   *
   * @param underWay tells whether an earlier order for the device still holds
   * @return the refusal, naming each device that was refused
   * @throws Unavailable if it waits for its turn
   */
  Optional<Refused> give(
      CommonOrder order, Collection<DeviceId> devices, Predicate<DeviceId> underWay) {
    if (devices.isEmpty()) {
      return Optional.empty();
    }
    var behalf = CaseRef.current();
    return CallReservation.callByCall(
        () -> {
          var wanted = ask(order, behalf, devices, underWay);
          return send(order, behalf, wanted).or(() -> settled(order, behalf, wanted));
        });
  }

  /** What is not under way already, written down. */
  private List<DeviceId> ask(
      CommonOrder order,
      CaseRef behalf,
      Collection<DeviceId> devices,
      Predicate<DeviceId> underWay) {
    var standing = store.standing(order, behalf.id(), devices, clock.instant());
    var wanted = new ArrayList<DeviceId>();
    var toSend = new ArrayList<DeviceId>();
    for (var device : devices.stream().sorted(FleetActions.BY_NUMBER).toList()) {
      var known = standing.get(device);
      var state = known == null ? State.LOST : known.state();
      if (state == State.LOST && underWay.test(device)) {
        store.forget(order, behalf.id(), List.of(device));
        continue;
      }
      wanted.add(device);
      if (state == State.LOST || state == State.WAITING) {
        toSend.add(device);
      }
    }
    var now = clock.instant();
    store.ask(order, behalf, toSend, CallPriority.current(), new Span(now, now.plus(STILL_WANTED)));
    return wanted;
  }

  private static boolean isUrgent() {
    return CallPriority.current() == CallPriority.URGENT;
  }

  /** Sends all that waits, as long as something of this case is among it. */
  private Optional<Refused> send(CommonOrder order, CaseRef behalf, List<DeviceId> wanted) {
    var properties = hexnode.properties();
    var limits = new Limits(properties.batchSize(), properties.batchGap());
    @Nullable Function<List<Long>, Object> body = null;
    for (var waiting = waiting(order, behalf, wanted);
        !waiting.isEmpty();
        waiting = waiting(order, behalf, wanted)) {
      if (body == null) {
        try {
          body = order.body().get();
        } catch (Refused refused) {
          store.forget(order, behalf.id(), waiting);
          return Optional.of(FleetActions.refusal(order.done(), waiting, refused));
        }
      }
      var now = clock.instant();
      var until =
          now.plus(properties.answerTimeout()).plus(properties.connectTimeout()).plus(WRITING);
      var turn = store.take(order, behalf, isUrgent(), limits, new Span(now, until));
      var notBefore = turn.notBefore();
      if (notBefore != null) {
        throw wait(order, notBefore);
      }
      if (turn.wishes().isEmpty()) {
        break;
      }
      send(order, body, turn.wishes(), turn.call());
    }
    return Optional.empty();
  }

  private List<DeviceId> waiting(CommonOrder order, CaseRef behalf, List<DeviceId> wanted) {
    var standing = store.standing(order, behalf.id(), wanted, clock.instant());
    return wanted.stream().filter(device -> isWaiting(standing.get(device))).toList();
  }

  private static boolean isWaiting(@Nullable Standing standing) {
    return standing != null && standing.state() == State.WAITING;
  }

  private void send(
      CommonOrder order, Function<List<Long>, Object> body, List<Wish> wishes, long call) {
    Deque<List<Wish>> left = new ArrayDeque<>(List.of(wishes));
    while (!left.isEmpty()) {
      var next = left.pop();
      try {
        perform(order, body, next);
        store.settle(next, State.DONE, "");
      } catch (Refused refused) {
        if (numbers(next).size() == 1) {
          store.settle(next, State.REFUSED, String.valueOf(refused.getMessage()));
        } else {
          left.push(half(next, false));
          left.push(half(next, true));
        }
      } catch (RuntimeException | Error failure) {
        var surelyNotSent = isSurelyNotSent(failure);
        store.settle(next, surelyNotSent ? State.WAITING : State.LOST, "");
        left.forEach(later -> store.settle(later, State.WAITING, ""));
        if (surelyNotSent && next == wishes) {
          store.notCalled(call);
        }
        throw failure;
      }
    }
  }

  private static boolean isSurelyNotSent(Throwable failure) {
    return failure instanceof RemoteFailure.Misconfigured
        || (failure instanceof Unavailable unavailable && unavailable.surelyNotSent());
  }

  /** The wishes for the lower half of the devices, or for the other. */
  private static List<Wish> half(List<Wish> wishes, boolean lower) {
    var numbers = numbers(wishes);
    var first = numbers.subList(0, numbers.size() / 2);
    return wishes.stream().filter(wish -> first.contains(wish.device().value()) == lower).toList();
  }

  private static List<Long> numbers(List<Wish> wishes) {
    return wishes.stream().map(wish -> wish.device().value()).sorted().distinct().toList();
  }

  private void perform(CommonOrder order, Function<List<Long>, Object> body, List<Wish> wishes) {
    hexnode.performFor(
        order.action(),
        wishes,
        api -> {
          api.act(order.name(), hexnode.body(ACTIONS, body.apply(numbers(wishes))));
          return true;
        });
  }

  /** What became of what the case wanted. */
  private Optional<Refused> settled(CommonOrder order, CaseRef behalf, List<DeviceId> wanted) {
    var standing = store.standing(order, behalf.id(), wanted, clock.instant());
    if (!standing.values().stream().allMatch(Standing::isSettled)) {
      throw wait(order, clock.instant().plus(SOON));
    }
    store.forget(order, behalf.id(), wanted);
    return refusal(order, standing);
  }

  private static Optional<Refused> refusal(CommonOrder order, Map<DeviceId, Standing> standing) {
    var refusals =
        standing.entrySet().stream()
            .filter(each -> each.getValue().state() == State.REFUSED)
            .sorted(Map.Entry.comparingByKey(FleetActions.BY_NUMBER))
            .map(each -> FleetActions.said(each.getKey(), each.getValue().note()))
            .toList();
    return refusals.isEmpty()
        ? Optional.empty()
        : Optional.of(FleetActions.refusal(order.done(), refusals));
  }

  private static Unavailable wait(CommonOrder order, Instant until) {
    return Unavailable.turnedAway(
        "Devices of several people are %s together, at %s; waiting costs no retry."
            .formatted(order.done(), until),
        null,
        until);
  }

  /**
   * Has whatever is less urgent wait while somebody's devices wait to be contained: no call of the
   * minute is taken from them.
   *
   * @throws Unavailable if somebody goes first
   */
  static void makeWay(JdbcCommonOrders orders, Clock clock) {
    var now = clock.instant();
    if (!CallPriority.current().contains() && orders.anyContainmentWaits(now)) {
      throw Unavailable.turnedAway(
          "Devices of people who leave are locked and isolated first; waiting costs no retry.",
          null,
          now.plus(MADE_WAY));
    }
  }

  /**
   * Takes back what the current case still wants for these devices.
   *
   * @throws Unavailable if some of it is on its way
   */
  void withdraw(Collection<DeviceId> devices) {
    if (!store.withdraw(CaseRef.current().id(), devices, clock.instant())) {
      throw Unavailable.turnedAway(
          "An order to these devices is just going out; waiting costs no retry.",
          null,
          clock.instant().plus(SOON));
    }
  }
}
