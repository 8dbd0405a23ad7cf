package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessTest;
import io.muster.sources.Mappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.csv.CsvIntake.Outcome;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The three walks of {@code src/docs/hr-files.md}, with the settings that are printed there. */
@ProcessTest
class HrWalkTests {
  @Autowired private DataSource database;
  @Autowired private JdbcClient jdbc;
  @Autowired private Inbox inbox;
  @Autowired private Snapshots snapshots;
  @Autowired private SourceHealthRecorder news;
  @Autowired private SourceCursors bookmarks;
  @Autowired private KnownHeaders headers;
  @Autowired private MovableClock clock;

  @TempDir private Path folder;

  @BeforeEach
  void forgetTheSources() {
    clock.set(ProcessEstate.MORNING);
    for (var table :
        List.of("muster_snapshot", "muster_reading", "muster_source", "muster_snapshot_header")) {
      jdbc.sql("delete from " + table).update();
    }
  }

  @Test
  void aWorkdayReport() throws IOException {
    var report =
        """
        All workers as of today,,,,,,,,,,,,,
        Worker,Employee ID,Legal First Name,Preferred First Name,Legal Last Name,Preferred Last Name,Email - Primary Work,Business Title,Supervisory Organization,Location,Hire Date,Active Status,On Leave,Termination Date,Manager ID
        Ada,W-1,Augusta,Ada,King,,ada@example.com,Lead,Sales,Remote - Texas,2015-05-01,Yes,,,W-1
        Bo,W-2,Bo,,Birk,,bo@example.com,Clerk,Sales,New York,2016-05-01,Yes,,,W-1
        Cy,W-3,Cy,,Cole,,cy@example.com,Clerk,Sales,Berlin,2010-05-01,No,,2025-12-31,W-1
        Di,W-4,Di,,Dorn,,di@example.com,Clerk,Sales,Berlin,2026-04-01,No,,,W-1
        Ed,W-5,Ed,,Esch,,,Clerk,Sales,Berlin,2012-04-01,Yes,,,W-1
        Total,5,,,,,,,,,,,,,
        """;
    var first = take("workday", report, StandardCharsets.UTF_8);
    assertThat(first).contains("5 people, 1 events, 0 missing, 1 refused", "2 known from now on");
    assertThat(events("workday")).containsExactly("W-4 worker.hired");
    assertThat(zone("W-1")).isEqualTo("America/Chicago");

    var second =
        report
            .replace("2016-05-01,Yes,", "2016-05-01,Yes,Yes")
            .replace("2010-05-01,No", "2026-03-03,Yes")
            .replace("2012-04-01,Yes,,", "2012-04-01,No,,2026-03-01");
    take("workday", second, StandardCharsets.UTF_8);
    assertThat(events("workday"))
        .containsExactlyInAnyOrder(
            "W-4 worker.hired",
            "W-2 worker.leaveStarted",
            "W-3 worker.hired",
            "W-5 worker.terminated");
  }

  @Test
  void aHiBobExport() throws IOException {
    var export =
        """
        Employee #,First name,Last name,Email,Status,Lifecycle status,Start date,Termination date,Department,Job title,Site,Reports to ID
        00901,Fay,Frost,fay@example.com,Active,Employed,10/30/2015,-,IT,Lead,New York,00901
        00902,Gus,Grau,gus@example.com,Active,Employed,11/30/2016,-,IT,Admin,M\u00fcnchen,00901
        00903,Hal,Horn,hal@example.com,Inactive,Hired,04/30/2026,-,IT,Admin,Berlin,00901
        ,Ida,Iser,ida@example.com,Active,Employed,11/30/2016,-,IT,Admin,Berlin,00901
        """;
    assertThat(take("bob", export, StandardCharsets.UTF_8))
        .contains("3 people, 1 events, 0 missing, 1 refused", "row without a number");
    var garden =
        export.replace(
            "Active,Employed,11/30/2016,-,IT,Admin,M",
            "Active,Garden leave,11/30/2016,04/15/2026,IT,Admin,M");
    take("bob", garden, StandardCharsets.UTF_8);
    assertThat(events("bob"))
        .containsExactlyInAnyOrder(
            "00903 worker.hired", "00902 worker.leaveStarted", "00902 worker.terminated");
    assertThat(zone("00902")).isEqualTo("Europe/Berlin");
  }

