package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.DeviceFleet;
import io.muster.devices.Ground;
import io.muster.ledger.Ledger;
import io.muster.remote.CallBudget;
import io.muster.remote.OutboundCallGuard;
import io.muster.safety.WipeSafety;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.Postgres;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

class HexnodeConfigurationTests {
  private final Ground ground = Ground.shared();
  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withUserConfiguration(HexnodeConfiguration.class, Bound.class, NeedsAFleet.class)
          .withBean(Clock.class, ground::clock)
          .withBean(WipeSafety.class, ground::safety)
          .withBean(OutboundCallGuard.class, ground::gate)
          .withBean(CallBudget.class, () -> connection -> {})
          .withBean(Ledger.class, ground::ledger)
          .withBean(JdbcClient.class, () -> JdbcClient.create(Postgres.dataSource()))
          .withBean(
              PlatformTransactionManager.class,
              () -> new DataSourceTransactionManager(Postgres.dataSource()));

  @Test
  void bringsHexnodeAsTheFleet() {
    service
        .withPropertyValues(
            "muster.hexnode.url=https://acme.hexnodemdm.com", "muster.hexnode.api-key=the-key")
        .run(
            context ->
                assertThat(context.getBean(NeedsAFleet.class).fleet().connection())
                    .isEqualTo("hexnode"));
  }

  @Test
  void namesEverythingThatIsMissingAtTheStart() {
    service.run(
        context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("muster.hexnode.url and muster.hexnode.api-key"));
    service
        .withPropertyValues("muster.hexnode.url=https://acme.hexnodemdm.com")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("muster.hexnode.api-key")
                    .hasMessageNotContaining("muster.hexnode.url"));
  }

  @Test
  void makesWayForAnotherFleet() {
    var other = new InMemoryFleet(ground.safety(), ground.clock());
    service
        .withBean(DeviceFleet.class, () -> other)
        .run(context -> assertThat(context.getBean(NeedsAFleet.class).fleet()).isSameAs(other));
  }

  @Test
  void hasDefaultsForEverythingElse() {
    var properties = SimulatedHexnode.properties(good());
    properties.check();
    assertThat(properties.answerTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(properties.pageSize()).isEqualTo(250);
    assertThat(properties.actions().wipe()).isEqualTo("wipe_device");
    assertThat(properties.isolation().policy()).isEqualTo("Leaver lockdown");
    assertThat(properties.lock().macPin()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "https://acme.hexnodemdm.com, https://acme.hexnodemdm.com/api/v1/",
    "https://acme.hexnodemdm.com/, https://acme.hexnodemdm.com/api/v1/",
    "https://acme.hexnodemdm.com/api/v1, https://acme.hexnodemdm.com/api/v1/",
    "http://127.0.0.1:8080/hexnode/api/v1/, http://127.0.0.1:8080/hexnode/api/v1/",
  })
  void findsTheApiOfThePortal(URI url, URI base) {
    var settings = Map.of("url", url.toString(), "api-key", "the-key");
    assertThat(SimulatedHexnode.properties(settings).base()).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({
    "url, acme.hexnodemdm.com",
    "url, ftp://acme.hexnodemdm.com",
    "url, https://key@acme.hexnodemdm.com",
    "url, https://acme.hexnodemdm.com/?key=1",
    "api-key, ' '",
    "page-size, 0",
    "page-size, 251",
    "actions.wipe, lock_devices",
    "actions.wipe, disenroll",
    "actions.wipe, wipe_device/../x",
    "actions.wipe, Wipe",
    "actions.disenroll, wipe_device",
    "actions.disenroll, disenroll_and_wipe",
    "actions.disenroll, mark_as_disenrolled",
    "action-status, ../users",
    "lock.mac-pin, 12345",
    "lock.mac-pin, abcdef",
  })
  void refusesToStartWithASettingThatCannotBeMeant(String name, String value) {
    var settings = new HashMap<>(good());
    settings.put(name, value);
    var properties = SimulatedHexnode.properties(settings);
    assertThatThrownBy(properties::check)
        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
        .hasMessageContaining("muster.hexnode." + name)
        .hasMessageNotContaining("12345")
        .hasMessageNotContaining("abcdef");
  }

  private static Map<String, String> good() {
    return Map.of("url", "https://acme.hexnodemdm.com", "api-key", "the-key");
  }

  @EnableConfigurationProperties(HexnodeProperties.class)
  static class Bound {}

  record NeedsAFleet(DeviceFleet fleet) {}
}
