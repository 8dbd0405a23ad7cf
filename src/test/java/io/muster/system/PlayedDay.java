package io.muster.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.demo.PlayedEstate;
import io.muster.simulator.hr.HrFeed;
import io.muster.simulator.hr.HrFeed.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The service in its own process, and the people around it: HR, which sends an event again until it
 * is answered; those who enrol what they are asked to; and one who approves every wipe.
 */
final class PlayedDay implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HR_SECRET =
      "whsec_" + Base64.getEncoder().encodeToString("a-secret-of-the-played-day".getBytes(UTF_8));
  private static final String ADMIN = "admin:admin-of-the-day";
  private static final String BOSS = "boss:wipes-with-care";
  private static final Duration SOON = Duration.ofMinutes(2);

  private final PlayedEstate estate;
  private final Map<String, String> settings;
  private final DriverManagerDataSource database;
  private final JdbcClient jdbc;
  private final Path folder;
  private final Path log;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ExecutorService hr = Executors.newFixedThreadPool(8);
  private final ExecutorService people = Executors.newSingleThreadExecutor();
  private final Map<String, Event> unanswered = new ConcurrentHashMap<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private volatile ServiceProcess service;

  private PlayedDay(PlayedEstate estate, String url, Path folder, Path log)
      throws IOException, InterruptedException {
    this.estate = estate;
    this.settings = settings(estate, url, folder);
    this.database = new DriverManagerDataSource(url, "postgres", "postgres");
    this.jdbc = JdbcClient.create(database);
    this.folder = folder;
    this.log = log;
    this.service = start();
  }

  /**
   * Starts the service, and the people begin their day.
   *
   * @param database an empty one
   * @param folder for HR's files
   * @param log where the service writes what it says
   */
  static PlayedDay begin(PlayedEstate estate, String database, Path folder, Path log)
      throws IOException, InterruptedException {
    var day = new PlayedDay(estate, database, folder, log);
    day.hireTheBoss();
    day.people.execute(day::workAllDay);
    return day;
  }

  private static Map<String, String> settings(PlayedEstate estate, String url, Path folder) {
    var settings = new HashMap<String, String>();
    settings.put("server.port", "0");
    settings.put("server.address", "127.0.0.1");
    settings.put("spring.datasource.url", url);
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("muster.admin.password", ADMIN.substring(ADMIN.indexOf(':') + 1));
    settings.putAll(estate.settings());
    settings.put("muster.budgets.connections.hexnode.per-minute", "6000");
    settings.put("muster.budgets.connections.hexnode.per-day", "100000");
    settings.put("muster.webhook.sources.hr.secrets[0]", HR_SECRET);
    settings.put("muster.csv.folder", folder.toString());
    settings.put("muster.csv.poll", "200ms");
    settings.put("muster.csv.settle", "500ms");
    settings.put("muster.csv.retry", "1s");
    // a played company is so small that a few leavers are most of it
    settings.put("muster.safety.breaker.least", "10");
    settings.put("muster.safety.breaker.leavers.least", "20");
    settings.put("muster.waits.group-check", "1s");
    settings.put("muster.waits.enrolment-check", "1s");
    settings.put("muster.waits.enrolment-reminder", "15s");
    settings.put("muster.waits.access-check", "1s");
    settings.put("muster.waits.device-looks", "1s,2s");
    // being killed again and again takes most of a minute
    settings.put("muster.leavers.promise", "5m");
    settings.put("muster.safety.claim-life", "1s");
    settings.put("muster.safety.answer-time", "1s");
    settings.put("muster.safety.settle-time", "3s");
    // what a killed node had in hand is free again soon; production waits longer
    settings.put("camunda.bpm.job-execution.lock-time-in-millis", "15000");
    settings.put("logging.level.com.okta.sdk.impl.config", "error");
    settings.put("spring.main.banner-mode", "off");
    return settings;
  }

  private ServiceProcess start() throws IOException, InterruptedException {
    return ServiceProcess.start(
        settings, log, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
  }

  void kill() throws InterruptedException {
    service.kill();
  }

  void startAgain() throws IOException, InterruptedException {
    service = start();
  }

  // HR

  /** Says that something happened, and goes on saying it until it is answered. */
  void hr(String eventId, String type, Map<String, ?> data) {
    var event = feed().event(eventId, type, data);
    unanswered.put(eventId, event);
    hr.execute(() -> send(event));
  }

  private void send(Event event) {
    try {
      var reply = feed().send(event);
      if (reply.status() == 202) {
        acknowledged.add(event.id());
        unanswered.remove(event.id());
      }
    } catch (IOException serviceDied) {
      // it stays among the unanswered and is sent again
    } catch (InterruptedException theDayIsOver) {
      Thread.currentThread().interrupt();
    }
  }

  private HrFeed feed() {
    return new HrFeed(
        service.base().resolve("/hr/v1/sources/hr/events"), HR_SECRET, Clock.systemUTC());
  }

  /** The events that were answered with: it will happen. */
  Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  Set<String> unanswered() {
    return Set.copyOf(unanswered.keySet());
  }

  /** Drops a file as a whole. */
  void drop(String name, String content) throws IOException {
    var part = Files.writeString(folder.resolve("inbox").resolve(name + ".part"), content);
    Files.move(part, folder.resolve("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  // the others

  private void workAllDay() {
    while (!Thread.currentThread().isInterrupted()) {
      workOnce();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private void workOnce() {
    try {
      estate.enrolInvited();
      approveEveryWipe();
      unanswered.values().forEach(this::send);
    } catch (IOException | RuntimeException serviceDied) {
      // again in a moment
    } catch (InterruptedException theDayIsOver) {
      Thread.currentThread().interrupt();
    }
  }

  private void approveEveryWipe() throws IOException, InterruptedException {
    var tasks = ask("GET", "/engine-rest/task?taskDefinitionKey=approveWipe", BOSS, "");
    for (var task : read(tasks)) {
      var page = "/engine-rest/task/" + task.path("id").asText();
      ask("POST", page + "/claim", BOSS, "{\"userId\":\"boss\"}");
      ask(
          "POST",
          page + "/complete",
          BOSS,
          "{\"variables\":{\"decision\":{\"value\":\"approve\"},\"comment\":{\"value\":\"Handed over.\"}}}");
    }
  }

  private void hireTheBoss() throws IOException, InterruptedException {
    var made =
        ask(
            "POST",
            "/engine-rest/user/create",
            ADMIN,
            "{\"profile\":{\"id\":\"boss\"},\"credentials\":{\"password\":\"%s\"}}"
                .formatted(BOSS.substring(BOSS.indexOf(':') + 1)));
    var joined = ask("PUT", "/engine-rest/group/approver/members/boss", ADMIN, "");
    if (made.statusCode() != 204 || joined.statusCode() != 204) {
      throw new IllegalStateException("no boss: " + made.body() + joined.body());
    }
  }

  private HttpResponse<String> ask(String method, String path, String who, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(service.base().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(who.getBytes(UTF_8)))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static JsonNode read(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException("answered " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  // looking

  /** Waits until it is so, but not for ever. */
  void await(String what, Callable<Boolean> so) throws Exception {
    await(what, SOON, so);
  }

  void await(String what, Duration most, Callable<Boolean> so) throws Exception {
    var deadline = System.nanoTime() + most.toNanos();
    while (!so.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within %s: %s. The service says why in %s; cases that run: %s, incidents: %s"
                .formatted(
                    most,
                    what,
                    log,
                    texts(
                        "select process || ' ' || employee || ' ' || string_agg(distinct coalesce(act_id_, '-'), ',') from muster_case left join act_ru_execution on proc_inst_id_ = case_id group by process, employee limit 10"),
                    texts("select activity_id_ || ': ' || incident_msg_ from act_ru_incident")));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  boolean allEnded() {
    return count("select count(*) from muster_case") == 0;
  }

  /** How many events of this source were taken in. */
  long taken(String source) {
    return jdbc.sql("select count(*) from muster_inbox where source = ?")
        .param(source)
        .query(Long.class)
        .single();
  }

  /** The last element of each case that this event started. */
  List<String> endsOf(String eventId) {
    return jdbc.sql(
            """
            select coalesce(end_act_id_, 'runs') from act_hi_procinst
            where business_key_ like '%/' || ? and proc_def_key_ in ('onboarding', 'offboarding')
            """)
        .param(eventId)
        .query(String.class)
        .list();
  }

  /** The account a leaver's case was about. */
  String accountOf(String employee) {
    return jdbc.sql(
            "select distinct target from muster_effect where employee = ? and action = 'account.suspend'")
        .param(employee)
        .query(String.class)
        .optional()
        .orElse("nobody");
  }

  long count(String query) {
    return jdbc.sql(query).query(Long.class).single();
  }

  List<String> texts(String query) {
    return jdbc.sql(query).query(String.class).list();
  }

  /** Lets no event be taken in until it is closed; whoever brings one waits. */
  StoppedInbox stopTheInbox() throws SQLException {
    return new StoppedInbox(database.getConnection());
  }

  @Override
  public void close() {
    people.shutdownNow();
    hr.shutdownNow();
    service.close();
  }

  /** An inbox that takes nothing in. */
  final class StoppedInbox implements AutoCloseable {
    private final Connection connection;

    private StoppedInbox(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("lock table muster_inbox in share row exclusive mode");
      }
    }

    /** How many bring something and wait. */
    long waiting() {
      return count(
          "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    }

    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.close();
    }
  }
}
