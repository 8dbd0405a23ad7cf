package io.muster.simulator.played;

import io.muster.simulator.hexnode.HexnodeSimulator;
import io.muster.simulator.hexnode.Invitation;
import io.muster.simulator.hexnode.Machine;
import io.muster.simulator.hexnode.NewDevice;
import io.muster.simulator.okta.OktaSimulator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Okta and Hexnode as the company has them, and the people who enrol what they are sent. */
public final class PlayedEstate {
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

  private final OktaSimulator okta;
  private final HexnodeSimulator hexnode;
  private final Set<Integer> served = new HashSet<>();
  private int serial = 1000;

  /** Puts what the company has into two systems that were just started. */
  public PlayedEstate(OktaSimulator okta, HexnodeSimulator hexnode) {
    this.okta = okta;
    this.hexnode = hexnode;
    DEPARTMENTS.forEach(name -> okta.addRule(name, "user.department==\"" + name + "\""));
    SITES.forEach(name -> okta.addRule(name, "user.city==\"" + name + "\""));
    okta.addRule("Managers", "user.title==\"Head of Sales\"");
    POLICIES.forEach(hexnode::addPolicy);
    hexnode.addAccessPolicy("Hexnode Access for Mac");
    hexnode.addAccessPolicy("Hexnode Access for Windows");
    employee("L1", "Grace Leaving", "Engineering", Machine.MAC, false);
    employee("L2", "Linus Going", "Sales", Machine.WINDOWS, false);
    employee("L3", "Pat Phone", "Support", Machine.IPHONE, true);
  }

  /** Somebody who has worked here for long. */
  public void employee(
      String number, String name, String department, Machine machine, boolean personal) {
    var login = name.replace(' ', '.').toLowerCase(java.util.Locale.ROOT) + "@example.com";
    var id = okta.addUser(login, number);
    okta.setAttribute(id, "department", department);
    okta.setAttribute(id, "city", "Berlin");
    var user = hexnode.addUser(name, login);
    var device = NewDevice.of(machine, nextSerial()).ownedBy(user);
    hexnode.addDevice(personal ? device.personal() : device.corporate());
  }

  /** Whoever was asked to enrol, and has not, does so now. */
  public synchronized void enrolInvited() {
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
