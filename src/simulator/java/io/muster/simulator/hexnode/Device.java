package io.muster.simulator.hexnode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A device: its record in the portal, and what is true of the thing itself. */
final class Device {
  final int id;
  final Machine machine;
  final String serial;
  final String udid;
  final Set<Integer> policies = new LinkedHashSet<>();
  final Map<String, App> apps = new LinkedHashMap<>();
  final List<Action> actions = new ArrayList<>();
  final Map<ActionKind, String> failures = new EnumMap<>(ActionKind.class);
  final Set<ActionKind> forgets = EnumSet.noneOf(ActionKind.class);
  String name;
  String ownership;

  /** Whether several people use it; null if the portal does not show that. */
  @Nullable Boolean shared = false;

  /** Whether it is a kiosk; null if the portal does not show that. */
  @Nullable Boolean kiosk;

  /** Whether the portal keeps the key of its disk; null if the portal does not show that. */
  @Nullable Boolean keyKept;

  String notes = "";
  @Nullable Integer owner;
  Instant enrolled;
  Instant reported;
  boolean online;
  Instant onlineSince;
  Instant busyUntil;

  /** Null unless a policy asks for Hexnode Access. */
  @Nullable Instant accessWanted;

  /** Null unless the device was wiped and has not enrolled again. */
  @Nullable Instant wipedAt;

  boolean gone;
  boolean locked;
  boolean lost;
  int wipes;

  Device(int id, NewDevice about, String udid, Instant now) {
    this.id = id;
    this.machine = about.machine();
    this.serial = about.serial();
    this.udid = udid;
    this.name = about.name();
    this.ownership = about.ownership();
    this.owner = about.owner();
    this.enrolled = now;
    this.reported = now;
    this.online = about.online();
    this.onlineSince = now;
    this.busyUntil = now;
    this.keyKept = about.machine().hasLoginWindow() ? true : null;
  }

  boolean managed() {
    return !gone && wipedAt == null;
  }

  boolean reachable() {
    return online && managed();
  }

  void enrolAgain(Instant at) {
    enrolled = at;
    reported = at;
    wipedAt = null;
    locked = false;
    lost = false;
    busyUntil = at;
    apps.clear();
  }
}
