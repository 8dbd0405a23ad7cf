package io.muster.directory.google;

import com.google.api.client.http.HttpTransport;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryPreflight;
import io.muster.directory.DirectorySource;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.ledger.Ledger;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.CallGate;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings every configured Google connection as a directory; none is fine too. */
@Configuration(proxyBeanMethods = false)
class GoogleConfiguration {

  @Bean
  GoogleSource googleSource(
      GoogleProperties properties, CallGate gate, Ledger ledger, Clock clock) {
    properties.check();
    var transport = GoogleClients.transport();
    return new GoogleSource(
        properties.connections().entrySet().stream()
            .map(it -> directory(it.getKey(), it.getValue(), transport, gate, ledger, clock))
            .toList(),
        transport);
  }

  static GoogleDirectory directory(
      String name,
      Connection connection,
      HttpTransport transport,
      CallGate gate,
      Ledger ledger,
      Clock clock) {
    var account = new ServiceAccount(name, connection, transport, gate, clock);
    var answers =
        new GoogleAnswers(name, clock, new Backoff(clock, RandomGenerator.getDefault()), account);
    var clients = GoogleClients.of(name, connection, transport, gate, account);
    return new GoogleDirectory(
        name, connection, new GoogleCalls(clients, account, answers), ledger, clock);
  }

  /** The connections, which share one transport, closed with the service. */
  record GoogleSource(List<GoogleDirectory> domains, HttpTransport transport)
      implements DirectorySource, PreflightSource, AutoCloseable {
    @Override
    public List<Directory> directories() {
      return List.copyOf(domains);
    }

    @Override
    public List<Preflight> preflights() {
      return domains.stream()
          .<Preflight>map(domain -> new DirectoryPreflight(domain, "Google Workspace"))
          .toList();
    }

    @Override
    public void close() throws IOException {
      transport.shutdown();
    }
  }
}
