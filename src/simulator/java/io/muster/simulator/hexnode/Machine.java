package io.muster.simulator.hexnode;

/** The kinds of device that differ in what the fleet can do with them. */
public enum Machine {
  MAC("macos", "macOS", "15.5", "MacBook Pro"),
  /** Locks only with a six-digit PIN. */
  INTEL_MAC("macos", "macOS", "12.7", "MacBook Pro (Intel)"),
  WINDOWS("windows", "Windows 11 Pro", "10.0.26100", "Latitude 7450"),
  /** Has no password, so it cannot be locked. */
  WINDOWS_WITHOUT_PASSWORD("windows", "Windows 10 Pro", "10.0.19045", "Latitude 5400"),
  IPHONE("ios", "iOS", "18.5", "iPhone 15"),
  /** Enrolled by Apple's programme for companies: comes back by itself after a wipe. */
  COMPANY_IPHONE("ios", "iOS", "18.5", "iPhone 15"),
  ANDROID("android", "Android", "15", "Pixel 8"),
  /** Enrolled out of the box: comes back by itself after a wipe. */
  ZERO_TOUCH_ANDROID("android", "Android", "15", "Galaxy XCover7"),
  /** A person's own phone with a work profile; a wipe takes the profile only. */
  ANDROID_WORK_PROFILE("android", "Android", "14", "Galaxy S24");

  private final String platform;
  private final String osName;
  private final String osVersion;
  private final String model;

  Machine(String platform, String osName, String osVersion, String model) {
    this.platform = platform;
    this.osName = osName;
    this.osVersion = osVersion;
    this.model = model;
  }

  /** The word the API uses: macos, windows, ios or android. */
  public String platform() {
    return platform;
  }

  String osName() {
    return osName;
  }

  String osVersion() {
    return osVersion;
  }

  String model() {
    return model;
  }

  boolean hasLoginWindow() {
    return platform.equals("macos") || platform.equals("windows");
  }

  boolean comesBackByItself() {
    return this == COMPANY_IPHONE || this == ZERO_TOUCH_ANDROID;
  }

  boolean supervised() {
    return this != IPHONE && this != ANDROID_WORK_PROFILE;
  }

  boolean ownershipIsFixed() {
    return platform.equals("android");
  }
}
