package io.muster.sources.bamboohr;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.preflight.Preflight;
import io.muster.remote.OutboundCallGuard;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.bamboohr.BambooHrProperties.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Brings every configured company as an HR source; none is fine too. */
@Configuration(proxyBeanMethods = false)
class BambooHrConfiguration {

  @Bean
  BambooHrFeeds bambooHrFeeds(
      BambooHrProperties properties,
      OutboundCallGuard gate,
      FieldMappings mappings,
      Intake intake) {
    properties.check();
    var feeds = new TreeMap<String, Feed>();
    var looks = new ArrayList<Preflight>();
    properties
        .connections()
        .forEach(
            (name, connection) -> {
              var parts = parts(name, connection, gate, mappings, intake);
              feeds.put(name, parts.feed());
              looks.add(parts.preflight());
            });
    return new BambooHrFeeds(feeds, looks);
  }

  @Bean
  Intake bambooHrIntake(
      Snapshots snapshots,
      SourceCursors bookmarks,
      SourceHealthRecorder news,
      Inbox inbox,
      DataSource database,
      JdbcClient jdbc,
      Clock clock) {
    return new Intake(snapshots, bookmarks, news, inbox, database, jdbc, clock);
  }

  /** Where everything that is read goes. */
  record Intake(
      Snapshots snapshots,
      SourceCursors bookmarks,
      SourceHealthRecorder news,
      Inbox inbox,
      DataSource database,
      JdbcClient jdbc,
      Clock clock) {}

  /** What there is of one company. */
  record Parts(Feed feed, BambooHrPreflight preflight) {}

  static Parts parts(
      String name,
      Connection connection,
      OutboundCallGuard gate,
      FieldMappings mappings,
      Intake intake) {
    var wire =
        new BambooHrWire(
            name,
            gate,
            new BambooHrResponses(name, connection.byApp(), intake.clock()),
            signIn(name, connection, gate, intake));
    var company = new Company(wire.api(connection), connection);
    var mapping = mappings.of(name, EmployeeTranslator.usualColumns());
    var meaning = new EmployeeTranslator(mapping, connection, intake.clock());
    var reader =
        new Reader(name, company, meaning, new KnownRecords(intake.jdbc(), name), intake.inbox());
    var feed =
        new Feed(
            name,
            connection,
            reader,
            intake.snapshots(),
            intake.bookmarks(),
            intake.news(),
            new FeedLock(intake.database(), "bamboohr/" + name),
            intake.clock());
    return new Parts(
        feed, new BambooHrPreflight(name, connection, company, meaning, wire, intake.clock()));
  }

  private static SignIn signIn(
      String name, Connection connection, OutboundCallGuard gate, Intake intake) {
    var refreshToken = connection.refreshToken();
    var clientSecret = connection.clientSecret();
    if (!connection.byApp() || refreshToken == null || clientSecret == null) {
      return new ApiKey(connection.key());
    }
    var grant =
        new OAuthGrant(
            name, refreshToken, clientSecret, intake.database(), intake.jdbc(), intake.clock());
    return new AppTokens(
        name, connection, grant, BambooHrWire.client(connection), gate, intake.clock());
  }
}
