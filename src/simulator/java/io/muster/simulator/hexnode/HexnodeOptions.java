package io.muster.simulator.hexnode;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the portal behaves where the vendor's pages leave room, and how fast its devices are.
 *
 * <p>To be said before the simulator starts; the defaults are the published limits and the likelier
 * reading of everything else.
 */
public final class HexnodeOptions {
  /** Which shape of request body is taken. */
  public enum BodyForm {
    EITHER,
    OBJECT_ONLY,
    ARRAY_ONLY
  }

  private final Map<String, ActionKind> actions = new LinkedHashMap<>(ActionKind.byPath());
  private String apiKey = randomKey();
  private boolean apiEnabled = true;
  private boolean limited = true;
  private int perMinute = 30;
  private int perDeviceAndDay = 10;
  private int dailyFloor = 50;
  private BodyForm bodyForm = BodyForm.EITHER;
  private Duration deviceDelay = Duration.ofSeconds(5);
  private Duration accessDelay = Duration.ofSeconds(30);
  private Duration returnDelay = Duration.ofMinutes(10);
  private Duration checkIn = Duration.ZERO;
  private boolean refusesUnknownDevices;
  private boolean orphansGoToDefaultUser;
  private boolean returnsUnderNewId;

  /** The tenant's key; without this, one made for this start. */
  public HexnodeOptions apiKey(String key) {
    apiKey = key;
    return this;
  }

  /** API access is switched off in the portal. */
  public HexnodeOptions apiDisabled() {
    apiEnabled = false;
    return this;
  }

  /** No limit at all; for tests that are about something else. */
  public HexnodeOptions unlimited() {
    limited = false;
    return this;
  }

  /**
   * Other limits than the published ones.
   *
   * @param newPerMinute calls a minute
   * @param newPerDeviceAndDay calls a day for each managed device
   * @param newDailyFloor calls a day that even an empty estate has
   */
  public HexnodeOptions limits(int newPerMinute, int newPerDeviceAndDay, int newDailyFloor) {
    perMinute = newPerMinute;
    perDeviceAndDay = newPerDeviceAndDay;
    dailyFloor = newDailyFloor;
    return this;
  }

  public HexnodeOptions takes(BodyForm form) {
    bodyForm = form;
    return this;
  }

  /** How long a device that is online takes for one action. */
  public HexnodeOptions deviceDelay(Duration delay) {
    deviceDelay = delay;
    return this;
  }

  /** How long after its policy the Hexnode Access app shows on a device that is online. */
  public HexnodeOptions accessDelay(Duration delay) {
    accessDelay = delay;
    return this;
  }

  /** How long after a wipe a device that enrols by itself is back. */
  public HexnodeOptions returnDelay(Duration delay) {
    returnDelay = delay;
    return this;
  }

  /**
   * How often a device that is online reports by itself; it also does so when it comes online and
   * when it carries out an action. Without this, at every look.
   */
  public HexnodeOptions checkIn(Duration every) {
    checkIn = every;
    return this;
  }

  /** An action on a device id that does not exist is 400 instead of 200 without effect. */
  public HexnodeOptions refusingUnknownDevices() {
    refusesUnknownDevices = true;
    return this;
  }

  /** The devices of a user who is gone belong to the Default User instead of to nobody. */
  public HexnodeOptions givingOrphansToDefaultUser() {
    orphansGoToDefaultUser = true;
    return this;
  }

  /** A wiped device that enrols by itself comes back as a new record. */
  public HexnodeOptions returningUnderNewId() {
    returnsUnderNewId = true;
    return this;
  }

  /** Gives an action another path name, as the names of some are not confirmed. */
  public HexnodeOptions renaming(String usual, String other) {
    var kind = actions.remove(usual);
    if (kind == null) {
      throw new IllegalArgumentException("no action is called " + usual);
    }
    actions.put(other, kind);
    return this;
  }

  Map<String, ActionKind> actions() {
    return actions;
  }

  String apiKey() {
    return apiKey;
  }

  boolean apiEnabled() {
    return apiEnabled;
  }

  boolean limited() {
    return limited;
  }

  int perMinute() {
    return perMinute;
  }

  int perDay(int devices) {
    return Math.max(dailyFloor, perDeviceAndDay * devices);
  }

  BodyForm bodyForm() {
    return bodyForm;
  }

  Duration deviceDelay() {
    return deviceDelay;
  }

  Duration accessDelay() {
    return accessDelay;
  }

  Duration returnDelay() {
    return returnDelay;
  }

  Duration checkIn() {
    return checkIn;
  }

  boolean refusesUnknownDevices() {
    return refusesUnknownDevices;
  }

  boolean orphansGoToDefaultUser() {
    return orphansGoToDefaultUser;
  }

  boolean returnsUnderNewId() {
    return returnsUnderNewId;
  }

  private static String randomKey() {
    var random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
