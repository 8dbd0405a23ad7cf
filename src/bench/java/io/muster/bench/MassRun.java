package io.muster.bench;

import io.muster.demo.PlayedEstate;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.okta.OktaOptions;
import io.muster.system.ServiceProcess;
import io.muster.testing.HrTable;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The service in a process of its own, on PostgreSQL, with a whole company to take in. */
final class MassRun implements AutoCloseable {
  private static final Pattern HEAP_USED =
      Pattern.compile("garbage-first heap +total \\d+K, used (\\d+)K");
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration TELL = Duration.ofSeconds(15);

  private static final String ENDED =
      "select count(*) from act_hi_procinst where end_act_id_ = 'onboarded'";
  private static final String TASKS = "select count(*) from act_ru_task";

  /** The departments of the shipped tables, and what this company has in their place. */
  private static final Map<String, String> COMPANY =
      Map.of(
          "Support", "Production",
          "IT", "IT/IS",
          "HR", "Admin Offices",
          "Finance", "Executive Office",
          "Engineering", "Software Engineering");

  private final PlayedEstate estate;
  private final JdbcClient jdbc;
  private final Path hr;
  private final ServiceProcess service;
  private final ExecutorService people = Executors.newSingleThreadExecutor();

  private MassRun(PlayedEstate estate, String database, Path hr, ServiceProcess service) {
    this.estate = estate;
    this.jdbc = JdbcClient.create(new DriverManagerDataSource(database, "postgres", "postgres"));
    this.hr = hr;
    this.service = service;
  }

  /** Starts everything; people enrol what they are asked to as soon as they are asked. */
  static MassRun start(Path folder, HexnodeOptions hexnode, Map<String, String> more)
      throws IOException, InterruptedException {
    var estate =
        new PlayedEstate(
            token -> OktaOptions.prompt(token),
            hexnode,
            SimulatorSettings.onLoopback().remembering(100).reading(16));
    for (var department : COMPANY.values()) {
      estate.okta().addRule(department, "user.department==\"" + department + "\"");
    }
    var hr = Files.createDirectories(folder.resolve("hr"));
    var database = Postgres.emptyDatabase();
    var settings = new HashMap<String, String>(HrTable.mapping());
    settings.put("server.port", "0");
    settings.put("server.address", "127.0.0.1");
    settings.put("spring.datasource.url", database);
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("muster.admin.password", "nobody-signs-in-here");
    settings.putAll(estate.settings());
    settings.keySet().removeIf(name -> name.startsWith("muster.budgets."));
    settings.put("muster.models-dir", companyTables(folder.resolve("models")).toString());
    settings.put("muster.csv.folder", hr.toString());
    settings.put("muster.csv.poll", "200ms");
    settings.put("muster.csv.settle", "500ms");
    settings.put("muster.waits.group-check", "2s");
    settings.put("muster.waits.enrolment-check", "5s");
    settings.put("muster.waits.access-check", "5s");
    settings.put("logging.level.root", "warn");
    settings.put("logging.level.org.springframework.boot.web.embedded.tomcat", "info");
    settings.put("logging.level.com.okta.sdk.impl.config", "error");
    settings.putAll(more);
    var options = System.getProperty("bench.jvm", "-Xmx1g");
    var service =
        ServiceProcess.start(settings, Path.of("target", "bench.log"), List.of(options.split(" ")));
    var run = new MassRun(estate, database, hr, service);
    run.people.execute(run::enrolAllDay);
    return run;
  }

  /**
   * The shipped bundles with this company's departments in the tables, as their owner edits them.
   */
  private static Path companyTables(Path folder) throws IOException {
    for (var part : List.of("processes", "forms")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var text = Files.readString(file);
          if (file.toString().endsWith(".dmn")) {
            for (var department : COMPANY.entrySet()) {
              text = text.replace(quoted(department.getKey()), quoted(department.getValue()));
            }
          }
          var copy = folder.resolve(file);
          Files.createDirectories(copy.getParent());
          Files.writeString(copy, text);
        }
      }
    }
    return folder;
  }

  private void enrolAllDay() {
    while (!Thread.currentThread().isInterrupted()) {
      estate.enrolInvited();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static String quoted(String text) {
    return "\"" + text + "\"</text>";
  }

  /** Drops the file and watches until everything has ended, or for so long. */
  BenchResult takeIn(String table, int workers, Duration limit)
      throws IOException, InterruptedException {
    for (var title : HrTable.leaders(table)) {
      estate.okta().addRule("Managers", "user.title==\"" + title + "\"");
    }
    var heapBefore = heapUsed();
    var databaseBefore = databaseSize();
    var from = System.nanoTime();
    var part = hr.resolve("inbox").resolve("company.csv.part");
    Files.writeString(part, table, StandardCharsets.UTF_8);
    Files.move(part, hr.resolve("inbox").resolve("company.csv"), StandardCopyOption.ATOMIC_MOVE);
    long told = 0;
    while (count(ENDED) < workers && count(TASKS) == 0) {
      var past = Duration.ofNanos(System.nanoTime() - from);
      if (past.compareTo(limit) > 0) {
        System.out.printf(
            "stopped after %d minutes (-Dbench.minutes): %d of %d cases have ended%n",
            limit.toMinutes(), count(ENDED), workers);
        break;
      }
      if (past.dividedBy(TELL) > told) {
        told = past.dividedBy(TELL);
        System.out.printf(
            "%4d s: %d taken in, %d ended%n",
            past.toSeconds(), count("select count(*) from muster_inbox"), count(ENDED));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    var took = Duration.ofNanos(System.nanoTime() - from);
    return new BenchResult(
        workers,
        count(ENDED),
        count("select count(*) from act_ru_incident"),
        count(TASKS),
        took,
        heapUsed() - heapBefore,
        databaseSize() - databaseBefore,
        seconds(0.5),
        seconds(0.95),
        new TreeMap<>(estate.okta().journal().tally()),
        new TreeMap<>(estate.hexnode().journal().tally()));
  }

  private double seconds(double share) {
    return jdbc.sql(
            "select coalesce(percentile_cont(?) within group (order by duration_), 0) / 1000 from act_hi_procinst where end_time_ is not null")
        .param(share)
        .query(Double.class)
        .single();
  }

  private long count(String query) {
    return jdbc.sql(query).query(Long.class).single();
  }

  private long databaseSize() {
    jdbc.sql("checkpoint").update();
    return count("select pg_database_size(current_database())");
  }

  /** What is left on the service's heap after everything that can go has gone. */
  private long heapUsed() throws IOException, InterruptedException {
    ask("GC.run");
    var heap = HEAP_USED.matcher(ask("GC.heap_info"));
    return heap.find() ? Long.parseLong(heap.group(1)) * 1024 : 0;
  }

  private String ask(String command) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(jcmd, Long.toString(service.pid()), command)
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Override
  public void close() {
    people.shutdownNow();
    service.close();
    estate.close();
  }
}
