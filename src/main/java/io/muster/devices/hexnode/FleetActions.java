package io.muster.devices.hexnode;

import static io.muster.devices.hexnode.HexnodeProperties.Family.ACTIONS;
import static java.util.stream.Collectors.joining;

import io.muster.devices.Progress;
import io.muster.devices.hexnode.HexnodeApi.ActionStatus;
import io.muster.devices.hexnode.HexnodeApi.DeviceOrder;
import io.muster.devices.hexnode.HexnodeApi.LockOrder;
import io.muster.devices.hexnode.HexnodeApi.PolicyOrder;
import io.muster.ledger.CaseRef;
import io.muster.ledger.Entry;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.Secret;
import io.muster.safety.DeviceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of devices, and what became of it.
 *
 * <p>Hexnode answers "accepted" without a number, so an action is found again by the device, its
 * name and the time it was asked for.
 */
final class FleetActions {
  private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");
  private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}\\s]+");
  private static final int LONGEST_QUOTE = 160;
  static final Comparator<DeviceId> BY_NUMBER = Comparator.comparingLong(DeviceId::value);

  private final Hexnode hexnode;
  private final CommonOrders orders;

  FleetActions(Hexnode hexnode, CommonOrders orders) {
    this.hexnode = hexnode;
    this.orders = orders;
  }

  /** Kinds of action as they are called in a device's history, by the words of their names. */
  enum Kind {
    // whole words, or an unlock would pass for a lock
    LOCK("lock"),
    UNLOCK("unlock"),
    CLEAR_PASSCODE("clear passcode"),
    ASSOCIATE_POLICY("associat[a-z]* polic(y|ies)"),
    WIPE("wipe"),
    DISENROLL("disenroll");

    private final String words;

    /** Takes one pattern for each word, with blanks between. */
    Kind(String words) {
      this.words = words;
    }
  }

  /**
   * An entry of a device's history.
   *
   * @param words the words of its name
   * @param asked when it was asked for
   * @param progress how far it has come
   * @param message what Hexnode says of it, cut short; empty if nothing
   */
  record Happening(Set<String> words, Instant asked, Progress progress, String message) {
    boolean is(Kind kind) {
      return Stream.of(kind.words.split(" ", -1))
          .allMatch(wanted -> words.stream().anyMatch(word -> word.matches(wanted)));
    }
  }

  /** Locks those of them that are not being locked already. */
  void lock(Collection<DeviceId> devices, Predicate<DeviceId> underWay) {
    orders.give(locking(), devices, underWay).ifPresent(FleetActions::refuse);
  }

  private CommonOrder locking() {
    var shown = hexnode.properties().lock();
    return new CommonOrder(
        "device.lock",
        "",
        "locked",
        hexnode.properties().actions().lock(),
        () ->
            numbers ->
                new LockOrder(
                    numbers,
                    List.of(),
                    List.of(),
                    List.of(),
                    shown.message(),
                    shown.phoneNumber(),
                    Optional.ofNullable(shown.macPin()).map(Secret::reveal).orElse(null)));
  }

  /** Asks them to report. */
  void scan(Collection<DeviceId> devices) {
    var scanning =
        new CommonOrder(
            "device.scan",
            "",
            "asked to report",
            hexnode.properties().actions().scan(),
            () -> DeviceOrder::on);
    orders.give(scanning, devices, device -> false).ifPresent(FleetActions::refuse);
  }

  /**
   * Cuts off those of them that are not being cut off already.
   *
   * @param number finds the policy of this name
   * @return the refusal, naming each device that was refused
   */
  Optional<Refused> isolate(
      String policy,
      Supplier<Long> number,
      Collection<DeviceId> devices,
      Predicate<DeviceId> underWay) {
    var isolating =
        new CommonOrder(
            "device.isolate",
            policy,
            "cut off",
            hexnode.properties().actions().associatePolicy(),
            () -> {
              var found = List.of(number.get());
              return numbers -> new PolicyOrder(found, numbers, List.of(), List.of(), List.of());
            });
    return orders.give(isolating, devices, underWay);
  }

  /** Takes back what waits to be done to these devices for the current case. */
  void withdraw(Collection<DeviceId> devices) {
    orders.withdraw(devices);
  }

  private static void refuse(Refused refused) {
    throw refused;
  }

  /** What was said against this device. */
  static String said(DeviceId device, String refusal) {
    return "device %s: %s".formatted(device, refusal);
  }

  /** A refusal of all of them for one reason. */
  static Refused refusal(String done, Collection<DeviceId> devices, Refused why) {
    return new Refused(
        "Not everything is %s. Device %s: %s"
            .formatted(
                done,
                devices.stream().sorted(BY_NUMBER).map(DeviceId::toString).collect(joining(", ")),
                why.getMessage()));
  }

  /** A refusal of several of them. */
  static Refused refusal(String done, List<String> refusals) {
    return new Refused("Not everything is %s. %s".formatted(done, String.join(" ", refusals)));
  }

  /** Ties the policy to these devices in one call. */
  void tie(String action, long policy, Collection<DeviceId> devices) {
    var order = new PolicyOrder(List.of(policy), numbers(devices), List.of(), List.of(), List.of());
    act(action, devices, hexnode.properties().actions().associatePolicy(), order);
  }

  /** Takes the policy off these devices in one call. */
  void untie(String action, long policy, Collection<DeviceId> devices) {
    var order = new PolicyOrder(List.of(policy), numbers(devices), List.of(), List.of(), List.of());
    act(action, devices, hexnode.properties().actions().removePolicy(), order);
  }

  /** Erases everything on this device; the guard on the wire demands the warrant. */
  void wipe(DeviceId device) {
    erase("device.wipe", device, hexnode.properties().actions().wipe());
  }

  /** Takes everything of the company off this device; the guard demands the warrant here too. */
  void disenroll(DeviceId device) {
    erase("device.disenroll", device, hexnode.properties().actions().disenroll());
  }

  private void erase(String action, DeviceId device, String name) {
    act(action, List.of(device), name, DeviceOrder.on(List.of(device.value())));
  }

  private void act(String action, Collection<DeviceId> devices, String name, Object order) {
    hexnode.perform(
        action,
        devices.stream().sorted(BY_NUMBER).map(DeviceId::toString).toList(),
        api -> {
          api.act(name, hexnode.body(ACTIONS, order));
          return true;
        });
  }

  /**
   * The newest entry of the current case of a try that may have reached the device. A later try
   * that was not sent for certain says nothing of it.
   */
  Optional<Entry> earlier(String action, DeviceId device) {
    var behalf = CaseRef.current();
    return hexnode.ledger().of(behalf.employee()).stream()
        .filter(entry -> entry.onBehalfOf().id().equals(behalf.id()))
        .filter(entry -> entry.action().equals(action))
        .filter(entry -> entry.target().equals(device.toString()))
        .filter(Entry::mayHaveHappened)
        .reduce((one, later) -> later);
  }

  /**
   * What was asked of the device since then, oldest first; empty if Hexnode shows no history of it.
   * As clocks differ, what was asked up to {@code muster.hexnode.clock-skew} earlier is among it,
   * unless it failed: that may be an earlier order, and says nothing of one that is out.
   */
  Optional<List<Happening>> history(DeviceId device, Instant since) {
    // Hexnode may show fewer digits than we keep
    return history(device, since, since.truncatedTo(ChronoUnit.MILLIS));
  }

  /** The same, with failures as old as clocks may differ: of this order, or of one before it. */
  Optional<List<Happening>> wideHistory(DeviceId device, Instant since) {
    return history(device, since, since.minus(hexnode.properties().clockSkew()));
  }

  private Optional<List<Happening>> history(DeviceId device, Instant since, Instant failedFrom) {
    var properties = hexnode.properties();
    var from = since.minus(properties.clockSkew());
    return hexnode
        .findAll(
            (api, page, perPage) ->
                api.actionsOn(device.value(), properties.actionStatus(), page, perPage))
        .map(
            history -> {
              history.forEach(entry -> demandAbout(device, entry));
              var happenings = new ArrayList<Happening>();
              // newest first there; and what has the same time stays in that order
              for (int at = history.size() - 1; at >= 0; at--) {
                happening(history.get(at))
                    .filter(
                        happening ->
                            !happening
                                .asked()
                                .isBefore(
                                    happening.progress() == Progress.FAILED ? failedFrom : from))
                    .ifPresent(happenings::add);
              }
              happenings.sort(Comparator.comparing(Happening::asked));
              return happenings;
            });
  }

  private static void demandAbout(DeviceId device, ActionStatus entry) {
    var shown = entry.deviceId();
    if (shown != null && !shown.isNull() && shown.asLong() != device.value()) {
      throw Unavailable.turnedAway(
          "Hexnode was asked for the history of device %s and answered about %d."
              .formatted(device, shown.asLong()),
          null,
          null);
    }
  }

  private static Optional<Happening> happening(ActionStatus entry) {
    var asked = SeenDevice.instant(entry.initiatedTime() == null ? "" : entry.initiatedTime());
    return Optional.ofNullable(asked)
        .map(
            at ->
                new Happening(
                    NO_LETTERS.splitAsStream(plain(entry.action())).collect(Collectors.toSet()),
                    at,
                    progress(entry),
                    quote(entry.message())));
  }

  /** A word that nobody has told us yet counts as not finished. */
  private static Progress progress(ActionStatus entry) {
    return switch (NO_LETTERS.matcher(plain(entry.status())).replaceAll("")) {
      case "success", "successful", "succeeded", "completed", "done" -> Progress.DONE;
      case "failed", "failure", "error", "cancelled", "canceled" -> Progress.FAILED;
      default -> Progress.PENDING;
    };
  }

  private static String quote(@Nullable String message) {
    var plain = message == null ? "" : NO_TEXT.splitAsStream(message).collect(joining(" ")).strip();
    return plain.length() > LONGEST_QUOTE ? plain.substring(0, LONGEST_QUOTE) + "…" : plain;
  }

  private static String plain(@Nullable String word) {
    return word == null ? "" : word.toLowerCase(Locale.ROOT);
  }

  private static List<Long> numbers(Collection<DeviceId> devices) {
    return devices.stream().map(DeviceId::value).sorted().toList();
  }
}
