package io.muster.simulator.hexnode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the portal shows what it has. */
final class Shapes {
  // the portal writes both lengths, and clients must read both
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
  private static final DateTimeFormatter MICROS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

  private final Estate estate;

  Shapes(Estate estate) {
    this.estate = estate;
  }

  ObjectNode user(User user) {
    return member(user).put("total_devices", estate.devicesOf(user.id).size());
  }

  ObjectNode userDetail(User user) {
    var shown = user(user);
    shown.set("devices", all(estate.devicesOf(user.id), this::deviceInGroup));
    shown.set("policy", policies(user.policies));
    var groups =
        estate.userGroups.values().stream().filter(g -> g.members.contains(user.id)).toList();
    shown.set("usergroups", all(groups, g -> object().put("id", g.id).put("groupname", g.name)));
    return shown;
  }

  private static ObjectNode member(User user) {
    return object()
        .put("id", user.id)
        .put("name", user.name)
        .put("email", user.email)
        .put("domain", user.domain)
        .put("phoneno", user.phone);
  }

  ObjectNode userGroup(Group group) {
    return group(group)
        .put("users_count", group.members.size())
        .put("modified_date", micros(group.modified));
  }

  ObjectNode userGroupDetail(Group group) {
    var shown = group(group);
    var users =
        estate.users.values().stream().filter(user -> group.members.contains(user.id)).toList();
    shown.set("users", all(users, Shapes::member));
    shown.set("policy", policies(group.policies));
    shown.set("location_history", JsonNodeFactory.instance.arrayNode());
    return shown;
  }

  ObjectNode deviceGroup(Group group) {
    long devices = estate.listed().stream().filter(group::holds).count();
    return group(group)
        .put("grouptype", group.rule == null ? "custom" : "dynamic")
        .put("device_count", devices)
        .put("modified_date", micros(group.modified));
  }

  ObjectNode deviceGroupDetail(Group group) {
    var shown = group(group);
    var devices = estate.listed().stream().filter(group::holds).toList();
    shown.set(
        "devices",
        all(
            devices,
            device -> {
              var item = deviceInGroup(device);
              var owner = owner(device);
              if (owner != null) {
                item.put("user_id", owner.id).put("user_name", owner.name);
              }
              return item;
            }));
    shown.set("policy", policies(group.policies));
    shown.set("location_history", JsonNodeFactory.instance.arrayNode());
    return shown;
  }

  private static ObjectNode group(Group group) {
    return object()
        .put("id", group.id)
        .put("groupname", group.name)
        .put("description", group.description);
  }

  private ObjectNode deviceInGroup(Device device) {
    return object()
        .put("id", device.id)
        .put("name", device.name)
        .put("model_name", device.machine.model())
        .put("platform", device.machine.platform());
  }

  /** The list says nothing of whose the device is, company's or person's. */
  ObjectNode device(Device device) {
    var shown =
        object()
            .put("id", device.id)
            .put("device_name", device.name)
            .put("model_name", device.machine.model())
            .put("os_name", device.machine.osName())
            .put("os_version", device.machine.osVersion())
            .put("enrolled_time", micros(device.enrolled))
            .put("last_reported", millis(device.reported))
            .put("compliant", true)
            .put("serial_number", device.serial)
            .put("udid", device.udid)
            .put("enrollment_status", "enrolled");
    putOwner(shown, device);
    return shown.putNull("imei");
  }

  ObjectNode deviceDetail(Device device) {
    var hardware =
        object()
            .put("device_name", device.name)
            .put("model_name", device.machine.model())
            .put("platform", device.machine.platform())
            .put("os_name", device.machine.osName())
            .put("os_version", device.machine.osVersion())
            .put("serial_number", device.serial)
            .put("udid", device.udid)
            .putNull("imei_1")
            .putNull("imei_2")
            .put("battery_level", 81)
            .put("available_device_capacity", 210.4)
            .put("ownership", device.ownership)
            .put("enrollment_status", "enrolled")
            .put("supervised", device.machine.supervised())
            .put("enrolled_time", micros(device.enrolled))
            .put("last_reported", millis(device.reported))
            .put("compliant", true)
            .put("device_notes", device.notes);
    putIfKnown(hardware, "shared", device.shared);
    putIfKnown(hardware, "kiosk_mode", device.kiosk);
    putIfKnown(hardware, keyOf(device.machine), device.keyKept);
    var shown = object().put("id", device.id);
    shown.set("device", hardware);
    putOwner(shown, device);
    shown.set(
        "policies",
        all(
            estate.policiesOn(device),
            policy ->
                object()
                    .put("id", policy.id)
                    .put("name", policy.name)
                    .put("version", policy.version)));
    return shown;
  }

