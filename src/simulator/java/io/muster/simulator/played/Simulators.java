package io.muster.simulator.played;

import io.muster.simulator.SimulatedClock;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hr.HrFeed;
import io.muster.simulator.okta.OktaOptions;
import io.muster.simulator.okta.OktaSimulator;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Plays Okta, Hexnode and HR for a service that runs elsewhere; set up by the environment.
 *
 * <p>{@code OKTA_API_TOKEN}, {@code HEXNODE_API_KEY}, {@code HR_SECRET} and {@code CONTROL_TOKEN}
 * are needed, each as such or as a file named by the same with {@code _FILE}. {@code
 * SIMULATORS_HOST} is the address to listen on (127.0.0.1), {@code OKTA_PORT}, {@code HEXNODE_PORT}
 * and {@code HR_PORT} are the ports (9081, 9082, 9083; 0 for any), {@code HEXNODE_PER_MINUTE} is
 * the calls a minute the portal allows (30), and {@code MUSTER_URL} is where HR sends its events
 * (http://127.0.0.1:8080).
 */
public final class Simulators {
  private static final Duration BETWEEN_LOOKS_AT_THE_MAIL = Duration.ofSeconds(5);
  private static final int PORTS = 65_535;

  private Simulators() {}

  /** Plays until it is stopped. */
  public static void main(String[] arguments) throws InterruptedException {
    var problems = play(System.getenv(), System.out);
    if (!problems.isEmpty()) {
      System.err.println("The simulators did not start:");
      problems.forEach(problem -> System.err.println("  " + problem));
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  private static List<String> play(Map<String, String> environment, PrintStream out) {
    var here = new Surroundings(environment);
    var host = here.text("SIMULATORS_HOST", "127.0.0.1");
    var settings =
        SimulatorSettings.onLoopback()
            .in(SimulatedClock.system())
            .withControl(here.secret("CONTROL_TOKEN"));
    var oktaOptions = OktaOptions.realistic(here.secret("OKTA_API_TOKEN"));
    var hexnodeOptions =
        new HexnodeOptions()
            .apiKey(here.secret("HEXNODE_API_KEY"))
            .limits(here.number("HEXNODE_PER_MINUTE", 30, 100_000), 10, 5000);
    var service = here.text("MUSTER_URL", "http://127.0.0.1:8080");
    var hrSecret = here.secret("HR_SECRET");
    int oktaPort = here.number("OKTA_PORT", 9081, PORTS);
    int hexnodePort = here.number("HEXNODE_PORT", 9082, PORTS);
    int hrPort = here.number("HR_PORT", 9083, PORTS);
    if (!here.problems().isEmpty()) {
      return here.problems();
    }
    HrFeed feed;
    try {
      feed =
          new HrFeed(
              URI.create(service).resolve("/hr/v1/sources/hr/events"), hrSecret, settings.clock());
    } catch (IllegalArgumentException unusable) {
      return List.of("HR_SECRET or MUSTER_URL cannot be used: " + unusable.getMessage());
    }
    var okta = OktaSimulator.start(oktaOptions, settings.at(host, oktaPort));
    var hexnode = HexnodeSimulator.start(hexnodeOptions, settings.at(host, hexnodePort));
    var hr = HrDesk.start(feed, settings.at(host, hrPort));
    var estate = new PlayedEstate(okta, hexnode);
    tell(out, okta, hexnode, hr, service);
    answerMail(estate);
    return List.of();
  }

  private static void tell(
      PrintStream out, Simulator okta, Simulator hexnode, Simulator hr, String service) {
    out.println("Nothing here is real. Played on this machine:");
    out.println("  Okta     " + okta.base());
    out.println("  Hexnode  " + hexnode.base() + " (API at /api/v1/)");
    out.println("  HR       " + hr.base() + ", which sends its events to " + service);
    out.println("Three people work here: L1 and L2 with company laptops, L3 with a phone.");
    out.println("With the header X-Control-Token, on each of the three:");
    out.println("  GET  /_control/journal   every call it had");
    out.println("  POST /_control/faults    {\"kind\":\"answer\",\"status\":503,\"calls\":2}");
    out.println("  POST /_control/clock     {\"advance\":\"PT1H\"}");
    out.println(
        "At Hexnode: GET /_control/devices. At HR: POST /_control/events and /_control/day");
    out.flush();
  }

  /** People enrol their devices when they are asked to. */
  private static void answerMail(PlayedEstate estate) {
    var people =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "people");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        people.scheduleWithFixedDelay(
            estate::enrolInvited, 0, BETWEEN_LOOKS_AT_THE_MAIL.toMillis(), TimeUnit.MILLISECONDS);
  }
}
