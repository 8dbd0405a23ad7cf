package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.FleetUserId;
import io.muster.devices.hexnode.WipingNode.Order;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.safety.Claim;
import io.muster.safety.Decider;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.LeaverSnapshot;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.testing.Postgres;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that the operating system stops between claim and call, while another goes on: for one
 * warrant one order arrives, whenever the first wakes up.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class StoppedNodeTests {
  /** A hundred with {@code ./mvnw -Pnightly test}. */
  private static final int STOPS = Boolean.getBoolean("muster.nightly") ? 100 : 5;

  private static final long SEED = 20261130;
  private static final int LONGEST_LINGER_MICROS = 20_000;
  private static final int LONGEST_PAUSE_MILLIS = 900;

  @TempDir private Path logs;

  @Test
  void sendsOneOrderForOneWarrantHoweverOftenANodeIsStopped() throws Exception {
    var options = new HexnodeOptions().unlimited().deviceDelay(Duration.ofMinutes(10));
    try (var portal = HexnodeSimulator.start(options, SimulatorSettings.onLoopback())) {
      portal.addPolicy(SimulatedHexnode.LOCKDOWN);
      var database = database();
      var orders = orders(portal, database);
      var late = 0;
      try (var one = new Node(portal, database, logs.resolve("one.log"));
          var other = new Node(portal, database, logs.resolve("other.log"))) {
        one.awaits("ready");
        other.awaits("ready");
        var random = new Random(SEED);
        for (int stop = 0; stop < orders.size(); stop++) {
          late += stopBetweenClaimAndCall(one, other, orders.get(stop), stop % 2 == 1, random);
        }
      }

      var arrived =
          portal.journal().calls("POST", "/actions/wipe_device/").stream()
              .collect(
                  Collectors.groupingBy(
                      entry -> entry.json().path("devices").toString(), Collectors.counting()));
      assertThat(arrived.values()).as("orders for each device").containsOnly(1L);
      assertThat(arrived).as("devices with an order").hasSize(STOPS);
      assertThat(late).as("how often the stop fell between claim and call").isPositive();
    }
  }

  /** Returns 1 if the node that was stopped found, once awake, that it may not call any more. */
  private static int stopBetweenClaimAndCall(
      Node one, Node other, Order order, boolean wakesMeanwhile, Random random) throws Exception {
    var linger = Duration.ofNanos(1_000L * random.nextInt(LONGEST_LINGER_MICROS));
    one.tell(order.lingering(random.nextInt(3), linger));
    one.awaits(WipingNode.CLAIMED);
    one.stop();
    var woken =
        wakesMeanwhile
            ? one.wakeAfter(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)))
            : null;
    other.tell(order);
    assertThat(other.answer()).isEqualTo(WipingNode.SENT);
    if (woken == null) {
      one.wakeAfter(Duration.ZERO);
    }
    var answer = one.answer();
    assertThat(answer).isIn(WipingNode.SENT, WipingNode.LATER);
    return answer.equals(WipingNode.LATER) ? 1 : 0;
  }

  /** As many approved warrants as there will be stops, each for a device of its own. */
  private static List<Order> orders(HexnodeSimulator portal, String database) {
    var settings = WipingNode.portal(portal.base().toString(), portal.apiKey(), "30s");
    try (var node = new WipingNode(database, settings)) {
      var orders = new ArrayList<Order>();
      for (int number = 0; number < STOPS; number++) {
        orders.add(order(portal, node, number));
      }
      return orders;
    }
  }

  private static Order order(HexnodeSimulator portal, WipingNode node, int number) {
    var leaver = new EmployeeId("S" + number);
    var email = "leaver.%d@example.com".formatted(number);
    node.bean(Workforce.class).know(worker(leaver, email));
    var user = new FleetUserId(Integer.toString(portal.addUser("Ada Leaver", email)));
    var device =
        new DeviceId(
            portal.enrol(
                Integer.parseInt(user.value()),
                NewDevice.of(Machine.MAC, "STOP" + number).corporate()));
    var facts = node.fleet().read(device).orElseThrow().facts();
    var caseId = "stopped-" + number;
    var safety = node.safety();
    safety.freeze(
        new LeaverSnapshot(
            caseId, leaver, Map.of(Objects.requireNonNull(facts.owner()), true), List.of(facts)));
    var plan = safety.plan(plan(caseId, leaver, facts));
    safety.approve(plan, new Decider("boss", Set.of("approver")), "yes");
    var warrant = safety.issue(plan, facts);
    return new Order(caseId, leaver.toString(), warrant.id(), -1, Duration.ZERO, true);
  }

  private static WipePlan plan(String caseId, EmployeeId leaver, DeviceFacts facts) {
    return new WipePlan(
        caseId,
        leaver,
        facts,
        Claim.THEIRS,
        WipeKind.COMPLETE,
        WipePlan.Approval.ONE_PERSON,
        Instant.now().plus(Duration.ofHours(8)),
        WipePlan.OnSilence.KEEP_LOCKED);
  }

  private static Worker worker(EmployeeId id, String email) {
    return new Worker(
        id,
        "Ada",
        "Leaver",
        email,
        "Engineering",
        "Engineer",
        "Berlin",
        null,
        null,
        ZoneOffset.UTC,
        LocalDate.of(2026, 1, 1),
        false);
  }

  private static String database() throws SQLException {
    try (var connection = Postgres.dataSource().getConnection()) {
      return connection.getMetaData().getURL();
    }
  }

  /** A node in a process of its own. */
  private static final class Node implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter told;

    Node(HexnodeSimulator portal, String database, Path log) throws IOException {
      var builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx192m",
              WipingNode.class.getName());
      builder
          .environment()
          .putAll(
              Map.of(
                  "CLASSPATH",
                  classPath(),
                  "DATABASE",
                  database,
                  "PORTAL",
                  portal.base().toString(),
                  "PORTAL_KEY",
                  portal.apiKey()));
      process = builder.redirectError(Files.createFile(log).toFile()).start();
      said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      told =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** That of this test, whoever runs it. */
    private static String classPath() {
      if (WipingNode.class.getClassLoader() instanceof URLClassLoader loader) {
        return Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator));
      }
      return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    void tell(Order order) throws IOException {
      told.write(order.line());
      told.newLine();
      told.flush();
    }

    void awaits(String words) throws IOException {
      assertThat(next()).isEqualTo(words);
    }

    /** What became of the order it was told. */
    String answer() throws IOException {
      var words = next();
      while (words.equals(WipingNode.CLAIMED)) {
        words = next();
      }
      return words;
    }

    private String next() throws IOException {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith(WipingNode.SAYS)) {
          return line.substring(WipingNode.SAYS.length());
        }
      }
      throw new IllegalStateException("the node has ended");
    }

    void stop() throws IOException, InterruptedException {
      var stopping = shell("kill -STOP " + process.pid());
      assertThat(stopping.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(stopping.exitValue()).isZero();
    }

    Process wakeAfter(Duration pause) throws IOException {
      return shell(
          "sleep %d.%03d; kill -CONT %d"
              .formatted(pause.toSeconds(), pause.toMillisPart(), process.pid()));
    }

    private static Process shell(String command) throws IOException {
      return new ProcessBuilder("sh", "-c", command).inheritIO().start();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
