package io.muster.lifecycle.onboarding;

import io.muster.devices.Device;
import io.muster.devices.Platform;
import io.muster.safety.DeviceId;
import java.util.Locale;

/**
 * An enrolled device with a login window, written as {@code macos:41} so that a decision table can
 * read the platform off it.
 */
record Computer(Platform platform, DeviceId id) {
  static Computer of(Device device) {
    return new Computer(device.platform(), device.id());
  }

  static Computer read(String text) {
    var parts = text.split(":", 2);
    return new Computer(Platform.valueOf(parts[0].toUpperCase(Locale.ROOT)), DeviceId.of(parts[1]));
  }

  @Override
  public String toString() {
    return platform.name().toLowerCase(Locale.ROOT) + ":" + id;
  }
}
