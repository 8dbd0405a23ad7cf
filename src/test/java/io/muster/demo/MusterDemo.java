package io.muster.demo;

import ch.qos.logback.classic.Level;
import io.muster.Muster;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hr.HrFeed;
import io.muster.testing.EvidenceKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the service on an embedded PostgreSQL with a played estate, and plays a day of HR. */
public final class MusterDemo {
  private static final Logger story = LoggerFactory.getLogger("muster.story");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(8);
  private static final String OFFLINE = "L4";
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Map<String, String> MAY =
      Map.of(
          "oneapprover", "agrees to wipes, in Tasklist",
          "oneoperator", "settles what the rules cannot, in Tasklist and Cockpit",
          "oneauditor", "reads everything, in the console and Cockpit",
          "onehr", "sees people and events, in the console",
          "admin", "everything");

  private final ConfigurableApplicationContext context;
  private final PlayedEstate estate;
  private final HrFeed hr;
  private final String tasklist;
  private final LeaversInWords leavers;
  private Set<String> told = Set.of();

  private MusterDemo(
      ConfigurableApplicationContext context,
      PlayedEstate estate,
      String secret,
      LeaversInWords leavers) {
    this.context = context;
    this.estate = estate;
    var address = address(context);
    this.hr = new HrFeed(URI.create(address + "/hr/v1/sources/hr/events"), secret, CLOCK);
    this.tasklist = address + "/camunda/app/tasklist/";
    this.leavers = leavers;
  }

