package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.DEVICES;

import io.muster.safety.DeviceId;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.VariableScope;

/** What the steps of offboarding know about the leaver. */
final class Leaver {
  private Leaver() {}

  /** The devices written down, or none if that has not happened yet. */
  static Set<DeviceId> devices(VariableScope scope) {
    return DEVICES.find(scope).stream()
        .flatMap(devices -> devices.stream())
        .map(DeviceId::of)
        .collect(Collectors.toSet());
  }
}
