package io.muster.directory.google;

import com.google.api.services.directory.model.Group;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.directory.google.GoogleProperties.GroupsKeptBy;
import io.muster.directory.google.GoogleProperties.Retiring;
import io.muster.people.EmployeeId;
import io.muster.preflight.ClockSkew;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at some domains of one customer and at our service account there, by one token for each
 * scope, and as many reading calls as there are domains and expected groups and a few more.
 */
final class GooglePreflight implements Preflight {
  private final String name;
  private final Connection connection;
  private final ServiceAccount account;
  private final UserApi users;
  private final GroupApi groups;
  private final GroupRuleQueries rules;
  private final AccountLocation number;
  private final Channels channels;
  private final @Nullable URI here;
  private final Clock clock;

  GooglePreflight(
      GoogleConfiguration.Line line, Channels channels, Optional<URI> here, Clock clock) {
    this.name = line.name();
    this.connection = line.connection();
    this.account = line.account();
    this.users = new UserApi(line.calls(), connection);
    this.groups = new GroupApi(line.calls(), connection);
    this.rules = new GroupRuleQueries(line.calls(), groups, connection.groups());
    this.number = AccountLocation.of(connection.attributes().employeeNumber());
    this.channels = channels;
    this.here = here.orElse(null);
    this.clock = clock;
  }

  @Override
  public String connection() {
    return name;
  }

  @Override
  public String kind() {
    return GoogleAccounts.KIND;
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    if (!allowed(findings)) {
      return findings;
    }
    Optional<GoogleUser> admin;
    try {
      admin = users.userNamed(account.admin());
    } catch (RemoteFailure failure) {
      findings.add(Finding.of(failure));
      return findings;
    }
    admin.ifPresent(known -> findings.addAll(administrator(known, expected)));
    for (var domain : new TreeSet<>(connection.domains())) {
      findings.add(looked(() -> domain(domain)));
    }
    findings.addAll(reading(admin));
    if (connection.groups() == GroupsKeptBy.RULE) {
      findings.add(looked(() -> dynamicGroups(admin)));
    }
    if (expected.connections().contains(name)) {
      expected.groups().forEach(group -> findings.add(looked(() -> group(group))));
    }
    if (connection.retiring() == Retiring.ARCHIVE) {
      findings.add(
          Finding.unknown(
              "Whether there are licences for archived users cannot be seen from here, and each leaver takes one.",
              "See in the Admin console under Billing, Subscriptions; where there are none, set muster.google.connections.%s.retiring to leavers-unit."
                  .formatted(name)));
    }
    findings.add(bell());
    return findings;
  }

  private static Finding looked(Supplier<Finding> look) {
    try {
      return look.get();
    } catch (RemoteFailure failure) {
      return Finding.of(failure);
    }
  }

  /** True if there is a token for all that we need, so that it can be looked any further. */
  private boolean allowed(List<Finding> findings) {
    try {
      var wanted = connection.wantedScopes();
      var missing = account.notAllowed(wanted);
      ClockSkew.in(account.date(), clock.instant()).ifPresent(findings::add);
      findings.add(
          Finding.good(
              "Google knows the key of %s and lets it act as %s."
                  .formatted(account.key().email(), account.admin())));
      findings.addAll(
          GoogleScopes.findings(name, connection, missing, account.refusals().allow(wanted)));
      return missing.isEmpty();
    } catch (RemoteFailure refused) {
      findings.add(Finding.of(refused));
      ClockSkew.in(account.date(), clock.instant()).ifPresent(findings::add);
      return false;
    }
  }

  private List<Finding> administrator(GoogleUser admin, Expectations expected) {
    var findings = new ArrayList<Finding>();
    findings.add(role(admin));
    var employee = admin.account(number).employee();
    if (employee != null) {
      findings.add(aPerson(employee, expected));
    }
    var customer = String.valueOf(admin.json().getCustomerId());
    var meant = connection.customer();
    findings.add(
        meant.equals("my_customer") || meant.equals(customer)
            ? Finding.good("The customer is %s.".formatted(customer))
            : Finding.blocks(
                "%s belongs to customer %s, but muster.google.connections.%s.customer is %s."
                    .formatted(account.admin(), customer, name, meant),
                "Leave that setting out, or name an administrator of that customer as admin-email."));
    return findings;
  }

  /** To try what the role allows would be to do it. */
  private Finding role(GoogleUser admin) {
    if (Boolean.TRUE.equals(admin.json().getIsAdmin())) {
      return Finding.good("%s is a super administrator.".formatted(account.admin()));
    }
    return Boolean.TRUE.equals(admin.json().getIsDelegatedAdmin())
        ? Finding.unknown(
            "%s has an admin role. Whether it may make, change and suspend users was not tried, as that would do it."
                .formatted(account.admin()),
            "See in the Admin console under Account, Admin roles that its role has %s and %s, for all organizational units."
                .formatted(Scope.USERS.privilege(), Scope.SECURITY.privilege()))
        : Finding.blocks(
            "%s is no administrator, so Google lets us change nothing in its name."
                .formatted(account.admin()),
            "Give it an admin role in the Admin console under Account, Admin roles, with %s and %s."
                .formatted(Scope.USERS.privilege(), Scope.SECURITY.privilege()));
  }