  /** Starts it; it ends with Ctrl-C. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.zonky")).setLevel(Level.WARN);
    var estate = new PlayedEstate();
    var postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "100")
            .setRegisterShutdownHook(false) // it has to outlive the service
            .start();
    SpringApplication.getShutdownHandlers().add(() -> end(estate, postgres));
    var hrSecret = "whsec_" + secret(32);
    var adminPassword = secret(12);
    var settings = new HashMap<String, Object>(estate.settings());
    settings.put("server.port", System.getProperty("server.port", "8080"));
    settings.put("server.address", "127.0.0.1");
    settings.put("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"));
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("spring.datasource.hikari.maximum-pool-size", "30");
    settings.put("muster.admin.password", adminPassword);
    settings.put("muster.evidence.signing-key", EvidenceKey.temporary().toString());
    settings.put("muster.webhook.sources.hr.secrets[0]", hrSecret);
    // a played company is so small that a few leavers are most of it
    settings.put("muster.safety.breaker.least", "10");
    settings.put("muster.safety.breaker.leavers.least", "20");
    settings.put("muster.waits.group-check", "5s");
    settings.put("muster.waits.enrolment-check", "10s");
    settings.put("muster.waits.access-check", "5s");
    settings.put("muster.waits.device-looks", "5s,5s,10s,10s,30s");
    settings.put("logging.level.root", "warn");
    settings.put("logging.level.muster.story", "info");
    settings.put("logging.level.com.okta.sdk.impl.config", "error"); // our Okta speaks http
    settings.put("logging.pattern.console", "%d{HH:mm:ss} %m%n%wEx");
    settings.put("spring.main.banner-mode", "off");
    var context =
        new SpringApplication(Muster.class)
            .run(
                settings.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new));
    var address = address(context);
    var people = addPeople(context);
    people.put("admin", adminPassword);
    tellWhereToLook(address, people);
    try {
      new MusterDemo(context, estate, hrSecret, new LeaversInWords(address, "admin", adminPassword))
          .play();
    } catch (IllegalStateException interrupted) {
      if (context.isActive()) {
        throw interrupted;
      }
      // Ctrl-C came while the day was played
    }
  }

  private static void end(PlayedEstate estate, EmbeddedPostgres postgres) {
    try (estate;
        postgres) {
      System.out.println("Muster has ended; nothing is kept."); // loggers are shut already
    } catch (IOException stuck) {
      story.warn("PostgreSQL could not be stopped: {}", stuck.getMessage());
    }
  }

  private static String address(ConfigurableApplicationContext context) {
    return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
  }

  private static Map<String, String> addPeople(ConfigurableApplicationContext context) {
    var identity = context.getBean(IdentityService.class);
    var people = new LinkedHashMap<String, String>();
    for (var group : List.of("approver", "operator", "auditor", "hr")) {
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

  private static void tellWhereToLook(String address, Map<String, String> people) {
    story.info("");
    story.info("Muster runs. Okta, Hexnode and HR are played on this machine.");
    story.info("");
    story.info("  Console, where everything is seen: {}/console", address);
    story.info("  Tasklist, where people are asked:  {}/camunda/app/tasklist/", address);
    story.info("  Cockpit, where steps are repaired: {}/camunda/app/cockpit/", address);
    story.info("");
    people.forEach(
        (name, password) ->
            story.info(
                "  sign in as {} / {}   {}",
                String.format("%-11s", name),
                String.format("%-16s", password),
                MAY.get(name)));
    story.info("");
    story.info("A day of HR begins: twelve people join and five leave.");
    story.info("");
  }

  private void play() throws IOException, InterruptedException {
    longSince("L1", "Grace", "Leaving", "Engineering", "Developer", Machine.MAC, false);
    longSince("L2", "Linus", "Going", "Sales", "Representative", Machine.WINDOWS, false);
    longSince("L3", "Pat", "Phone", "Support", "Agent", Machine.IPHONE, true);
    var asleep = longSince(OFFLINE, "Ida", "Asleep", "Finance", "Analyst", Machine.MAC, false);
    var deaf = longSince("L5", "Max", "Deaf", "Sales", "Agent", Machine.WINDOWS, false);
    estate.hexnode().setOnline(asleep, false);
    // Hexnode answers 200, and nothing comes of it
    estate.hexnode().forgetNext(deaf, "Lock Device");
    var day =
        List.of(
            leaver("L5", "Max Deaf, whose laptop is told and does nothing", "voluntary"),
            leaver(OFFLINE, "Ida Asleep, whose laptop is offline", "voluntary"),
            joiner("J01", "Ada", "Byron", "Engineering", "Developer", "Berlin"),
            joiner("J02", "Alan", "Mathison", "Sales", "Head of Sales", "New York"),
            joiner("J03", "Joan", "Clarke", "Finance", "Controller", "Berlin"),
            joiner("J04", "Edith", "Clarke", "Support", "Agent", "New York"),
            leaver("L3", "Pat Phone", "voluntary"),
            joiner("J05", "Mary", "Jackson", "IT", "Administrator", "Berlin"),
            joiner("J06", "Kathleen", "Booth", "HR", "Partner", "New York"),
            joiner("J07", "Klara", "Daniel", "Wizardry", "Wizard", "Berlin"),
            leaver("L1", "Grace Leaving", "involuntary"),
            joiner("J08", "Hedy", "Kiesler", "Engineering", "Developer", "New York"),
            joiner("J09", "Annie", "Easley", "Engineering", "Analyst", "Berlin"),
            joiner("J10", "Karen", "Jones", "Finance", "Analyst", "New York"),
            leaver("L2", "Linus Going", "voluntary"),
            joiner("J11", "Barbara", "Huberman", "Sales", "Representative", "Berlin"),
            joiner("J12", "Radia", "Joy", "Support", "Agent", "Berlin"));
    for (var event : day) {
      story.info("HR: {}", event.inWords());
      var reply = hr.send(event.type(), event.data());
      if (reply.status() != 202) {
        story.warn("HR's event was answered with {}: {}", reply.status(), reply.body());
      }
      othersDoTheirPart();
    }
    while (context.isActive()) {
      othersDoTheirPart();
      tellWhatIsLeft();
    }
  }

  private void othersDoTheirPart() throws InterruptedException {
    Thread.sleep(BETWEEN_EVENTS.toMillis());
    estate.enrolInvited();
    approveTheLaptopOf("L2");
  }

  /**
   * Once everything waits for a person, for a device that is offline, or is done: who is to do
   * what, and how long it took to shut the leavers out.
   */
  private void tellWhatIsLeft() throws IOException, InterruptedException {
    var cases = context.getBean(RuntimeService.class);
    var tasks = context.getBean(TaskService.class).createTaskQuery().list();
    var asked = new TreeSet<String>();
    var waiting = new TreeSet<String>();
    for (var task : tasks) {
      waiting.add(task.getId());
      asked.add(about(cases, task));
    }
    if (!asked.containsAll(stillAtWork(cases)) || told.equals(waiting)) {
      return;
    }
    told = Set.copyOf(waiting);
    story.info("");
    story.info(
        waiting.isEmpty()
            ? "Nobody is asked anything any more. Ctrl-C ends it all; nothing is kept."
            : "The day is over. {} tasks wait for you in {}",
        waiting.size(),
        tasklist);
    for (var task : tasks) {
      story.info(
          "  {}: {}. Sign in as {}, claim the task.",
          about(cases, task),
          task.getName(),
          userFor(task));
    }
    leavers.lines().forEach(story::info);
    story.info("");
  }

