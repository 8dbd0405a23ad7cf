package io.muster.lifecycle;

import io.muster.directory.Directories;
import io.muster.directory.Directory;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * What the live tables and running cases count on, and whether the tables fit the configuration.
 */
@Component
class LiveExpectations implements Expectations, PreflightSource {
  /** As {@code access-deployment.dmn} names the platforms that have a login window. */
  private static final List<String> COMPUTERS = List.of("macos", "windows");

  private final Tables tables;
  private final Directories directories;
  private final Departures departures;

  LiveExpectations(Tables tables, Directories directories, Departures departures) {
    this.tables = tables;
    this.directories = directories;
    this.departures = departures;
  }

  @Override
  public Set<String> connections() {
    return tables.connections();
  }

  @Override
  public Set<String> groups() {
    return tables.groups();
  }

  @Override
  public Set<String> policies() {
    return tables.policies();
  }

  @Override
  public List<LoginWindow> loginWindows() {
    var routed = connections();
    return directories.all().stream()
        .filter(directory -> routed.contains(directory.connection()))
        .flatMap(directory -> COMPUTERS.stream().map(platform -> window(directory, platform)))
        .toList();
  }

  private LoginWindow window(Directory directory, String platform) {
    return new LoginWindow(
        directory.connection(),
        directory.kind(),
        platform,
        tables.accessPolicy(platform, directory.connection()).orElse(null));
  }

  @Override
  public boolean leaves(EmployeeId employee) {
    return departures.leaves(employee);
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(new Routes());
  }

  /** The tables themselves, which need no call. */
  private final class Routes implements Preflight {
    @Override
    public String connection() {
      return "tables";
    }

    @Override
    public String kind() {
      return "decision tables";
    }

    @Override
    public List<Finding> check(Expectations expected) {
      var configured =
          new TreeSet<>(directories.all().stream().map(Directory::connection).toList());
      var findings = new ArrayList<Finding>();
      if (configured.isEmpty()) {
        findings.add(
            Finding.blocks(
                "No directory is configured, so nobody can be given an account.",
                "Configure one, such as muster.okta.connections.okta.org-url and .api-token; see the README."));
      }
      for (var routed : expected.connections()) {
        findings.add(
            configured.contains(routed)
                ? Finding.good("connection-routing.dmn routes people to '%s'.".formatted(routed))
                : Finding.blocks(
                    "connection-routing.dmn routes people to '%s', which is not configured; configured are %s."
                        .formatted(routed, configured),
                    "Mend the table or the configuration."));
      }
      for (var connection : configured) {
        if (!expected.connections().contains(connection)) {
          findings.add(
              Finding.warns(
                  "connection-routing.dmn routes nobody to '%s'; leavers are looked for there all the same."
                      .formatted(connection),
                  "Add a rule for it, or leave it so if only leavers live there."));
        }
      }
      return findings;
    }
  }
}
