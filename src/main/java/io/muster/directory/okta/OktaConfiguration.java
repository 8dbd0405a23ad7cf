package io.muster.directory.okta;

import io.muster.directory.Directory;
import io.muster.directory.DirectorySource;
import io.muster.directory.okta.OktaProperties.Connection;
import io.muster.directory.vendor.VendorAdapter;
import io.muster.directory.vendor.VendorDirectory;
import io.muster.ledger.Ledger;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.OutboundCallGuard;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings every configured Okta org as a directory; none is fine too. */
@Configuration(proxyBeanMethods = false)
class OktaConfiguration {

  @Bean
  OktaSource oktaSource(
      OktaProperties properties, OutboundCallGuard gate, Ledger ledger, Clock clock) {
    properties.check();
    return new OktaSource(
        properties.connections().entrySet().stream()
            .map(it -> org(it.getKey(), it.getValue(), gate, ledger, clock))
            .toList());
  }

  static Org org(
      String name, Connection connection, OutboundCallGuard gate, Ledger ledger, Clock clock) {
    var credentials = credentials(name, connection, gate, clock);
    var answers = new OktaAnswers(name, clock, credentials::remedy);
    var vitals = new OktaRateLimitHeaders();
    var client = OktaClient.of(name, connection, gate, credentials, vitals);
    var api = new OktaApi(client, credentials, answers);
    var adapter =
        new VendorAdapter<>(
            new OktaAccounts(name, connection, api),
            new OktaMemberships(connection.groups(), api),
            new OktaRoster(name, connection.attributes().employeeNumber(), api, clock));
    return new Org(
        adapter,
        new VendorDirectory<>(adapter, ledger, clock),
        new OktaPreflight(
            name,
            connection,
            api,
            vitals,
            System.getenv(),
            Path.of(System.getProperty("user.home")),
            clock),
        api);
  }

  private static OktaCredentials credentials(
      String name, Connection connection, OutboundCallGuard gate, Clock clock) {
    var token = connection.apiToken();
    return token == null
        ? new ServiceApp(name, connection, gate, clock)
        : new ApiToken(name, token);
  }

  /** One org, as people live in it and as it is looked at beforehand. */
  record Org(
      VendorAdapter<OktaUser> adapter, Directory directory, OktaPreflight preflight, OktaApi api) {}

  /** The orgs, closed with the service. */
  record OktaSource(List<Org> orgs) implements DirectorySource, PreflightSource, AutoCloseable {
    @Override
    public List<Directory> directories() {
      return orgs.stream().map(Org::directory).toList();
    }

    @Override
    public List<Preflight> preflights() {
      return orgs.stream().<Preflight>map(Org::preflight).toList();
    }

    @Override
    public void close() {
      orgs.forEach(org -> org.api().close());
    }
  }
}
