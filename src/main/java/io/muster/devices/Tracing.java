package io.muster.devices;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.muster.devices.TracedDevices.Trace;
import io.muster.devices.TracedDevices.TracedDevice;
import io.muster.devices.TracedDevices.TracedUser;
import io.muster.safety.Bearer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows a person's traces through all users and devices there are. */
final class Tracing {
  private static final Comparator<Device> BY_NUMBER =
      Comparator.comparingLong(device -> device.id().value());

  private final DeviceTraces traces;
  private final Map<FleetUserId, DeviceUser> users;
  private final List<Device> devices;
  private final Set<String> present;
  private final Set<String> former;
  private final Set<String> colleagues;
  private final Set<String> names;
  private final Map<String, Long> bearers;

  Tracing(DeviceTraces traces, Collection<DeviceUser> users, Collection<Device> devices) {
    this.traces = traces;
    this.users = users.stream().collect(toMap(DeviceUser::id, user -> user, (one, again) -> one));
    this.devices = devices.stream().filter(Device::enrolled).sorted(BY_NUMBER).toList();
    this.present = addresses(traces.addresses().present());
    this.former = addresses(traces.addresses().former());
    this.colleagues = addresses(traces.addresses().colleagues());
    this.names = traces.names().stream().map(Tracing::name).collect(toSet());
    names.remove("");
    this.bearers =
        this.users.values().stream()
            .map(user -> address(user.email()))
            .collect(groupingBy(address -> address, counting()));
  }

  TracedDevices result() {
    var theirs = new LinkedHashMap<FleetUserId, TracedUser>();
    users.values().stream()
        .sorted(byNumber())
        .forEach(user -> trace(user).ifPresent(by -> theirs.put(user.id(), traced(user, by))));
    var perhaps =
        users.values().stream()
            .filter(user -> !theirs.containsKey(user.id()) && isPerhapsTheirs(user))
            .sorted(byNumber())
            .toList();
    var found = new ArrayList<TracedDevice>();
    var unassigned = new ArrayList<Device>();
    for (var device : devices) {
      var because = because(device, theirs);
      if (because.isPresent()) {
        found.add(new TracedDevice(device, because.get()));
      } else if (!isSomebodys(device)) {
        unassigned.add(device);
      }
    }
    return new TracedDevices(
        List.copyOf(theirs.values()), List.copyOf(found), perhaps, List.copyOf(unassigned));
  }

  /** What makes the user the person's; empty if nothing does. */
  private Optional<Trace> trace(DeviceUser user) {
    var address = address(user.email());
    var isNamed = names.contains(name(user.name()));
    var isKnown = traces.users().contains(user.id());
    if (colleagues.contains(address)) {
      // whoever goes on under another number bears the name too; a wrongly typed address does not
      return present.contains(address) && (isNamed || isKnown)
          ? Optional.of(Trace.PRESENT_ADDRESS)
          : Optional.empty();
    }
    if (present.contains(address)) {
      return Optional.of(Trace.PRESENT_ADDRESS);
    }
    if (isNamed && isKnown) {
      return Optional.of(Trace.SEEN_BEFORE);
    }
    return former.contains(address) ? Optional.of(Trace.FORMER_ADDRESS) : Optional.empty();
  }

  private TracedUser traced(DeviceUser user, Trace by) {
    var isDoubtful = by == Trace.FORMER_ADDRESS || colleagues.contains(address(user.email()));
    return new TracedUser(user, by, isAlone(user) && !isDoubtful);
  }

  /** A number that was the person's and bears other names now may have been given away. */
  private boolean isPerhapsTheirs(DeviceUser user) {
    return names.contains(name(user.name()))
        || traces.users().contains(user.id())
        || colleagues.contains(address(user.email()));
  }

  /** True if no other user bears this one's address. */
  private boolean isAlone(DeviceUser user) {
    var address = address(user.email());
    return address.isEmpty() || bearers.getOrDefault(address, 0L) == 1;
  }

  private Optional<String> because(Device device, Map<FleetUserId, TracedUser> theirs) {
    var owner = device.owner();
    var traced = owner == null ? null : theirs.get(owner);
    if (traced != null) {
      return Optional.of(ownedBy(traced));
    }
    if (isSomebodys(device)) {
      return Optional.empty();
    }
    if (traces.devices().stream().anyMatch(known -> isSame(known, device))) {
      return Optional.of(
          "It was the person's when last seen, has the same serial number and enrolment, and belongs to nobody now.");
    }
    return owner != null && traces.users().contains(owner)
        ? Optional.of(
            "It still shows user %s, who was the person and is gone from device management."
                .formatted(owner))
        : Optional.empty();
  }

  private String ownedBy(TracedUser traced) {
    var owner = traced.user();
    var address = address(owner.email());
    if (traced.by() == Trace.SEEN_BEFORE) {
      return "It belongs to user %s, who was seen to be the person's and bears the person's name."
          .formatted(owner.id());
    }
    if (traced.by() == Trace.FORMER_ADDRESS) {
      return "It belongs to user %s with the former address %s."
          .formatted(owner.id(), owner.email());
    }
    return isAlone(owner)
        ? "It belongs to user %s with the address %s.".formatted(owner.id(), owner.email())
        : "It belongs to user %s, one of %d with the address %s."
            .formatted(owner.id(), bearers.get(address), owner.email());
  }

  /** A device whose user is gone from device management belongs to nobody, whatever it shows. */
  private boolean isSomebodys(Device device) {
    return device.owner() != null && users.containsKey(device.owner());
  }

  private static boolean isSame(KnownDevice known, Device device) {
    return !known.serial().isBlank()
        && serial(known.serial()).equals(serial(device.serial()))
        && isSame(known.enrolledAt(), device.enrolledAt());
  }

  /** The same instant may have been written down with fewer digits. */
  private static boolean isSame(@Nullable Instant one, @Nullable Instant other) {
    return one != null
        && other != null
        && one.truncatedTo(ChronoUnit.MILLIS).equals(other.truncatedTo(ChronoUnit.MILLIS));
  }

  private static Comparator<DeviceUser> byNumber() {
    return Comparator.comparing((DeviceUser user) -> user.id().value().length())
        .thenComparing(user -> user.id().value());
  }

  private static Set<String> addresses(Set<String> written) {
    return written.stream()
        .map(Tracing::address)
        .filter(address -> !address.isEmpty())
        .collect(toSet());
  }

  static String address(String written) {
    return Bearer.addressKey(written);
  }

  static String serial(String written) {
    return written.strip().toLowerCase(Locale.ROOT);
  }

  static String name(String written) {
    return Bearer.nameKey(written);
  }
}
