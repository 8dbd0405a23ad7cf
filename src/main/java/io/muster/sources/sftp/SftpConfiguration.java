package io.muster.sources.sftp;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.preflight.Preflight;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.csv.DropFolder;
import io.muster.sources.sftp.SftpProperties.Server;
import java.time.Clock;
import java.util.ArrayList;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Fetches from every server that is named; none is fine too. */
@Configuration(proxyBeanMethods = false)
class SftpConfiguration {

  @Bean
  SftpFetches sftpFetches(
      SftpProperties properties,
      Environment settings,
      SourceHealthRecorder news,
      Inbox inbox,
      DataSource database,
      JdbcClient jdbc,
      Clock clock) {
    var binder = Binder.get(settings);
    properties.check(source -> DropFolder.of(binder, source));
    var parts = new Parts(news, inbox, database, jdbc, clock);
    var fetches = new TreeMap<String, SftpPoller>();
    var looks = new ArrayList<Preflight>();
    new TreeMap<>(properties.sftp())
        .forEach(
            (source, server) -> {
              var folder = DropFolder.of(binder, source).orElseThrow();
              fetches.put(source, fetch(source, server, folder, parts));
              looks.add(preflight(source, server, parts));
            });
    return new SftpFetches(fetches, looks);
  }

  static SftpPoller fetch(String source, Server server, DropFolder folder, Parts parts) {
    return new SftpPoller(
        source,
        server,
        new InboxWriter(folder),
        new FetchedFiles(parts.jdbc(), source, parts.clock()),
        new FeedLock(parts.database(), "sftp/" + source),
        parts.news(),
        parts.inbox(),
        parts.clock());
  }

  static SftpPreflight preflight(String source, Server server, Parts parts) {
    return new SftpPreflight(source, server, new FetchedFiles(parts.jdbc(), source, parts.clock()));
  }

  /** What there is of the service. */
  record Parts(
      SourceHealthRecorder news, Inbox inbox, DataSource database, JdbcClient jdbc, Clock clock) {}
}
