package io.muster.system;

import io.muster.Muster;
import io.muster.demo.PlayedEstate;
import io.muster.simulator.hr.HrFeed;
import io.muster.testing.EvidenceKey;
import io.muster.testing.Postgres;
import java.net.URI;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service over a played estate, in this JVM, with a database and a port of its own. */
final class PlayedService implements AutoCloseable {
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

  private final ConfigurableApplicationContext service;
  private final String password;

  /**
   * Starts it.
   *
   * @param password of everybody
   * @param more settings besides those of the estate
   */
  PlayedService(PlayedEstate estate, String password, Map<String, String> more) {
    this.password = password;
    var settings = new HashMap<String, String>(estate.settings());
    settings.put("server.port", "0");
    settings.put("spring.datasource.url", Postgres.emptyDatabase());
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("muster.admin.password", password);
    settings.put("muster.evidence.signing-key", EvidenceKey.temporary().toString());
    settings.put("muster.webhook.sources.hr.secrets[0]", SECRET);
    settings.put("muster.waits.device-looks", "1s");
    settings.put("logging.level.root", "warn");
    settings.put("logging.level.com.okta.sdk.impl.config", "error"); // our Okta speaks http
    settings.putAll(more);
    service =
        new SpringApplication(Muster.class)
            .run(
                settings.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new));
  }

  /** Where it is reached. */
  String address() {
    return "http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port");
  }

  /** HR, which signs what it sends. */
  HrFeed hr() {
    return new HrFeed(
        URI.create(address() + "/hr/v1/sources/hr/events"), SECRET, Clock.systemUTC());
  }

  <T> T bean(Class<T> type) {
    return service.getBean(type);
  }

  /** Somebody in the group of that role, such as {@code oneapprover}. */
  void admit(String role) {
    var identity = bean(IdentityService.class);
    var user = identity.newUser("one" + role);
    user.setFirstName("One");
    user.setLastName(role);
    user.setPassword(password);
    identity.saveUser(user);
    identity.createMembership(user.getId(), role);
  }

  @Override
  public void close() {
    service.close();
  }
}
