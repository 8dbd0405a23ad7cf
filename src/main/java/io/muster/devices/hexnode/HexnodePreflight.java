package io.muster.devices.hexnode;

import io.muster.devices.hexnode.Hexnode.PageQuestion;
import io.muster.preflight.ClockSkew;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.remote.CallBudget;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks at the portal, by four reading calls and one for each further page of policies. */
final class HexnodePreflight implements Preflight {
  private final Hexnode hexnode;
  private final HexnodeWire wire;
  private final CallBudget budget;
  private final Clock clock;

  HexnodePreflight(Hexnode hexnode, HexnodeWire wire, CallBudget budget, Clock clock) {
    this.hexnode = hexnode;
    this.wire = wire;
    this.budget = budget;
    this.clock = clock;
  }

  @Override
  public String connection() {
    return hexnode.properties().connection();
  }

  @Override
  public String kind() {
    return "Hexnode";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    findings.add(may("users", HexnodeApi::users));
    findings.add(may("user groups", HexnodeApi::groups));
    findings.add(may("devices", HexnodeApi::devices));
    findings.addAll(policies(expected));
    findings.addAll(LoginWindows.findings(expected.loginWindows()));
    ClockSkew.in(wire.date(), clock.instant()).ifPresent(findings::add);
    findings.add(
        Finding.unknown(
            "Whether the key may lock, tie policies and wipe was not tried, as that would do it.",
            "Try each on a spare device before day one; see that the key's owner is an administrator."));
    budget.room(connection()).forEach(room -> findings.add(room(room)));
    return findings;
  }

  private <T> Finding may(String what, PageQuestion<T> question) {
    try {
      return hexnode.find(api -> question.ask(api, 1, 1)).isPresent()
          ? Finding.good("May read " + what + ".")
          : Finding.blocks(
              "Hexnode has no list of %s.".formatted(what),
              "Check muster.hexnode.url; the API is at /api/v1/ of the portal.");
    } catch (Misconfigured wrong) {
      return Finding.blocks(
          "May not read %s: %s".formatted(what, wrong.getMessage()),
          "Make a key under Admin, API and set it as muster.hexnode.api-key.");
    } catch (RemoteFailure failure) {
      return Finding.of(failure);
    }
  }

  private List<Finding> policies(Expectations expected) {
    try {
      var there = new HashSet<String>();
      for (var policy : hexnode.all(HexnodeApi::policies)) {
        if (!policy.archived() && policy.name() != null) {
          there.add(policy.name());
        }
      }
      var findings = new ArrayList<Finding>();
      findings.addAll(
          missing(lockDowns(), there, "muster.hexnode.isolation names it, to cut leavers off"));
      findings.addAll(missing(expected.policies(), there, "the decision tables name it"));
      return findings;
    } catch (RemoteFailure failure) {
      return List.of(Finding.of(failure));
    }
  }

  private Set<String> lockDowns() {
    var isolation = hexnode.properties().isolation();
    var names = new TreeSet<>(isolation.policies().values());
    names.add(isolation.policy());
    return names;
  }

  private static List<Finding> missing(
      Collection<String> wanted, Set<String> there, String because) {
    return wanted.stream()
        .map(
            policy ->
                there.contains(policy)
                    ? Finding.good("The policy '%s' is there.".formatted(policy))
                    : Finding.blocks(
                        "There is no policy '%s'; %s.".formatted(policy, because),
                        "Make it in the portal, take it out of the archive, or mend the name."))
        .toList();
  }

  private static Finding room(CallBudget.Room room) {
    var what =
        "%d of %d calls per %s are left for us."
            .formatted(room.left(), room.limit(), room.period());
    return room.left() * 5 < room.limit()
        ? Finding.warns(what, "Leavers still come first; see at /api/events what takes so many.")
        : Finding.good(what);
  }
}