  @Test
  void aGermanSapList() throws IOException {
    var latin = Charset.forName("windows-1252");
    var list =
        """
        sep=;
        Personalnummer;Nachname;Vorname;E-Mail (dienstl.);Abteilung;Stellenbezeichnung;Standort;Kostenstelle;Vorgesetzter;Eintritt;Austritt;Besch\u00e4ftigungsstatus;Austrittsgrund
        00700;K\u00f6nig;J\u00f6rg;joerg@example.com;Vertrieb;Leiter;M\u00fcnchen;1.234,50;#NV;01.02.2010;31.12.9999;aktiv;
        00701;Lang;Lea;lea@example.com;Vertrieb;Kraft;M\u00fcnchen;1.234,50;00700;01.02.2011;31.12.9999;aktiv;
        00702;Moll;Mia;mia@example.com;Vertrieb;Kraft;M\u00fcnchen;1.234,50;00700;01.02.2012;31.12.9999;ruhend (Altersteilzeit);
        00703;Nau;Nik;nik@example.com;Vertrieb;Kraft;M\u00fcnchen;1.234,50;00700;01.05.2026;31.12.9999;k\u00fcnftig;
        Summe;4;;;;;;4.938,00;;;;;
        """;
    assertThat(take("sap", list, latin)).contains("4 people, 1 events, 0 missing, 3 known");
    var second =
        list.replace(
            "01.02.2011;31.12.9999;aktiv;",
            "01.02.2011;27.02.2026;ausgetreten;K\u00fcndigung durch Arbeitgeber");
    take("sap", second, latin);
    assertThat(events("sap"))
        .containsExactlyInAnyOrder("00703 worker.hired", "00701 worker.terminated");
    assertThat(
            jdbc.sql(
                    "select payload::jsonb -> 'data' ->> 'reason' from muster_inbox"
                        + " where source = 'sap' and employee = '00701'")
                .query(String.class)
                .single())
        .isEqualTo("involuntary");
  }

  /** Takes a file in and answers what is said of it. */
  private String take(String source, String content, Charset charset) throws IOException {
    clock.set(clock.instant().plus(Duration.ofMinutes(1)));
    var settings = printed(source);
    settings.put("muster.snapshot-files.%s.folder".formatted(source), folder.toString());
    var feed =
        Objects.requireNonNull(
            new Binder(new MapConfigurationPropertySource(settings))
                .bind("muster", SnapshotFilesProperties.class)
                .get()
                .snapshotFiles()
                .get(source));
    var own = "muster.sources.%s.".formatted(source);
    var mappings =
        Mappings.of(
            source,
            settings.entrySet().stream()
                .filter(setting -> setting.getKey().startsWith(own))
                .collect(
                    Collectors.toMap(
                        it -> it.getKey().substring(own.length()), Map.Entry::getValue)));
    var file =
        new CsvFolder(folder, "folder").inbox().resolve(clock.instant().toEpochMilli() + ".csv");
    Files.write(file, content.getBytes(charset));
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    var intake =
        new SnapshotIntake(
            source,
            feed,
            new CsvFolder(folder, "folder"),
            new SnapshotReader(source, feed, mappings.of(source, SnapshotWatches.usual()), clock),
            new FeedLock(database, source),
            snapshots,
            news,
            bookmarks,
            headers,
            inbox);
    assertThat(intake.take(file)).isEqualTo(Outcome.TAKEN);
    return Files.readString(folder.resolve("results/%s.result.txt".formatted(file.getFileName())));
  }

  /** The settings as they are printed in the walk of this source. */
  private static Map<String, String> printed(String source) throws IOException {
    var walk =
        Files.readString(Path.of("src/docs/hr-files.md"))
            .lines()
            .filter(line -> line.isBlank() || line.startsWith("    "))
            .map(line -> line.isBlank() ? "" : line.substring(4))
            .collect(Collectors.joining("\n"));
    for (var block : walk.split("(?m)(?=^muster:)", -1)) {
      var yaml = new YamlPropertiesFactoryBean();
      yaml.setResources(new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
      var settings = new HashMap<String, String>();
      if (yaml.getObject() != null) {
        yaml.getObject().forEach((key, value) -> settings.put(key.toString(), value.toString()));
      }
      if (settings.containsKey("muster.snapshot-files.%s.folder".formatted(source))) {
        return settings;
      }
    }
    throw new IllegalStateException("no walk of " + source);
  }

  private List<String> events(String source) {
    return jdbc.sql(
            "select employee || ' ' || (payload::jsonb ->> 'type') from muster_inbox"
                + " where source = ? and fate <> 'REFUSED' order by id")
        .param(source)
        .query(String.class)
        .list();
  }

  private String zone(String employee) {
    return jdbc.sql("select zone from muster_worker where employee = ?")
        .param(employee)
        .query(String.class)
        .single();
  }
}
