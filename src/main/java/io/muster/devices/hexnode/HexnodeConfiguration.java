package io.muster.devices.hexnode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.devices.DeviceFleet;
import io.muster.ledger.Ledger;
import io.muster.preflight.PreflightSource;
import io.muster.remote.CallBudget;
import io.muster.remote.FixedDelayTask;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteHttp;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Brings Hexnode as the device fleet, unless there is another one. */
@Configuration(proxyBeanMethods = false)
class HexnodeConfiguration {
  private static final Logger log = LoggerFactory.getLogger(HexnodeConfiguration.class);
  private static final Duration WARMED_EVERY = Duration.ofMinutes(1);

  /** Made only if somebody needs it, so that a test may bring a fleet of its own. */
  @Bean
  @Lazy
  @Fallback
  DeviceFleet hexnodeFleet(
      HexnodeProperties properties,
      HexnodeLimits limits,
      WipeSafety safety,
      OutboundCallGuard gate,
      Ledger ledger,
      Database database,
      Clock clock) {
    properties.check();
    return fleet(properties, limits, new Footing(safety, gate, ledger, database, clock));
  }

  /** Keeps the index warm wherever Hexnode is what manages the devices. */
  @Bean
  FixedDelayTask hexnodeIndex(HexnodeProperties properties, ObjectProvider<DeviceFleet> fleet) {
    return new FixedDelayTask(
        "hexnode-index",
        WARMED_EVERY,
        () -> {
          if (properties.url() != null && fleet.getObject() instanceof HexnodeFleet hexnode) {
            try {
              hexnode.keepWarm();
            } catch (RemoteFailure.Unavailable later) {
              // it goes on from there the next time
              log.debug("The index of Hexnode waits: {}", later.getMessage());
            }
          }
        });
  }

  @Bean
  Database hexnodeDatabase(JdbcClient jdbc, PlatformTransactionManager transactions) {
    return new Database(jdbc, transactions);
  }

  @Bean
  HexnodeLimits hexnodeLimits(HexnodeProperties properties) {
    return new HexnodeLimits(properties);
  }

  /** Looks at the portal where one is configured, and says so where none is. */
  @Bean
  PreflightSource hexnodePreflight(
      HexnodeProperties properties,
      HexnodeLimits limits,
      ObjectProvider<WipeSafety> safety,
      OutboundCallGuard gate,
      CallBudget budget,
      Ledger ledger,
      Clock clock) {
    return () -> {
      if (properties.url() == null) {
        return List.of();
      }
      var wire = wire(properties, safety.getObject(), gate, clock);
      var hexnode = new Hexnode(api(properties, wire), properties, limits, ledger);
      return List.of(new HexnodePreflight(hexnode, wire, budget, clock));
    };
  }

  /** Where the adapter keeps what all nodes share. */
  record Database(JdbcClient jdbc, PlatformTransactionManager transactions) {
    HexnodeFleet.Stores stores(HexnodeProperties properties) {
      var alone = new TransactionTemplate(transactions);
      alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      // another portal behind the same name knows other things by the same numbers
      var portal = "%s %s".formatted(properties.connection(), properties.base());
      return new HexnodeFleet.Stores(
          new JdbcFleetIndex(jdbc, alone, portal), new JdbcCommonOrders(jdbc, alone, portal));
    }
  }

  /** What the adapter stands on. */
  record Footing(
      WipeSafety safety, OutboundCallGuard gate, Ledger ledger, Database database, Clock clock) {}

  static HexnodeFleet fleet(HexnodeProperties properties, HexnodeLimits limits, Footing footing) {
    limits.tell(footing.safety()::managed);
    var api = api(properties, wire(properties, footing.safety(), footing.gate(), footing.clock()));
    var stores = footing.database().stores(properties);
    return new HexnodeFleet(
        new Hexnode(api, properties, limits, footing.ledger())
            .makingWay(() -> CommonOrders.makeWay(stores.orders(), footing.clock())),
        footing.safety(),
        stores,
        footing.clock());
  }

  static HexnodeWire wire(
      HexnodeProperties properties, WipeSafety safety, OutboundCallGuard gate, Clock clock) {
    return new HexnodeWire(
        new HexnodeWire.Fence(
            new WireGuard(properties.base(), properties.actions(), safety::demandWarrantFor),
            new FencedCall(
                RemoteHttp.client(properties.connectTimeout()), properties.answerTimeout())),
        gate,
        new HexnodeResponses(clock),
        properties.connection(),
        properties.key());
  }

  static HexnodeApi api(HexnodeProperties properties, HexnodeWire wire) {
    var client = RestClientAdapter.create(client(properties, wire));
    // it is made with the thread's loader, and that of a web request does not know our own types
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(HexnodeApi.class.getClassLoader());
    try {
      return HttpServiceProxyFactory.builderFor(client).build().createClient(HexnodeApi.class);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** A client with one interceptor and none of the application's customisations. */
  static RestClient client(HexnodeProperties properties, HexnodeWire wire) {
    var requests = new JdkClientHttpRequestFactory(RemoteHttp.client(properties.connectTimeout()));
    requests.setReadTimeout(properties.answerTimeout());
    var json =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    return RestClient.builder()
        .requestFactory(new BufferingClientHttpRequestFactory(requests))
        .requestInterceptor(wire)
        .baseUrl(properties.base().toString())
        .messageConverters(
            converters -> {
              converters.clear();
              converters.add(new StringHttpMessageConverter());
              converters.add(new MappingJackson2HttpMessageConverter(json));
            })
        .build();
  }
}
