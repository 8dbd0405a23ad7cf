package io.muster.devices.hexnode;

import io.muster.remote.BudgetProperties.Limits;
import io.muster.remote.PublishedLimits;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Hexnode's limits: so many calls a minute, and so many a day for each device it manages. */
final class HexnodeLimits implements PublishedLimits {
  private final HexnodeProperties properties;
  private volatile @Nullable Integer shown;
  private volatile LongConsumer listener = devices -> {};

  HexnodeLimits(HexnodeProperties properties) {
    this.properties = properties;
  }

  /** So many devices are managed now. */
  void shown(long devices) {
    shown = Math.toIntExact(devices);
    listener.accept(devices);
  }

  /** Whoever else wants to know how many devices are managed. */
  void tell(LongConsumer other) {
    listener = other;
  }

  @Override
  public Optional<Limits> of(String connection) {
    return connection.equals(properties.connection()) ? Optional.of(now()) : Optional.empty();
  }

  Limits now() {
    var limits = properties.limits();
    return new Limits(
        limits.perMinute(),
        Optional.ofNullable(limits.devices())
            .or(() -> Optional.ofNullable(shown))
            .map(devices -> Math.max(limits.dailyFloor(), devices * limits.perDeviceAndDay()))
            .orElse(null));
  }
}
