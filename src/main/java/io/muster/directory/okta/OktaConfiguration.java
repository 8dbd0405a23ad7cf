package io.muster.directory.okta;

import io.muster.directory.Directory;
import io.muster.directory.DirectorySource;
import io.muster.ledger.Ledger;
import io.muster.remote.CallGate;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings every configured Okta org as a directory. */
@Configuration(proxyBeanMethods = false)
class OktaConfiguration {
  @Bean
  DirectorySource oktaDirectories(
      OktaProperties properties, CallGate gate, Ledger ledger, Clock clock) {
    properties.check();
    List<Directory> directories =
        properties.connections().entrySet().stream()
            .map(entry -> directory(entry.getKey(), entry.getValue(), gate, ledger, clock))
            .toList();
    return () -> directories;
  }

  static Directory directory(
      String name,
      OktaProperties.Connection connection,
      CallGate gate,
      Ledger ledger,
      Clock clock) {
    return new OktaDirectory(
        name, new OktaWire(name, connection, gate), new OktaAnswers(name, clock), ledger);
  }
}
