package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.LifecycleVariables.IMMEDIATE;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICES;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_USERS;

import io.muster.devices.FleetUserId;
import io.muster.remote.CallPriority;
import io.muster.safety.DeviceId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;

/** What the steps of offboarding know about the leaver. */
final class LeaverVariables {
  /** Whoever has to go at once goes before the others who leave. */
  static CallPriority lane(DelegateExecution execution) {
    return IMMEDIATE.find(execution).orElse(false) ? CallPriority.URGENT : CallPriority.CONTAINMENT;
  }

  private LeaverVariables() {}

  /** The one device a branch is about; elsewhere all that are written down, or none yet. */
  static Set<DeviceId> devices(VariableScope scope) {
    var one = DEVICE.find(scope);
    if (one.isPresent()) {
      return Set.of(DeviceId.of(one.get()));
    }
    return DEVICES.find(scope).stream()
        .flatMap(Collection::stream)
        .map(DeviceId::of)
        .collect(Collectors.toSet());
  }

  /** The leaver's users in device management. */
  static List<FleetUserId> users(VariableScope scope) {
    return Stream.concat(
            FLEET_USER.find(scope).stream(),
            DEVICE_USERS.find(scope).stream().flatMap(Collection::stream))
        .filter(id -> !id.isEmpty())
        .distinct()
        .map(FleetUserId::new)
        .toList();
  }
}
