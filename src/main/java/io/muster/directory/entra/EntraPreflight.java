package io.muster.directory.entra;

import com.microsoft.graph.models.Group;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.DirectoryPreflight;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.directory.entra.EntraProperties.GroupsKeptBy;
import io.muster.preflight.ClockSkew;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.remote.RemoteFailure;
import io.muster.remote.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks at one tenant and at our app in it, by one new token and as many reading calls as there are
 * expected groups and people under legal hold (20 at most), and a few more.
 */
final class EntraPreflight implements Preflight {
  private static final Duration SOON = Duration.ofDays(30);

  private final Directory directory;
  private final Connection connection;
  private final AppCredentials credentials;
  private final EntraRateLimitHeaders vitals;
  private final TenantFacts facts;
  private final EntraGroups groups;
  private final HeldInBin held;
  private final Clock clock;

  EntraPreflight(
      Directory directory,
      Connection connection,
      AppCredentials credentials,
      EntraRateLimitHeaders vitals,
      TenantFacts facts,
      EntraGroups groups,
      HeldInBin held,
      Clock clock) {
    this.directory = directory;
    this.connection = connection;
    this.credentials = credentials;
    this.vitals = vitals;
    this.facts = facts;
    this.groups = groups;
    this.held = held;
    this.clock = clock;
  }

  @Override
  public String connection() {
    return directory.connection();
  }

  @Override
  public String kind() {
    return EntraAccounts.KIND;
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    credentials
        .certificate()
        .map(own -> end("certificate", own.getNotAfter().toInstant()))
        .ifPresent(findings::add);
    AppToken token;
    try {
      token = credentials.renewed();
      findings.add(Finding.good("Entra gives us a token."));
    } catch (RemoteFailure refused) {
      findings.add(Finding.of(refused));
      clocks(findings);
      return findings;
    }
    clocks(findings);
    var granted = token.permissions();
    granted.ifPresentOrElse(
        permissions -> findings.addAll(EntraPermissions.findings(connection, permissions)),
        () ->
            findings.add(
                Finding.unknown(
                    "Which permissions the app was granted cannot be read from its token.",
                    "See in Entra under App registrations, API permissions, that these are there and granted: %s."
                        .formatted(EntraPermissions.needed(connection)))));
    var permissions = granted.orElse(Set.of());
    secret(permissions, findings);
    findings.addAll(DirectoryPreflight.finding(directory));
    if (connection.groups() == GroupsKeptBy.RULE) {
      findings.add(looked(() -> dynamicGroups(permissions)));
    }
    if (expected.connections().contains(connection())) {
      expected.groups().forEach(group -> findings.add(looked(() -> group(group))));
    }
    findings.addAll(held.findings());
    findings.add(allowance());
    return findings;
  }

  private void clocks(List<Finding> findings) {
    ClockSkew.in(vitals.date(), clock.instant()).ifPresent(findings::add);
  }

  private static Finding looked(Supplier<Finding> look) {
    try {
      return look.get();
    } catch (RemoteFailure failure) {
      return Finding.of(failure);
    }
  }

  private void secret(Set<String> permissions, List<Finding> findings) {
    var secret = connection.clientSecret();
    if (credentials.certificate().isPresent() || secret == null) {
      return;
    }
    findings.add(EntraPermissions.seesApps(permissions) ? looked(() -> end(secret)) : endUnknown());
  }

  private Finding end(Secret secret) {
    return facts
        .end(String.valueOf(connection.clientId()), secret, clock.instant())
        .map(end -> end("client-secret", end))
        .orElseGet(EntraPreflight::endUnknown);
  }

  private static Finding endUnknown() {
    return Finding.unknown(
        "When the client secret ends cannot be seen from here.",
        "Note the day that Entra shows beside it, grant the app %s so that it is told here, or use a certificate."
            .formatted(EntraPermissions.READ_APPS));
  }

  private Finding end(String setting, Instant end) {
    var what = setting.replace('-', ' ');
    var left = Duration.between(clock.instant(), end);
    if (left.compareTo(SOON) > 0) {
      return Finding.good("The app's %s is good until %s.".formatted(what, end));
    }
    var said =
        left.isNegative()
            ? "The app's %s ended on %s.".formatted(what, end)
            : "The app's %s ends on %s, in %d days.".formatted(what, end, left.toDays());
    var remedy =
        "Add a new one in Entra under App registrations, Certificates & secrets, set %s%s.%s to it, start again, then remove the old one."
            .formatted(EntraProperties.PREFIX, connection(), setting);
    return left.isNegative() ? Finding.blocks(said, remedy) : Finding.warns(said, remedy);
  }

  private Finding dynamicGroups(Set<String> permissions) {
    if (EntraPermissions.seesLicences(permissions)) {
      return facts.licensedForDynamicGroups()
          ? Finding.good("The tenant is licensed for dynamic groups.")
          : Finding.blocks(
              "The tenant has no licence that dynamic groups come with.",
              "Buy Entra ID P1 for the people they take in, or let Muster keep the groups (groups: muster in the connection's settings).");
    }
    return facts.hasDynamicGroup()
        ? Finding.good("The tenant has dynamic groups.")
        : Finding.unknown(
            "The tenant has no dynamic group, and whether it could have one cannot be seen from here.",
            "See in Entra under Licenses that it has Entra ID P1, or grant the app %s so that it is told here."
                .formatted(EntraPermissions.READ_LICENCES));
  }

  private Finding group(String name) {
    var found = groups.named(name);
    if (found.size() != 1) {
      return Finding.blocks(
          found.isEmpty()
              ? "There is no group '%s', which expected-groups.dmn expects.".formatted(name)
              : "There are %d groups named '%s'.".formatted(found.size(), name),
          found.isEmpty() ? "Make it, or mend the table." : "Rename all but one.");
    }
    return connection.groups() == GroupsKeptBy.MUSTER
        ? keptByUs(name, found.get(0))
        : keptByRule(name, found.get(0));
  }

  private static Finding keptByUs(String name, Group group) {
    return EntraGroups.keptBy(group) == KeptBy.HAND
        ? Finding.good("The group '%s' is there; Muster keeps it.".formatted(name))
        : Finding.blocks(
            "The group '%s' is kept by a rule or on premises, and takes nobody from Muster."
                .formatted(name),
            "Make it an assigned group, or leave the groups to rules (groups: rule in the connection's settings).");
  }

  private static Finding keptByRule(String name, Group group) {
    return switch (EntraGroups.keptBy(group)) {
      case ELSEWHERE, DIRECTORY ->
          Finding.good(
              "The group '%s' is a copy of one on premises, and people are put in there."
                  .formatted(name));
      case HAND ->
          Finding.blocks(
              "No rule puts anybody into the group '%s'.".formatted(name),
              "Make it a dynamic group, or tell Muster to keep the memberships.");
      case RULE ->
          EntraGroups.paused(group)
              ? Finding.blocks(
                  "The rule of the group '%s' is paused.".formatted(name),
                  "Let its processing go on, in Entra under Groups, Dynamic membership rules.")
              : Finding.good("The group '%s' is kept by a rule.".formatted(name));
    };
  }

  private Finding allowance() {
    var used = vitals.used();
    return used == null
        ? Finding.good("Less than 80 % of the calls that Graph allows are used.")
        : Finding.warns(
            "The share of the allowed calls that is used, 1 being all, is %s.".formatted(used),
            "See which other apps use this tenant; muster.budgets.connections.%s.per-minute bounds us."
                .formatted(connection()));
  }
}
