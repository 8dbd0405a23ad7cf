package io.muster.directory.okta;

import com.okta.sdk.resource.model.GroupRule;
import com.okta.sdk.resource.model.GroupRuleStatus;
import io.muster.directory.okta.OktaProperties.Connection;
import io.muster.people.EmployeeId;
import io.muster.preflight.ClockSkew;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at one org, by as many reading calls as there are expected groups and a few more. */
final class OktaPreflight implements Preflight {
  private static final String WRITES = "okta.users.manage";

  private final String name;
  private final Connection connection;
  private final OktaApi api;
  private final OktaRateLimitHeaders vitals;
  private final Map<String, String> environment;
  private final Path home;
  private final Clock clock;

  OktaPreflight(
      String name,
      Connection connection,
      OktaApi api,
      OktaRateLimitHeaders vitals,
      Map<String, String> environment,
      Path home,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.api = api;
    this.vitals = vitals;
    this.environment = environment;
    this.home = home;
    this.clock = clock;
  }

  /** The same in another environment. */
  OktaPreflight with(Map<String, String> otherEnvironment, Path otherHome) {
    return new OktaPreflight(name, connection, api, vitals, otherEnvironment, otherHome, clock);
  }

  @Override
  public String connection() {
    return name;
  }

  @Override
  public String kind() {
    return OktaAccounts.KIND;
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    findings.addAll(strayConfiguration());
    findings.add(may("read users", "okta.users.read", api::anyUser));
    findings.add(may("read groups", "okta.groups.read", api::anyGroup));
    ClockSkew.in(vitals.date(), clock.instant()).ifPresent(findings::add);
    findings.add(writing());
    if (!connection.usesServiceApp()) {
      findings.add(tokenOwner(expected));
    }
    findings.addAll(groups(expected));
    vitals.allowance().map(this::allowance).ifPresent(findings::add);
    return findings;
  }

  /** The SDK takes what it finds lying about for what our configuration leaves unsaid. */
  private List<Finding> strayConfiguration() {
    var findings = new ArrayList<Finding>();
    var stray =
        new TreeSet<>(
            environment.keySet().stream().filter(it -> it.startsWith("OKTA_CLIENT_")).toList());
    if (!stray.isEmpty()) {
      findings.add(
          Finding.warns(
              "The environment has %s, which Okta's SDK reads by itself.".formatted(stray),
              "Unset them for this service; everything it needs is under muster.okta."));
    }
    for (var file : List.of(".okta/okta.yaml", ".okta/okta.properties")) {
      if (Files.exists(home.resolve(file))) {
        findings.add(
            Finding.warns(
                "There is a ~/%s, which Okta's SDK reads by itself.".formatted(file),
                "Remove it for the user this service runs as."));
      }
    }
    return findings;
  }

  private Finding may(String what, String scope, Runnable call) {
    try {
      call.run();
      return Finding.good("May " + what + ".");
    } catch (Misconfigured wrong) {
      return Finding.blocks(
          "May not %s: %s".formatted(what, wrong.getMessage()),
          connection.usesServiceApp()
              ? "Grant the app the scope %s and an admin role that covers everybody."
                  .formatted(scope)
              : "Give the token's owner an admin role that may %s.".formatted(what));
    } catch (RemoteFailure failure) {
      return Finding.of(failure);
    }
  }

  /** To try it would be to do it. */
  private Finding writing() {
    if (!connection.usesServiceApp()) {
      return Finding.unknown(
          "Whether the token may make, suspend and deactivate users was not tried, as that would do it.",
          "See that its owner has a role such as Organization Administrator.");
    }
    return connection.scopes().contains(WRITES)
        ? Finding.good(
            "Asks for the scope %s, without which nobody could be barred.".formatted(WRITES))
        : Finding.blocks(
            "Does not ask for the scope %s, so nobody can be let in or barred.".formatted(WRITES),
            "Grant it to the app and add it to muster.okta.connections.%s.scopes.".formatted(name));
  }

  private Finding tokenOwner(Expectations expected) {
    try {
      var owner = api.userNamed("me");
      if (owner.isEmpty()) {
        return Finding.unknown(
            "Okta does not say whose the API token is.", "Look under Security, API, Tokens.");
      }
      var number =
          owner.get().attribute(connection.attributes().employeeNumber()).map(EmployeeId::new);
      if (number.filter(expected::leaves).isPresent()) {
        return Finding.blocks(
            "The API token belongs to %s, who is being let out; it dies with that account."
                .formatted(owner.get().login()),
            "Make a token as a service account now, and set it as muster.okta.connections.%s.api-token."
                .formatted(name));
      }
      return number.isPresent()
          ? Finding.warns(
              "The API token belongs to %s, a person with an employee number; it dies when they leave."
                  .formatted(owner.get().login()),
              "Make the token as a service account, or use a service app with a key.")
          : Finding.good(
              "The API token belongs to %s, no person HR knows.".formatted(owner.get().login()));
    } catch (RemoteFailure failure) {
      return Finding.of(failure);
    }
  }

  private List<Finding> groups(Expectations expected) {
    if (!expected.connections().contains(name)) {
      return List.of();
    }
    try {
      var rules = api.rules();
      var findings = new ArrayList<Finding>();
      findings.add(Finding.good("Has %d group rules, which we may read.".formatted(rules.size())));
      expected.groups().forEach(group -> findings.add(group(group, rules)));
      return findings;
    } catch (RemoteFailure failure) {
      return List.of(Finding.of(failure));
    }
  }

  private Finding group(String group, List<GroupRule> rules) {
    var found = api.groupsNamed(group);
    if (found.size() != 1) {
      return Finding.blocks(
          found.isEmpty()
              ? "There is no group '%s', which expected-groups.dmn expects.".formatted(group)
              : "There are %d groups named '%s'.".formatted(found.size(), group),
          found.isEmpty()
              ? "Make it with a group rule, or mend the table."
              : "Rename all but one.");
    }
    if (connection.groups() == OktaProperties.GroupsKeptBy.MUSTER) {
      return Finding.good("The group '%s' is there; Muster keeps it.".formatted(group));
    }
    var filling =
        rules.stream().filter(rule -> OktaGroupRules.fills(rule, found.get(0).getId())).toList();
    if (filling.stream().anyMatch(rule -> rule.getStatus() == GroupRuleStatus.ACTIVE)) {
      return Finding.good("The group '%s' is kept by a rule.".formatted(group));
    }
    return Finding.blocks(
        filling.isEmpty()
            ? "No rule puts anybody into the group '%s'.".formatted(group)
            : "The rule of the group '%s' is %s.".formatted(group, statuses(filling)),
        "Write and activate a group rule, or tell Muster to keep the memberships.");
  }

  private static Set<String> statuses(List<GroupRule> rules) {
    return new TreeSet<>(rules.stream().map(rule -> String.valueOf(rule.getStatus())).toList());
  }

  private Finding allowance(OktaRateLimitHeaders.Allowance allowance) {
    var what =
        "%d of %d calls of the last kind are left in this minute."
            .formatted(allowance.left(), allowance.limit());
    return allowance.left() * 5 < allowance.limit()
        ? Finding.warns(
            what,
            "See in the rate limit dashboard who else uses this org; muster.budgets.connections.%s.per-minute bounds us."
                .formatted(name))
        : Finding.good(what);
  }
}
