package io.muster.systems;

import io.muster.remote.FixedDelayTask;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.PublishedLimits;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What calls to other systems of the house need. */
@Configuration(proxyBeanMethods = false)
class SystemsConfiguration {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  @Bean
  ConnectedSystems connectedSystems(
      SystemsProperties properties, OutboundCallGuard guard, Clock clock) {
    return new ConnectedSystems(properties, guard, InetAddress::getAllByName, clock);
  }

  @Bean
  PublishedLimits limitsOfSystems(SystemsProperties properties) {
    return ConnectedSystems.limits(properties);
  }

  @Bean
  FixedDelayTask callBackDeliveries(CallBackDelivery delivery) {
    return new FixedDelayTask("call-backs", PAUSE, delivery::deliverAll);
  }
}
