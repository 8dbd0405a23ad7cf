package io.muster.directory.entra;

import io.muster.directory.Directory;
import io.muster.directory.DirectorySource;
import io.muster.directory.PublicAddress;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.directory.vendor.VendorAdapter;
import io.muster.directory.vendor.VendorDirectory;
import io.muster.ledger.Ledger;
import io.muster.people.LegalHolds;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.OutboundCallGuard;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings every configured Entra tenant as a directory; none is fine too. */
@Configuration(proxyBeanMethods = false)
class EntraConfiguration {

  @Bean
  EntraSource entraSource(
      EntraProperties properties,
      OutboundCallGuard gate,
      LegalHolds holds,
      Ledger ledger,
      Clock clock) {
    properties.check();
    return new EntraSource(
        properties.connections().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    it -> tenant(it.getKey(), it.getValue(), gate, holds, ledger, clock),
                    (one, other) -> one,
                    TreeMap::new)));
  }

  @Bean
  EntraLimits entraLimits(EntraProperties properties) {
    return new EntraLimits(properties.connections().keySet());
  }

  @Bean
  ChangeSubscriptions entraBells(
      EntraSource source, PublicAddress address, EntraSubscriptions subscriptions, Clock clock) {
    return new ChangeSubscriptions(
        source.tenants().entrySet().stream()
            .flatMap(
                it ->
                    address.of("/hooks/entra/" + it.getKey()).stream()
                        .map(url -> it.getValue().bell(it.getKey(), url, subscriptions, clock)))
            .toList(),
        source.tenants().keySet());
  }

  static Tenant tenant(
      String name,
      Connection connection,
      OutboundCallGuard gate,
      LegalHolds holds,
      Ledger ledger,
      Clock clock) {
    var vitals = new EntraRateLimitHeaders();
    var credentials = new AppCredentials(name, connection, gate, vitals, clock);
    var answers = new EntraAnswers(name, clock, credentials::remedy);
    var client = new EntraClient(name, connection, gate, credentials, vitals);
    var calls = new EntraCalls(credentials, answers);
    var api = new EntraApi(client.graph(), calls, connection);
    var groups = new EntraGroups(client.graph(), calls);
    var adapter =
        new VendorAdapter<>(
            new EntraAccounts(name, connection, api, holds),
            new EntraMemberships(connection.groups(), api, groups),
            new EntraRoster(
                name,
                connection.attributes().employeeNumber(),
                api,
                groups,
                new EntraDeltas(client.graph(), calls, connection.graph())));
    var directory = new VendorDirectory<>(adapter, ledger, clock);
    return new Tenant(
        adapter,
        directory,
        client,
        calls,
        new EntraPreflight(
            directory,
            connection,
            credentials,
            vitals,
            new TenantFacts(client.graph(), calls),
            groups,
            new HeldInBin(name, connection.attributes().employeeNumber(), api, holds),
            clock));
  }

  /** One tenant, as people live in it and as it is talked to. */
  record Tenant(
      VendorAdapter<EntraUser> adapter,
      Directory directory,
      EntraClient client,
      EntraCalls calls,
      EntraPreflight preflight) {
    ChangeSubscription bell(String name, URI url, EntraSubscriptions subscriptions, Clock clock) {
      return new ChangeSubscription(name, url, client.graph(), calls, subscriptions, clock);
    }
  }

  /** The tenants, closed with the service. */
  record EntraSource(Map<String, Tenant> tenants)
      implements DirectorySource, PreflightSource, AutoCloseable {
    @Override
    public List<Directory> directories() {
      return tenants.values().stream().map(Tenant::directory).toList();
    }

    @Override
    public List<Preflight> preflights() {
      return tenants.values().stream().<Preflight>map(Tenant::preflight).toList();
    }

    @Override
    public void close() {
      tenants.values().forEach(tenant -> tenant.client().close());
    }
  }
}
