package io.muster.directory.google;

import com.google.api.client.http.HttpTransport;
import io.muster.directory.Directory;
import io.muster.directory.DirectorySource;
import io.muster.directory.PublicAddress;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.directory.vendor.VendorAdapter;
import io.muster.directory.vendor.VendorDirectory;
import io.muster.ledger.Ledger;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.OutboundCallGuard;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Brings every configured Google connection as a directory; none is fine too. */
@Configuration(proxyBeanMethods = false)
class GoogleConfiguration {
  private static final Duration BELLS_LOOKED_AFTER = Duration.ofMinutes(5);

  @Bean
  Lines googleLines(GoogleProperties properties, OutboundCallGuard gate, Clock clock) {
    properties.check();
    var transport = GoogleClients.transport();
    return new Lines(
        properties.connections().entrySet().stream()
            .map(it -> line(it.getKey(), it.getValue(), transport, gate, clock))
            .toList(),
        transport);
  }

  @Bean
  GoogleSource googleSource(
      Lines lines,
      PublicAddress here,
      Channels channels,
      Ledger ledger,
      JdbcClient jdbc,
      Clock clock) {
    return new GoogleSource(
        lines.all().stream().map(line -> directory(line, ledger, jdbc, clock)).toList(),
        lines.all().stream().map(line -> preflight(line, here, channels, clock)).toList());
  }

  @Bean
  GoogleLimits googleLimits(GoogleProperties properties) {
    return new GoogleLimits(properties.connections().keySet());
  }

  @Bean
  Channels googleChannels(JdbcClient jdbc, Clock clock) {
    return new Channels(jdbc, clock);
  }

  @Bean
  Bells googleBells(
      Lines lines, PublicAddress here, Channels channels, JdbcClient jdbc, Clock clock) {
    return new Bells(
        lines.all().stream()
            .flatMap(line -> bell(line, here, channels, jdbc, clock).stream())
            .toList(),
        BELLS_LOOKED_AFTER);
  }

  static Line line(
      String name,
      Connection connection,
      HttpTransport transport,
      OutboundCallGuard gate,
      Clock clock) {
    var account = new ServiceAccount(name, connection, transport, gate, clock);
    var backoff = new Backoff(clock, RandomGenerator.getDefault());
    var answers = new GoogleAnswers(name, clock, backoff, account);
    var clients = GoogleClients.of(name, connection, transport, gate, account);
    return new Line(name, connection, account, new GoogleCalls(clients, account, answers));
  }

  static Directory directory(Line line, Ledger ledger, JdbcClient jdbc, Clock clock) {
    return new VendorDirectory<>(adapter(line, jdbc, clock), ledger, clock);
  }

  static VendorAdapter<GoogleUser> adapter(Line line, JdbcClient jdbc, Clock clock) {
    var connection = line.connection();
    var users = new UserApi(line.calls(), connection);
    var groups = new GroupApi(line.calls(), connection);
    var rules = new GroupRuleQueries(line.calls(), groups, connection.groups());
    return new VendorAdapter<>(
        new GoogleAccounts(line.name(), connection, users, groups),
        new GoogleMemberships(connection.groups(), users, groups, rules),
        new GoogleRoster(
            line.name(),
            connection,
            users,
            groups,
            rules,
            AccountLocation.of(connection.attributes().employeeNumber()),
            new GoogleSnapshot(jdbc, line.name(), clock)));
  }

  static GooglePreflight preflight(Line line, PublicAddress here, Channels channels, Clock clock) {
    return new GooglePreflight(line, channels, door(line, here), clock);
  }

  private static Optional<URI> door(Line line, PublicAddress here) {
    return here.of("/hooks/google/" + line.name());
  }

  /** Empty if Google cannot reach us. */
  static Optional<GoogleWatchChannels> bell(
      Line line, PublicAddress here, Channels channels, JdbcClient jdbc, Clock clock) {
    return door(line, here)
        .map(
            address ->
                new GoogleWatchChannels(
                    line.name(),
                    address,
                    new ChannelApi(line.calls(), line.connection()),
                    channels,
                    new NodeLease(jdbc, line.name(), clock),
                    clock));
  }

  /** The way to one connection. */
  record Line(String name, Connection connection, ServiceAccount account, GoogleCalls calls) {}

  /** The ways to all of them, which share one transport, closed with the service. */
  record Lines(List<Line> all, HttpTransport transport) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      transport.shutdown();
    }
  }

  /** The connections as directories, and the looks at them. */
  record GoogleSource(List<Directory> domains, List<GooglePreflight> looks)
      implements DirectorySource, PreflightSource {
    @Override
    public List<Directory> directories() {
      return List.copyOf(domains);
    }

    @Override
    public List<Preflight> preflights() {
      return List.copyOf(looks);
    }
  }
}
