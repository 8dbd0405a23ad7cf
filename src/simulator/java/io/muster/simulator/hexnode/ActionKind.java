package io.muster.simulator.hexnode;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The remote actions: their path, their name in the history, the fields beside the targets. */
enum ActionKind {
  LOCK(
      "lock_devices",
      "Lock Device",
      // the singular ones stand in the vendor's table by mistake; they are taken and mean nothing
      "message phone_number system_lock_pin user usergroup device devicegroup"),
  /** Done in the portal or at the device only; no path leads to it. */
  UNLOCK("", "Unlock Device", ""),
  CLEAR_PASSCODE("clear_passcode", "Clear Passcode", ""),
  POWER_OFF("power_off", "Power Off", ""),
  RESTART("restart_device", "Restart Device", ""),
  SCAN("scan_device", "Scan Device", ""),
  SCAN_LOCATION("scan_location", "Scan Device Location", ""),
  MESSAGE("message", "Broadcast Message", "message"),
  RENAME("rename_device", "Rename Device", "name use_suffix suffix"),
  CLEAR_APP_DATA("clear_app_data", "Clear App Data", "apps"),
  INSTALL_APPS("install_applications", "Install Application", "apps"),
  UNINSTALL_APPS("uninstall_applications", "Uninstall Application", "apps"),
  ASSOCIATE_POLICY("associate_policy", "Associate Policy", "policies"),
  REMOVE_POLICY("remove_policy", "Remove Policy", "policies"),
  CHANGE_OWNER("change_owner", "Change Owner", "user"),
  CHANGE_OWNERSHIP("change_ownership", "Change Ownership", "ownership"),
  LOST_MODE_ON("enable_lostmode", "Enable Lost Mode", "message phone_number footnote"),
  LOST_MODE_OFF("disable_lostmode", "Disable Lost Mode", ""),
  WIPE("wipe_device", "Wipe Device", ""),
  DISENROLL("disenroll", "Disenroll Device", ""),
  MARK_DISENROLLED("mark_as_disenrolled", "Mark as Disenrolled", "");

  static final Set<String> TARGETS = Set.of("users", "usergroups", "devices", "devicegroups");

  private final String path;
  private final String shown;
  private final String fields;

  ActionKind(String path, String shown, String fields) {
    this.path = path;
    this.shown = shown;
    this.fields = " " + fields + " ";
  }

  static Map<String, ActionKind> byPath() {
    return Arrays.stream(values())
        .filter(kind -> !kind.path.isEmpty())
        .collect(Collectors.toMap(kind -> kind.path, Function.identity()));
  }

  String shown() {
    return shown;
  }

  boolean knows(String field) {
    return TARGETS.contains(field) || fields.contains(" " + field + " ");
  }
}
