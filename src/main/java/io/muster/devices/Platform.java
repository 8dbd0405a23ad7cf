package io.muster.devices;

/** What a device runs. */
public enum Platform {
  MACOS,
  WINDOWS,
  IOS,
  ANDROID,
  OTHER;

  /** True where Hexnode Access can replace the login window. */
  public boolean hasLoginWindow() {
    return this == MACOS || this == WINDOWS;
  }
}
