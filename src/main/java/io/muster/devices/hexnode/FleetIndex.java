package io.muster.devices.hexnode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.devices.Device;
import io.muster.devices.DeviceTraces;
import io.muster.devices.DeviceUser;
import io.muster.devices.FleetUserId;
import io.muster.devices.TracedDevices;
import io.muster.devices.hexnode.Hexnode.PageQuestion;
import io.muster.devices.hexnode.HexnodeApi.Group;
import io.muster.devices.hexnode.HexnodeApi.User;
import io.muster.devices.hexnode.JdbcFleetIndex.FoundDevice;
import io.muster.devices.hexnode.JdbcFleetIndex.Next;
import io.muster.devices.hexnode.JdbcFleetIndex.Progress;
import io.muster.devices.hexnode.JdbcFleetIndex.Shown;
import io.muster.remote.CallReservation;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Users, devices and groups as Hexnode's lists showed them, read once for all cases and nodes.
 *
 * <p>Hexnode answers no question about one name or one user's devices; each takes the whole list.
 * So a list is read page by page and kept; whoever comes next asks the index. A reading that was
 * interrupted, as the calls of the minute were used up, is gone on with by whoever comes next.
 *
 * <p>What is in the index may be old, and what is missing proves nothing: something may have come
 * since, or slipped from page to page meanwhile. So absence is believed only of a list that was
 * read just now, and twice if it changed while it was read.
 */
final class FleetIndex {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Another node that reads is waited for so long at a time. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Hexnode hexnode;
  private final JdbcFleetIndex store;
  private final Clock clock;
  private final AtomicReference<@Nullable Reading> told = new AtomicReference<>();
  private final String reader = UUID.randomUUID().toString();
  private final Map<ListPart, ReentrantLock> locks = new EnumMap<>(ListPart.class);

  FleetIndex(Hexnode hexnode, JdbcFleetIndex store, Clock clock) {
    this.hexnode = hexnode;
    this.store = store;
    this.clock = clock;
    for (var part : ListPart.values()) {
      locks.put(part, new ReentrantLock());
    }
  }

  /** How old a list may be. */
  enum Freshness {
    /** As old as whoever asks about people who stay may have it; proves no absence. */
    KNOWN,
    /** Read just now, for all who ask at about the same time. */
    FRESH,
    /** Begun after it was asked for. */
    NOW
  }

