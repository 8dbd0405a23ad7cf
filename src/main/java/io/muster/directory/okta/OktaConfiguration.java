package io.muster.directory.okta;

import io.muster.directory.Directory;
import io.muster.directory.DirectorySource;
import io.muster.directory.okta.OktaProperties.Connection;
import io.muster.ledger.Ledger;
import io.muster.remote.CallGate;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings every configured Okta org as a directory; none is fine too. */
@Configuration(proxyBeanMethods = false)
class OktaConfiguration {

  @Bean
  OktaSource oktaSource(OktaProperties properties, CallGate gate, Ledger ledger, Clock clock) {
    properties.check();
    return new OktaSource(
        properties.connections().entrySet().stream()
            .map(it -> directory(it.getKey(), it.getValue(), gate, ledger, clock))
            .toList());
  }

  static OktaDirectory directory(
      String name, Connection connection, CallGate gate, Ledger ledger, Clock clock) {
    var credentials = credentials(name, connection, gate, clock);
    var answers = new OktaAnswers(name, clock, credentials::remedy);
    var client = OktaClient.of(name, connection, gate, credentials);
    return new OktaDirectory(
        name, connection, new OktaApi(client, credentials, answers), ledger, clock);
  }

  private static Credentials credentials(
      String name, Connection connection, CallGate gate, Clock clock) {
    var token = connection.apiToken();
    return token == null
        ? new ServiceApp(name, connection, gate, clock)
        : new ApiToken(name, token);
  }

  /** The orgs, closed with the service. */
  record OktaSource(List<OktaDirectory> orgs) implements DirectorySource, AutoCloseable {
    @Override
    public List<Directory> directories() {
      return List.copyOf(orgs);
    }

    @Override
    public void close() {
      orgs.forEach(OktaDirectory::close);
    }
  }
}
