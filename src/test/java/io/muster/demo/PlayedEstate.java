package io.muster.demo;

import io.muster.people.Worker;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Invitation;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.simulator.okta.OktaOptions;
import io.muster.simulator.okta.OktaSimulator;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Okta and Hexnode as the company has them, and the people who enrol what they are sent. */
public final class PlayedEstate implements AutoCloseable {
  private static final List<String> DEPARTMENTS =
      List.of("Engineering", "Sales", "Finance", "Support", "IT", "HR");
  private static final List<String> SITES = List.of("Berlin", "New York");
  private static final List<String> POLICIES =
      List.of(
          "Company baseline",
          "Engineering Wi-Fi and VPN",
          "Sales apps catalogue",
          "Finance restrictions",
          "Support apps catalogue",
          "Leaver lockdown");

  private final String token = UUID.randomUUID().toString();
  private final OktaSimulator okta;
  private final HexnodeSimulator hexnode;
  private final Set<Integer> served = new HashSet<>();
  private int serial = 1000;

  /** With more calls than the real Hexnode allows, and devices that are quick. */
  public PlayedEstate() {
    this(
        OktaOptions::realistic,
        new HexnodeOptions()
            .limits(300, 10, 5000)
            .deviceDelay(Duration.ofSeconds(2))
            .accessDelay(Duration.ofSeconds(5)),
        SimulatorSettings.onLoopback());
  }

  /**
   * With an Okta and a Hexnode that behave as said.
   *
   * @param oktaOptions how Okta behaves, given the token it accepts
   */
  public PlayedEstate(
      Function<String, OktaOptions> oktaOptions,
      HexnodeOptions hexnodeOptions,
      SimulatorSettings settings) {
    okta = OktaSimulator.start(oktaOptions.apply(token), settings);
    hexnode = HexnodeSimulator.start(hexnodeOptions, settings);
    DEPARTMENTS.forEach(name -> okta.addRule(name, "user.department==\"" + name + "\""));
    SITES.forEach(name -> okta.addRule(name, "user.city==\"" + name + "\""));
    okta.addRule("Managers", "user.title==\"Head of Sales\"");
    POLICIES.forEach(hexnode::addPolicy);
    hexnode.addAccessPolicy("Hexnode Access for Mac");
    hexnode.addAccessPolicy("Hexnode Access for Windows");
  }

  public OktaSimulator okta() {
    return okta;
  }

  public HexnodeSimulator hexnode() {
    return hexnode;
  }

  /** What the service has to know to reach both. */
  public Map<String, String> settings() {
    return Map.of(
        "muster.okta.connections.okta.org-url",
        okta.base().toString(),
        "muster.okta.connections.okta.api-token",
        token,
        "muster.hexnode.url",
        hexnode.api().toString(),
        "muster.hexnode.api-key",
        hexnode.apiKey(),
        // the played Hexnode allows more than the real one, so that the day is short
        "muster.budgets.connections.hexnode.per-minute",
        "300",
        "muster.budgets.connections.hexnode.per-day",
        "5000");
  }

  /** Somebody who has worked here for long: an account, a device user, and no device yet. */
  public int employee(Worker worker) {
    var id = okta.addUser(worker.workEmail(), worker.id().value());
    okta.setAttribute(id, "department", worker.department());
    okta.setAttribute(id, "city", worker.location());
    return hexnode.addUser(worker.fullName(), worker.workEmail());
  }

  /** Their device, enrolled long ago. */
  public int device(int user, Machine machine, boolean personal) {
    var device = NewDevice.of(machine, nextSerial()).ownedBy(user);
    return hexnode.addDevice(personal ? device.personal() : device.corporate());
  }

  /** Whoever was asked to enrol, and has not, does so now. */
  public void enrolInvited() {
    for (Invitation invitation : hexnode.invitations()) {
      if (served.add(invitation.user())) {
        var machine = served.size() % 3 == 0 ? Machine.WINDOWS : Machine.MAC;
        hexnode.enrol(invitation.user(), NewDevice.of(machine, nextSerial()).corporate());
      }
    }
  }

  private String nextSerial() {
    return "C02" + ++serial;
  }

  @Override
  public void close() {
    hexnode.close();
    okta.close();
  }
}
