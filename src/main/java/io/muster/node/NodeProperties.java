package io.muster.node;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When this node is unfit to work.
 *
 * @param clockTolerance how far this machine's clock may be from the database's before it takes no
 *     jobs, default 5 seconds
 * @param uploadTime how long the body of a webhook may take to arrive, default 15 seconds
 */
@ConfigurationProperties("muster.node")
record NodeProperties(
    @DefaultValue("5s") Duration clockTolerance, @DefaultValue("15s") Duration uploadTime) {
  NodeProperties {
    if (clockTolerance.isNegative() || clockTolerance.isZero()) {
      throw new IllegalArgumentException("muster.node.clock-tolerance is longer than nothing");
    }
    if (uploadTime.isNegative() || uploadTime.isZero()) {
      throw new IllegalArgumentException("muster.node.upload-time is longer than nothing");
    }
  }
}