  /** Those whose cases go on by themselves; a device that is offline may take for ever. */
  private static Set<String> stillAtWork(RuntimeService cases) {
    var whose = new TreeSet<String>();
    for (var process : List.of("onboarding", "offboarding")) {
      cases
          .createProcessInstanceQuery()
          .processDefinitionKey(process)
          .list()
          .forEach(one -> whose.add(String.valueOf(cases.getVariable(one.getId(), "employee"))));
    }
    whose.remove(OFFLINE);
    return whose;
  }

  /** The person a task is about, or what an alarm is about. */
  private static String about(RuntimeService cases, Task task) {
    var variables = cases.getVariables(task.getProcessInstanceId());
    return String.valueOf(variables.getOrDefault("employee", variables.get("source")));
  }

  private String userFor(Task task) {
    return context.getBean(TaskService.class).getIdentityLinksForTask(task.getId()).stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .findFirst()
        .map(group -> group.equals("administrator") ? "admin" : "one" + group)
        .orElse("admin");
  }

  /** One of the two laptops is answered for; the other waits for whoever watches. */
  private void approveTheLaptopOf(String employee) {
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
        tasks.claim(task.getId(), "oneapprover");
        tasks.complete(
            task.getId(), Map.of("decision", "approve", "comment", "Files were handed over."));
        story.info("oneapprover approves the wipe of the laptop of {}", employee);
      } finally {
        identity.clearAuthentication();
      }
    }
  }

  /** The answer is the number of their device. */
  private int longSince(
      String number,
      String given,
      String family,
      String department,
      String title,
      Machine machine,
      boolean personal) {
    var worker =
        new Worker(
            new EmployeeId(number),
            given,
            family,
            address(given, family),
            department,
            title,
            "Berlin",
            "CC-1",
            null,
            ZoneId.of("Europe/Berlin"),
            LocalDate.of(2021, 3, 1),
            false);
    context.getBean(Workforce.class).know(worker);
    return estate.device(estate.employee(worker), machine, personal);
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
        "%s %s (%s, %s, %s, %s) starts today"
            .formatted(given, family, number, title, department, location),
        Map.of(
            "employeeId", number,
            "givenName", given,
            "familyName", family,
            "workEmail", address(given, family),
            "department", department,
            "title", title,
            "location", location,
            "timeZone", location.equals("Berlin") ? "Europe/Berlin" : "America/New_York",
            "startDate", LocalDate.now(CLOCK).toString()));
  }

  private static Event leaver(String number, String name, String reason) {
    return new Event(
        "worker.terminated",
        "%s (%s) leaves now, %s".formatted(name, number, reason),
        Map.of(
            "employeeId",
            number,
            "lastDayOfWork",
            LocalDate.now(CLOCK).toString(),
            "reason",
            reason,
            "immediate",
            true));
  }

  private static String address(String given, String family) {
    return (given + "." + family + "@example.com").toLowerCase(Locale.ROOT);
  }

  private static String secret(int bytes) {
    var random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  private record Event(String type, String inWords, Map<String, Object> data) {}
}
