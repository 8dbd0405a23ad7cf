package io.muster.devices.hexnode;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.devices.Device;
import io.muster.devices.FleetUserId;
import io.muster.devices.Platform;
import io.muster.safety.Bearer;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A device as Hexnode shows it, in the list or singly.
 *
 * <p>The two put the same facts in different places, and the single one is not documented in full;
 * so each fact is looked for in every place, and what is nowhere is unknown.
 *
 * @param places where to look, the most trustworthy first
 */
record SeenDevice(List<JsonNode> places) {
  private static final List<String> NEEDED =
      List.of("serial_number", "user", "enrollment_status", "enrolled_time");
  private static final List<String> OWNERSHIPS =
      List.of("ownership", "ownership_type", "device_ownership");
  private static final List<String> SHARED =
      List.of("shared", "is_shared", "shared_device", "is_shared_device", "shared_ipad");
  private static final List<String> KIOSK =
      List.of("kiosk_mode", "is_kiosk", "kiosk", "kiosk_enabled", "is_kiosk_enabled");

  /** Parts of a device's page in which some facts may stand by themselves. */
  private static final List<String> PARTS =
      List.of("security", "security_info", "filevault", "bitlocker", "disk_encryption");

  private static final Pattern TOO_FINE = Pattern.compile("(\\.\\d{9})\\d+");

  /** What Hexnode answered about one device. */
  static SeenDevice in(JsonNode answer) {
    return new SeenDevice(List.of(answer, answer.path("device")));
  }

  /** The same device with what the other look showed besides. */
  SeenDevice completedBy(SeenDevice other) {
    return new SeenDevice(Stream.concat(places.stream(), other.places.stream()).toList());
  }

  /** True if everything a wipe depends on is there, apart from whose the device is. */
  boolean isComplete() {
    return NEEDED.stream().allMatch(fact -> at(fact).isPresent());
  }

  long id() {
    return at("id").map(JsonNode::longValue).orElse(0L);
  }

  Device device() {
    return new Device(
        new DeviceId(id()),
        text("device_name"),
        text("model_name"),
        platform(),
        text("serial_number"),
        ownership(),
        owner(),
        instant(text("enrolled_time")),
        lastSeen(),
        enrolled(),
        shared(),
        recoveryKey(),
        bearer());
  }

  /**
   * Shared only if something says so, and not shared only if a place meant for that says so and
   * nothing else speaks against it. The names are assumed; nothing documents where it stands.
   */
  private Known shared() {
    var said = said(SHARED);
    var kiosk = said(KIOSK);
    if (said.contains(Known.YES) || kiosk.contains(Known.YES) || isOwnedByMany()) {
      return Known.YES;
    }
    return said.equals(Set.of(Known.NO)) && !kiosk.contains(Known.UNKNOWN)
        ? Known.NO
        : Known.UNKNOWN;
  }

  private boolean isOwnedByMany() {
    return OWNERSHIPS.stream().map(this::text).anyMatch("shared"::equalsIgnoreCase);
  }

  /**
   * Whether the key is kept, never the key itself. A portal may show the places of every platform
   * on every device, so only those of the device's own count. The names are assumed.
   */
  private Known recoveryKey() {
    var own =
        switch (platform()) {
          case MACOS -> "filevault_recovery_key_escrowed";
          case WINDOWS -> "bitlocker_recovery_key_escrowed";
          default -> "recovery_key_escrowed";
        };
    var said = said(List.of(own, "recovery_key_escrowed", "is_recovery_key_escrowed"));
    return said.size() == 1 ? said.iterator().next() : Known.UNKNOWN;
  }

  /** What the places say that are there and say anything. */
  private Set<Known> said(List<String> facts) {
    return places.stream()
        .flatMap(place -> Stream.concat(Stream.of(place), PARTS.stream().map(place::path)))
        .flatMap(place -> facts.stream().map(place::path))
        .filter(node -> !node.isMissingNode() && !node.isNull())
        .map(SeenDevice::known)
        .collect(Collectors.toSet());
  }

  private static Known known(JsonNode node) {
    return switch (node.asText().strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1", "on", "enabled", "active", "single_app", "multi_app", "escrowed" ->
          Known.YES;
      case "false", "no", "0", "off", "disabled", "inactive", "none", "not_escrowed" -> Known.NO;
      default -> Known.UNKNOWN;
    };
  }

  /** The policies the device shows about itself; empty if it shows none of that. */
  Optional<Set<String>> policies() {
    return at("policies")
        .filter(JsonNode::isArray)
        .map(
            list ->
                list.findValues("name").stream()
                    .map(JsonNode::asText)
                    .collect(Collectors.toUnmodifiableSet()));
  }

  Platform platform() {
    var word = text("platform").isEmpty() ? text("os_name") : text("platform");
    var plain = word.toLowerCase(Locale.ROOT).replace(" ", "");
    if (plain.startsWith("macos")) {
      return Platform.MACOS;
    }
    if (plain.startsWith("windows")) {
      return Platform.WINDOWS;
    }
    if (plain.startsWith("ios") || plain.startsWith("ipados")) {
      return Platform.IOS;
    }
    return plain.startsWith("android") ? Platform.ANDROID : Platform.OTHER;
  }

  /** Says corporate only if every place that says anything says so. */
  private Ownership ownership() {
    var said =
        places.stream()
            .flatMap(place -> OWNERSHIPS.stream().map(place::path))
            .filter(node -> !node.isMissingNode() && !node.isNull())
            .map(node -> ownershipIn(node.asText()))
            .distinct()
            .toList();
    return said.size() == 1 ? said.get(0) : Ownership.UNKNOWN;
  }

  private static Ownership ownershipIn(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "corporate" -> Ownership.CORPORATE;
      case "personal" -> Ownership.PERSONAL;
      default -> Ownership.UNKNOWN;
    };
  }

  private @Nullable FleetUserId owner() {
    return at("user")
        .filter(user -> user.path("id").canConvertToLong())
        .filter(user -> !FleetUsers.isNobody(user.path("name").textValue()))
        .map(user -> new FleetUserId(Long.toString(user.path("id").longValue())))
        .orElse(null);
  }

  /** The page shows the name and not the address. */
  private @Nullable Bearer bearer() {
    return owner() == null
        ? null
        : at("user")
            .map(user -> user.path("name").textValue())
            .filter(name -> !name.isBlank())
            .map(name -> new Bearer(name, null))
            .orElse(null);
  }

  /** When it last reported, or null. */
  @Nullable Instant lastSeen() {
    return instant(text("last_reported"));
  }

  /** Where Hexnode does not say, the device counts as enrolled, so that it can still be locked. */
  private boolean enrolled() {
    return at("enrollment_status")
        .map(status -> status.asText().equalsIgnoreCase("enrolled"))
        .orElse(true);
  }

  /** Reads a timestamp with any number of fraction digits; null if it is none. */
  static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(TOO_FINE.matcher(text).replaceFirst("$1")).toInstant();
    } catch (DateTimeParseException none) {
      return null;
    }
  }

  private String text(String fact) {
    return at(fact).filter(node -> !node.isNull()).map(JsonNode::asText).orElse("");
  }

  private Optional<JsonNode> at(String fact) {
    return places.stream()
        .filter(place -> place.has(fact))
        .map(place -> place.path(fact))
        .findFirst();
  }
}
