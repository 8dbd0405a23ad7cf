package io.muster.demo;

import ch.qos.logback.classic.Level;
import io.muster.Muster;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hr.HrFeed;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the service on an embedded PostgreSQL with a played estate, and plays a day of HR. */
public final class MusterDemo {
  private static final Logger story = LoggerFactory.getLogger("muster.story");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(8);

  private MusterDemo() {}

  /** Starts it; it ends with Ctrl-C. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.zonky")).setLevel(Level.WARN);
    var estate = new PlayedEstate();
    var postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "100").start();
    var hrSecret = "whsec_" + secret(32);
    var adminPassword = secret(12);
    var port = System.getProperty("server.port", "8080");
    var settings = new HashMap<String, Object>();
    settings.put("server.port", port);
    settings.put("server.address", "127.0.0.1");
    settings.put("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"));
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("spring.datasource.hikari.maximum-pool-size", "30");
    settings.put("muster.admin.password", adminPassword);
    settings.put("muster.okta.connections.okta.org-url", estate.okta().base().toString());
    settings.put("muster.okta.connections.okta.api-token", estate.oktaToken());
    settings.put("muster.hexnode.url", estate.hexnode().api().toString());
    settings.put("muster.hexnode.api-key", estate.hexnode().apiKey());
    // the played Hexnode allows more than the real one, so that the day is short
    settings.put("muster.budgets.connections.hexnode.per-minute", "300");
    settings.put("muster.budgets.connections.hexnode.per-day", "5000");
    settings.put("muster.webhook.sources.hr.secrets[0]", hrSecret);
    settings.put("muster.waits.group-check", "5s");
    settings.put("muster.waits.enrolment-check", "10s");
    settings.put("muster.waits.access-check", "5s");
    settings.put("muster.waits.wipe-checks", "5s,10s,30s");
    settings.put("logging.level.root", "warn");
    settings.put("logging.level.muster.story", "info");
    settings.put("logging.level.com.okta.sdk.impl.config", "error"); // our Okta speaks http
    settings.put("logging.pattern.console", "%d{HH:mm:ss} %m%n%wEx");
    settings.put("spring.main.banner-mode", "off");
    var application = new SpringApplication(Muster.class);
    var context =
        application.run(
            settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    var people = addPeople(context);
    tellWhereToLook(port, adminPassword, people);
    play(context, estate, new HrFeed(hrDoor(port), hrSecret, Clock.systemUTC()));
  }

  private static URI hrDoor(String port) {
    return URI.create("http://127.0.0.1:" + port + "/hr/v1/sources/hr/events");
  }

  private static Map<String, String> addPeople(ConfigurableApplicationContext context) {
    var identity = context.getBean(IdentityService.class);
    var people = new HashMap<String, String>();
    for (var group : List.of("approver", "operator", "auditor")) {
      var password = secret(9);
      var user = identity.newUser("one" + group);
      user.setFirstName("One");
      user.setLastName(group);
      user.setPassword(password);
      identity.saveUser(user);
      identity.createMembership(user.getId(), group);
      people.put(user.getId(), password);
    }
    return people;
  }

  private static void tellWhereToLook(
      String port, String adminPassword, Map<String, String> people) {
    story.info("");
    story.info("Muster runs. Tasklist: http://localhost:{}/camunda/app/tasklist/", port);
    story.info("             Cockpit:  http://localhost:{}/camunda/app/cockpit/", port);
    story.info("Sign in as   admin / {}", adminPassword);
    people.forEach((name, password) -> story.info("             {} / {}", name, password));
    story.info("Okta, Hexnode and HR are played on this machine. A day of HR begins.");
    story.info("");
  }

  private static void play(ConfigurableApplicationContext context, PlayedEstate estate, HrFeed hr)
      throws IOException, InterruptedException {
    estate.employee("L1", "Grace Leaving", "Engineering", Machine.MAC, false);
    estate.employee("L2", "Linus Going", "Sales", Machine.WINDOWS, false);
    estate.employee("L3", "Pat Phone", "Support", Machine.IPHONE, true);
    var day =
        List.of(
            joiner("J01", "Ada", "Byron", "Engineering", "Developer", "Berlin"),
            joiner("J02", "Alan", "Mathison", "Sales", "Head of Sales", "New York"),
            joiner("J03", "Joan", "Clarke", "Finance", "Controller", "Berlin"),
            joiner("J04", "Edith", "Clarke", "Support", "Agent", "New York"),
            leaver("L3", "voluntary"),
            joiner("J05", "Mary", "Jackson", "IT", "Administrator", "Berlin"),
            joiner("J06", "Kathleen", "Booth", "HR", "Partner", "New York"),
            joiner("J07", "Klara", "Daniel", "Wizardry", "Wizard", "Berlin"),
            leaver("L1", "involuntary"),
            joiner("J08", "Hedy", "Kiesler", "Engineering", "Developer", "New York"),
            joiner("J09", "Annie", "Easley", "Engineering", "Analyst", "Berlin"),
            joiner("J10", "Karen", "Jones", "Finance", "Analyst", "New York"),
            leaver("L2", "voluntary"),
            joiner("J11", "Barbara", "Huberman", "Sales", "Representative", "Berlin"),
            joiner("J12", "Radia", "Joy", "Support", "Agent", "Berlin"));
    for (var event : day) {
      var reply = hr.send(event.type(), event.data());
      story.info("HR says {} {}: {}", event.type(), event.data().get("employeeId"), reply.status());
      Thread.sleep(BETWEEN_EVENTS.toMillis());
      estate.enrolInvited();
      approveTheLaptopOf(context, "L2");
    }
    while (context.isActive()) {
      Thread.sleep(BETWEEN_EVENTS.toMillis());
      estate.enrolInvited();
      approveTheLaptopOf(context, "L2");
    }
  }

  /** One of the two laptops is answered for; the other waits for whoever watches. */
  private static void approveTheLaptopOf(ConfigurableApplicationContext context, String employee) {
    var tasks = context.getBean(TaskService.class);
    var identity = context.getBean(IdentityService.class);
    var waiting =
        tasks
            .createTaskQuery()
            .taskDefinitionKey("approveWipe")
            .processVariableValueEquals("employee", employee)
            .list();
    for (var task : waiting) {
      identity.setAuthentication("oneapprover", List.of("approver"));
      try {
        tasks.complete(
            task.getId(), Map.of("decision", "approve", "comment", "Files were handed over."));
        story.info("oneapprover approves the wipe of the laptop of {}", employee);
      } finally {
        identity.clearAuthentication();
      }
    }
  }

  private static Event joiner(
      String number,
      String given,
      String family,
      String department,
      String title,
      String location) {
    return new Event(
        "worker.hired",
        Map.of(
            "employeeId", number,
            "givenName", given,
            "familyName", family,
            "workEmail", (given + "." + family + "@example.com").toLowerCase(java.util.Locale.ROOT),
            "department", department,
            "title", title,
            "location", location,
            "timeZone", location.equals("Berlin") ? "Europe/Berlin" : "America/New_York",
            "startDate", LocalDate.now(Clock.systemUTC()).toString()));
  }

  private static Event leaver(String number, String reason) {
    return new Event(
        "worker.terminated",
        Map.of(
            "employeeId",
            number,
            "lastDayOfWork",
            LocalDate.now(Clock.systemUTC()).toString(),
            "reason",
            reason,
            "immediate",
            true));
  }

  private static String secret(int bytes) {
    var random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  private record Event(String type, Map<String, Object> data) {}
}