  /** Sees to it that the list is as fresh as that; true if it had to be read for this. */
  private boolean require(ListPart part, Freshness freshness) {
    var properties = hexnode.properties();
    var reading = store.reading(part);
    var since =
        clock
            .instant()
            .minus(
                switch (freshness) {
                  // a great estate takes minutes to read, and is not read for each who asks
                  case KNOWN ->
                      longer(
                          longer(properties.indexAge(), properties.listAge()),
                          reading.took().multipliedBy(3));
                  case FRESH -> longer(properties.listAge(), reading.took());
                  case NOW -> Duration.ZERO;
                });
    if (reading.begunAfter(since) && (reading.sound() || freshness == Freshness.KNOWN)) {
      told(part, reading);
      return false;
    }
    read(
        part,
        current -> current.begunAfter(since) && (current.sound() || freshness == Freshness.KNOWN));
    return true;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * Reads the list to its end, and once more if it changed meanwhile.
   *
   * @param enough tells whether somebody else has just done so
   */
  private void read(ListPart part, Function<Reading, Boolean> enough) {
    var lock = Objects.requireNonNull(locks.get(part));
    lock.lock();
    try {
      if (!enough.apply(store.reading(part))) {
        readWhole(part);
        if (!store.reading(part).sound()) {
          readWhole(part);
        }
      }
      told(part, store.reading(part));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads users and devices anew where they are half as old as they may be, and can be afforded.
   */
  void keepWarm() {
    for (var part : List.of(ListPart.DEVICES, ListPart.USERS)) {
      var reading = store.reading(part);
      var age = longer(hexnode.properties().indexAge().dividedBy(2), affordable(part));
      var since = clock.instant().minus(longer(age, reading.took()));
      if (!reading.begunAfter(since)) {
        read(part, current -> current.begunAfter(since));
      }
    }
  }

  /** Each list may cost a twentieth of the calls of a day. */
  private Duration affordable(ListPart part) {
    var perDay = hexnode.limits().now().perDay();
    var pages = store.count(part) / hexnode.properties().pageSize() + 1;
    return perDay == null
        ? Duration.ZERO
        : Duration.ofDays(1).multipliedBy(pages).multipliedBy(20).dividedBy(Math.max(1, perDay));
  }

  private void told(ListPart part, Reading reading) {
    // the same reading says nothing new, however many cases ask
    if (part == ListPart.DEVICES && !reading.equals(told.getAndSet(reading))) {
      hexnode.limits().shown(reading.active());
    }
  }

  private void readWhole(ListPart part) {
    CallReservation.callByCall(
        () -> {
          for (var read = readOn(part); !read.ended(); read = readOn(part)) {
            // another node has read that page meanwhile
          }
          return true;
        });
  }

  /** Reads page after page, each kept with the claim of the next one. */
  private Progress readOn(ListPart part) {
    var lease = hexnode.properties().answerTimeout().plus(hexnode.properties().connectTimeout());
    var claim = store.claim(part, reader, clock.instant(), lease);
    var next = claim.next();
    if (next == null) {
      throw busy(part, Objects.requireNonNull(claim.busyUntil()));
    }
    var ended = false;
    try {
      var progress = new Progress(false, next);
      while (next != null) {
        progress = store.keep(part, next, ask(part, next), clock.instant(), lease);
        next = progress.next();
      }
      ended = progress.ended();
      return progress;
    } finally {
      if (!ended) {
        store.letGo(part, reader);
      }
    }
  }

  private Unavailable busy(ListPart part, Instant until) {
    var soon = clock.instant().plus(SOON);
    return Unavailable.turnedAway(
        "Another node reads Hexnode's list of %s; waiting costs no retry.".formatted(part.words()),
        null,
        until.isBefore(soon) ? until : soon);
  }

  private Shown ask(ListPart part, Next next) {
    if (next.page() > Hexnode.MOST_PAGES) {
      throw Hexnode.endless();
    }
    return switch (part) {
      case USERS -> shown(next, HexnodeApi::users, FleetIndex::thing);
      case DEVICES -> shown(next, HexnodeApi::devices, FleetIndex::thing);
      case GROUPS -> shown(next, HexnodeApi::groups, FleetIndex::thing);
    };
  }

  private <T> Shown shown(Next next, PageQuestion<T> question, Function<T, IndexedThing> thing) {
    var page = hexnode.page(question, next.page());
    if (page.isEmpty() && next.page() == 1) {
      throw Hexnode.noSuchList();
    }
    var things =
        page.map(HexnodeApi.Page::results).stream()
            .flatMap(List::stream)
            .map(thing)
            .filter(shown -> shown.id() > 0)
            .toList();
    return new Shown(
        page.map(HexnodeApi.Page::count).orElse(null),
        things,
        page.map(HexnodeApi.Page::next).isEmpty(),
        // a page that is gone meanwhile means that the list has become shorter
        page.isEmpty());
  }

  private static IndexedThing thing(User user) {
    return new IndexedThing(
        user.id(),
        DeviceTraces.nameKey(Objects.requireNonNullElse(user.name(), "")),
        DeviceTraces.addressKey(Objects.requireNonNullElse(user.email(), "")),
        "",
        null,
        !FleetUsers.isNobody(user),
        written(user));
  }

  private static IndexedThing thing(JsonNode shown) {
    return thing(SeenDevice.in(shown), shown);
  }

  private static IndexedThing thing(SeenDevice seen, JsonNode shown) {
    var device = seen.id() > 0 ? seen.device() : null;
    return new IndexedThing(
        seen.id(),
        "",
        "",
        device == null ? "" : DeviceTraces.serialKey(device.serial()),
        owner(device),
        device != null && device.enrolled(),
        written(shown));
  }

  private static @Nullable Long owner(@Nullable Device device) {
    return Optional.ofNullable(device)
        .flatMap(known -> Optional.ofNullable(known.owner()))
        .map(FleetIndex::number)
        .orElse(null);
  }

  private static IndexedThing thing(Group group) {
    return new IndexedThing(
        group.id(),
        Objects.requireNonNullElse(group.groupname(), ""),
        "",
        "",
        null,
        true,
        written(group));
  }

  private static String written(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static <T> T read(String body, Class<T> type) {
    try {
      return JSON.readValue(body, type);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The users with this address who are somebody. One who is there may be known from before; that
   * there is none, or that there are several, has to be seen now.
   */
  List<User> usersWith(String address) {
    var wasRead = require(ListPart.USERS, Freshness.KNOWN);
    var known = usersKnownWith(address);
    if (!wasRead && known.size() != 1) {
      require(ListPart.USERS, Freshness.FRESH);
      return usersKnownWith(address);
    }
    return known;
  }

  /** The same, as it is now. */
  List<User> usersWithNow(String address) {
    require(ListPart.USERS, Freshness.NOW);
    return usersKnownWith(address);
  }

  private List<User> usersKnownWith(String address) {
    return store.usersWith(address).stream().map(body -> read(body, User.class)).toList();
  }

  /** Takes note of a user who was made. */
  void made(User user) {
    store.put(ListPart.USERS, thing(user), clock.instant());
  }

  /** The enrolled devices of the user. */
  List<SeenDevice> devicesOf(FleetUserId user, Freshness freshness) {
    require(ListPart.DEVICES, freshness);
    return store.devicesOf(number(user)).stream().map(FleetIndex::device).toList();
  }

  /** These devices, as far as they are in the list. */
  List<SeenDevice> devices(Set<Long> wanted, Freshness freshness) {
    require(ListPart.DEVICES, freshness);
    return store.byId(ListPart.DEVICES, wanted).stream().map(FleetIndex::device).toList();
  }

  /** Takes note of a device that was read singly, if all that matters was shown. */
  void saw(JsonNode page) {
    var seen = SeenDevice.in(page);
    if (seen.isComplete()) {
      store.put(ListPart.DEVICES, thing(seen, page), clock.instant());
    }
  }

  /** Takes note that this device is gone. */
  void gone(long device) {
    store.remove(ListPart.DEVICES, device);
  }

  private static SeenDevice device(String body) {
    return SeenDevice.in(read(body, JsonNode.class));
  }

  /** All groups. */
  List<Group> groups(Freshness freshness) {
    require(ListPart.GROUPS, freshness);
    return store.all(ListPart.GROUPS).stream().map(body -> read(body, Group.class)).toList();
  }

  /** The groups with exactly this name. */
  List<Group> groupsNamed(String name, Freshness freshness) {
    require(ListPart.GROUPS, freshness);
    return store.groupsNamed(name).stream().map(body -> read(body, Group.class)).toList();
  }

  /** What the traces lead to, now. */
  TracedDevices trace(DeviceTraces traces) {
    // nobody may be missed who was enrolled a moment ago: what is not there is looked for anew
    require(ListPart.DEVICES, Freshness.NOW);
    require(ListPart.USERS, Freshness.NOW);
    return traced(traces);
  }

  /**
   * What the traces lead to by what is known. That nothing is found in a list that was not just
   * read is no proof that there is nothing.
   */
  TracedDevices traceKnown(DeviceTraces traces) {
    var devicesRead = require(ListPart.DEVICES, Freshness.KNOWN);
    var usersRead = require(ListPart.USERS, Freshness.KNOWN);
    var known = traced(traces);
    var isProof = devicesRead && usersRead;
    return isProof || !(known.users().isEmpty() || known.devices().isEmpty())
        ? known
        : trace(traces);
  }

  /**
   * What the traces lead to by what is known, for whoever acts on nothing. Where no call can be
   * afforded, an old list will do.
   */
  TracedDevices traceIndexed(DeviceTraces traces) {
    for (var part : List.of(ListPart.DEVICES, ListPart.USERS)) {
      try {
        require(part, Freshness.KNOWN);
      } catch (Unavailable turnedAway) {
        if (store.reading(part).begunAt() == null) {
          throw turnedAway;
        }
      }
    }
    return traced(traces);
  }

  /** How many calls it takes to read users and devices anew. */
  int pages() {
    return Stream.of(ListPart.DEVICES, ListPart.USERS)
        .mapToInt(part -> pages(store.count(part)))
        .sum();
  }

  private int pages(long things) {
    var size = hexnode.properties().pageSize();
    return Math.toIntExact(Math.max(1, (things + size - 1) / size));
  }

  private TracedDevices traced(DeviceTraces traces) {
    // users never older than the devices: one whose owner is not among the users is nobody's
    var devicesSince = store.reading(ListPart.DEVICES).begunAt();
    if (devicesSince != null) {
      requireUsersSince(devicesSince);
    }
    var numbers = traces.users().stream().flatMap(FleetIndex::numberOf).collect(Collectors.toSet());
    var users = users(store.usersFor(traces, numbers));
    users.forEach(user -> numbers.add(number(user.id())));
    var found = store.devicesFor(traces, numbers);
    var newest =
        found.stream()
            .filter(FoundDevice::ownerless)
            .map(FoundDevice::seenAt)
            .max(Instant::compareTo);
    if (newest.filter(this::isAfterUsers).isPresent()) {
      // the owner may have come after the users were read
      requireUsersSince(newest.get());
      found = store.devicesFor(traces, numbers);
    }
    var devices = found.stream().map(each -> device(each.body()).device()).toList();
    var owners =
        devices.stream()
            .flatMap(device -> Optional.ofNullable(device.owner()).stream())
            .map(FleetIndex::number)
            .collect(Collectors.toSet());
    var all =
        Stream.concat(
                users(store.usersFor(traces, numbers)).stream(),
                users(store.byId(ListPart.USERS, owners)).stream())
            .distinct()
            .toList();
    return traces.among(all, devices);
  }

  private boolean isAfterUsers(Instant seen) {
    return !store.reading(ListPart.USERS).begunSince(seen);
  }

  private void requireUsersSince(Instant since) {
    if (!store.reading(ListPart.USERS).begunSince(since)) {
      read(ListPart.USERS, current -> current.begunSince(since));
    }
  }

  private static List<DeviceUser> users(List<String> bodies) {
    return bodies.stream()
        .map(body -> read(body, User.class))
        .filter(user -> !FleetUsers.isNobody(user))
        .map(
            user ->
                new DeviceUser(
                    new FleetUserId(Long.toString(user.id())),
                    Objects.requireNonNullElse(user.name(), ""),
                    Objects.requireNonNullElse(user.email(), ""),
                    Objects.requireNonNullElse(user.domain(), "")))
        .toList();
  }

  private static long number(FleetUserId user) {
    return Long.parseLong(user.value());
  }

  private static Stream<Long> numberOf(FleetUserId user) {
    try {
      return Stream.of(number(user));
    } catch (NumberFormatException notOfThisPortal) {
      return Stream.empty();
    }
  }
}