  private static void putIfKnown(ObjectNode shown, String fact, @Nullable Boolean value) {
    if (value != null) {
      shown.put(fact, value);
    }
  }

  private static String keyOf(Machine machine) {
    return switch (machine.platform()) {
      case "macos" -> "filevault_recovery_key_escrowed";
      case "windows" -> "bitlocker_recovery_key_escrowed";
      default -> "recovery_key_escrowed";
    };
  }

  ObjectNode action(Action action) {
    return object()
        .put("id", action.id)
        .put("action", action.kind.shown())
        .put("status", action.status.name().toLowerCase(Locale.ROOT))
        .put("initiated_time", micros(action.initiated))
        .put("completed_time", action.completed == null ? null : micros(action.completed))
        .put("initiated_by", "API")
        .put("message", action.message);
  }

  ObjectNode app(App app) {
    return object()
        .put("id", app.id())
        .put("name", app.name())
        .put("platform", app.platform())
        .put("app_type", "store")
        .put("identifier", app.identifier())
        .put("version", app.version());
  }

  ObjectNode appOnDevice(App app) {
    return object()
        .put("id", app.id())
        .put("name", app.name())
        .put("identifier", app.identifier())
        .put("version", app.version())
        .put("managed", app.managed());
  }

  ObjectNode policyTied(Policy policy) {
    return object()
        .put("id", policy.id)
        .put("name", policy.name)
        .put("version", policy.version)
        .put("created_time", micros(policy.created));
  }

  ObjectNode policy(Policy policy) {
    long reached =
        estate.listed().stream()
            .filter(device -> estate.policiesOn(device).contains(policy))
            .count();
    return object()
        .put("id", policy.id)
        .put("name", policy.name)
        .put("description", policy.description)
        .put("version", policy.version)
        .put("archived", policy.archived)
        .put("ios_configured", policy.content.path("ios").isObject())
        .put("android_configured", policy.content.path("android").isObject())
        .put("windows_configured", policy.content.path("windows").isObject())
        .put("created_time", micros(policy.created))
        .put("modified_time", micros(policy.modified))
        .put("device_count", reached);
  }

  ObjectNode policyDetail(Policy policy) {
    var shown = policy.content.deepCopy();
    return shown
        .put("id", policy.id)
        .put("name", policy.name)
        .put("description", policy.description)
        .put("version", policy.version)
        .put("archived", policy.archived)
        .put("created_time", micros(policy.created))
        .put("modified_time", micros(policy.modified));
  }

  private ArrayNode policies(Collection<Integer> ids) {
    var tied =
        estate.policies.values().stream()
            .filter(policy -> ids.contains(policy.id) && !policy.archived)
            .toList();
    return all(tied, this::policyTied);
  }

  private void putOwner(ObjectNode shown, Device device) {
    var owner = owner(device);
    if (owner == null) {
      shown.putNull("user");
    } else {
      shown.set("user", object().put("id", owner.id).put("name", owner.name));
    }
  }

  private @Nullable User owner(Device device) {
    return device.owner == null ? null : estate.users.get(device.owner);
  }

  static <T> ArrayNode all(Collection<T> things, Function<T, ObjectNode> shape) {
    var array = JsonNodeFactory.instance.arrayNode();
    things.forEach(thing -> array.add(shape.apply(thing)));
    return array;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String micros(Instant instant) {
    return MICROS.format(instant);
  }

  private static String millis(Instant instant) {
    return MILLIS.format(instant);
  }
}