  private Finding aPerson(EmployeeId employee, Expectations expected) {
    var remedy =
        "Make an administrator account that is nobody's, and set muster.google.connections.%s.admin-email to it."
            .formatted(name);
    return expected.leaves(employee)
        ? Finding.blocks(
            "%s, in whose name we act, is being let out; every call fails once that account is suspended."
                .formatted(account.admin()),
            remedy)
        : Finding.warns(
            "%s, in whose name we act, is a person with an employee number; every call fails when they leave."
                .formatted(account.admin()),
            remedy);
  }

  /** Of a foreign domain Google says that it is not there, or that it is nothing for us. */
  private Finding domain(String domain) {
    boolean there;
    try {
      there = users.hasDomain(domain);
    } catch (Misconfigured forbidden) {
      there = false;
    }
    return there
        ? Finding.good("People of %s can be found.".formatted(domain))
        : Finding.blocks(
            "Google shows nobody of the domain %s, though it knows %s."
                .formatted(domain, account.admin()),
            "Set muster.google.connections.%s.domains to what the Admin console shows under Account, Domains, and see that the role of %s covers all organizational units."
                .formatted(name, account.admin()));
  }

  /** Each kind of call once, because the API, the role and the scope can each be in the way. */
  private List<Finding> reading(Optional<GoogleUser> admin) {
    var findings = new ArrayList<Finding>();
    admin.ifPresent(
        known ->
            findings.add(
                looked(
                    () -> {
                      users.tokens(known.id());
                      return Finding.good("Can see which applications hold tokens.");
                    })));
    findings.add(
        looked(
            () -> {
              var some = GroupApi.groups(groups.page(null, null));
              some.stream()
                  .findFirst()
                  .ifPresent(group -> groups.members(String.valueOf(group.getId()), null));
              return Finding.good("Can read groups and who is in them.");
            }));
    return findings;
  }

  private Finding dynamicGroups(Optional<GoogleUser> admin) {
    var customer = admin.map(known -> String.valueOf(known.json().getCustomerId()));
    return rules.anyDynamic(customer.orElse(connection.customer()))
        ? Finding.good("The customer has dynamic groups.")
        : Finding.unknown(
            "The customer has no dynamic group, and whether its edition could have one cannot be seen from here.",
            "Enterprise Standard and Plus, the Education editions of Enterprise and Cloud Identity Premium have them. With another, let Muster keep the groups (groups: muster in the connection's settings).");
  }

  private Finding group(String called) {
    var found = groups.groupsNamed(called);
    if (found.size() != 1) {
      return Finding.blocks(
          found.isEmpty()
              ? "There is no group '%s', which expected-groups.dmn expects.".formatted(called)
              : "There are %d groups named '%s'.".formatted(found.size(), called),
          found.isEmpty() ? "Make it, or mend the table." : "Rename all but one.");
    }
    return switch (connection.groups()) {
      case RULE -> keptByRule(called, found.get(0));
      case MUSTER -> Finding.good("The group '%s' is there; Muster keeps it.".formatted(called));
      case NONE -> Finding.good("The group '%s' is there; people keep it.".formatted(called));
    };
  }

  private Finding keptByRule(String called, Group group) {
    var rule = rules.of(group);
    if (rule.isEmpty()) {
      return Finding.blocks(
          "No rule puts anybody into the group '%s'.".formatted(called),
          "Make it a dynamic group, or tell Muster to keep the memberships (groups: muster in the connection's settings).");
    }
    if (rule.get().broken()) {
      return Finding.blocks(
          "Google cannot read the rule of the group '%s'.".formatted(called),
          "Mend its query in the Admin console under Directory, Groups.");
    }
    return rule.get().settled()
        ? Finding.good("The group '%s' is kept by a rule.".formatted(called))
        : Finding.warns(
            "Google is still working out who belongs in '%s'.".formatted(called),
            "Look again in some hours; people wait for their groups until then.");
  }

  private Finding bell() {
    if (here == null) {
      return Finding.good(
          "Google is not asked to tell us of changes, as muster.public-url is not set; they are found by looking.");
    }
    var silent = new TreeSet<>(GoogleWatchChannels.EVENTS);
    silent.removeAll(channels.open(name));
    return silent.isEmpty()
        ? Finding.good("Google tells us of changes at %s.".formatted(here))
        : Finding.warns(
            "Google does not tell us of %s at %s, so that is found only by looking."
                .formatted(silent, here),
            "It is tried every few minutes; this service's log says why it failed. The address has to be https with a certificate that everybody trusts, and reachable from the internet.");
  }
}
