package io.muster.demo;

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
import java.util.Set;
import java.util.UUID;

/** Okta and Hexnode as the company has them, and the people who enrol what they are sent. */
final class PlayedEstate {
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
  private final OktaSimulator okta =
      OktaSimulator.start(OktaOptions.realistic(token), SimulatorSettings.onLoopback());
  private final HexnodeSimulator hexnode =
      HexnodeSimulator.start(
          new HexnodeOptions()
              .limits(300, 10, 5000)
              .deviceDelay(Duration.ofSeconds(2))
              .accessDelay(Duration.ofSeconds(5)),
          SimulatorSettings.onLoopback());
  private final Set<Integer> served = new HashSet<>();
  private int serial = 1000;

  PlayedEstate() {
    DEPARTMENTS.forEach(name -> okta.addRule(name, "user.department==\"" + name + "\""));
    SITES.forEach(name -> okta.addRule(name, "user.city==\"" + name + "\""));
    okta.addRule("Managers", "user.title==\"Head of Sales\"");
    POLICIES.forEach(hexnode::addPolicy);
    hexnode.addAccessPolicy("Hexnode Access for Mac");
    hexnode.addAccessPolicy("Hexnode Access for Windows");
  }

  OktaSimulator okta() {
    return okta;
  }

  HexnodeSimulator hexnode() {
    return hexnode;
  }

  String oktaToken() {
    return token;
  }

  /** Somebody who has worked here for long. */
  void employee(String number, String name, String department, Machine machine, boolean personal) {
    var login = name.replace(' ', '.').toLowerCase(java.util.Locale.ROOT) + "@example.com";
    var id = okta.addUser(login, number);
    okta.setAttribute(id, "department", department);
    okta.setAttribute(id, "city", "Berlin");
    var user = hexnode.addUser(name, login);
    var device = NewDevice.of(machine, nextSerial()).ownedBy(user);
    hexnode.addDevice(personal ? device.personal() : device.corporate());
  }

  /** Whoever was asked to enrol, and has not, does so now. */
  void enrolInvited() {
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
}
