package io.muster.sources.workday;

import io.muster.people.EmploymentFacts;
import io.muster.preflight.ClockSkew;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.sources.FieldMapping;
import io.muster.sources.workday.SeenWorker.Block;
import io.muster.sources.workday.SeenWorker.Employment;
import io.muster.sources.workday.WorkdayProperties.Connection;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks at one tenant by one reading call: what of its workers may be seen. */
final class WorkdayPreflight implements Preflight {
  /** Muster's fields that a person can be without. */
  private static final Set<String> OPTIONAL = Set.of("costCenter", "managerId", "legalHold");

  private static final int LOOKED_AT = 200;

  private final String name;
  private final Connection connection;
  private final FieldMapping mapping;
  private final WorkdayWire wire;
  private final Clock clock;

  WorkdayPreflight(
      String name, Connection connection, FieldMapping mapping, WorkdayWire wire, Clock clock) {
    this.name = name;
    this.connection = connection;
    this.mapping = mapping;
    this.wire = wire;
    this.clock = clock;
  }

  @Override
  public String connection() {
    return name;
  }

  @Override
  public String kind() {
    return "Workday";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var workers = workers();
    var findings = new ArrayList<Finding>();
    findings.add(
        workers.isEmpty()
            ? Finding.blocks(
                "%s may sign in, but sees no worker at all.".formatted(connection.account()),
                connection.byReport()
                    ? "See the filter and the prompts of the report, and whether the user's security group is constrained."
                    : "See whether the user's security group is constrained to organizations without workers.")
            : Finding.good(
                "%s signs in and sees workers; %d were looked at."
                    .formatted(connection.account(), workers.size())));
    ClockSkew.in(wire.date(), clock.instant()).ifPresent(findings::add);
    if (!workers.isEmpty()) {
      if (!connection.byReport()) {
        findings.addAll(blocks(workers));
      }
      findings.addAll(fields(workers));
      findings.addAll(flags(workers));
    }
    return findings;
  }

  private List<SeenWorker> workers() {
    if (connection.byReport()) {
      return new WorkersByReport(name, connection, wire, mapping)
          .some(LOOKED_AT).stream().map(KnownWorker::now).toList();
    }
    var at = clock.instant().minus(connection.clockSkew());
    return wire.workers(WorkersQuery.everybody(LocalDate.ofInstant(at, connection.zone()), at), 1)
        .workers();
  }

  private List<Finding> blocks(List<SeenWorker> workers) {
    var seen = new HashSet<Block>();
    workers.forEach(worker -> seen.addAll(worker.blocks()));
    return Columns.needed(mapping).stream()
        .map(
            block ->
                seen.contains(block)
                    ? Finding.good("Workday shows %s.".formatted(block.words()))
                    : hidden(block))
        .toList();
  }

  private Finding hidden(Block block) {
    var what = "Workday shows of nobody %s.".formatted(block.words());
    var remedy =
        "Give the security group of %s Get access to a domain such as %s, and activate pending security policy changes."
            .formatted(connection.account(), block.domain());
    // it may be that nobody has one
    return block == Block.MANAGEMENT ? Finding.warns(what, remedy) : Finding.blocks(what, remedy);
  }

  /** Every field has to be there on somebody, or it is not the right column. */
  private List<Finding> fields(List<SeenWorker> workers) {
    var filled = new HashSet<String>();
    var shown = new HashSet<String>();
    for (var worker : workers) {
      mapping
          .facts(worker.row())
          .forEach(
              (field, value) -> {
                shown.add(field);
                if (value != null) {
                  filled.add(field);
                }
              });
    }
    var findings = new ArrayList<Finding>();
    for (var field : EmploymentFacts.fields(EmploymentFacts.HIRED)) {
      if (filled.contains(field) || (!shown.contains(field) && OPTIONAL.contains(field))) {
        continue;
      }
      var what = "Nobody of those looked at has a %s.".formatted(field);
      findings.add(
          OPTIONAL.contains(field)
              ? Finding.warns(what, remedy(field))
              : Finding.blocks(what + " Without it nobody can be hired.", remedy(field)));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.good("Every field is filled on somebody: " + listed(filled) + "."));
    }
    return findings;
  }

  private String remedy(String field) {
    if (field.equals("timeZone")) {
      return "Say in muster.sources.%s.zones which zone each location is in, or in .zone where all others are."
          .formatted(name);
    }
    return "Say in muster.sources.%s.columns.%s in which column it is%s, or in .defaults.%s what to take."
        .formatted(
            name,
            field,
            connection.byReport() ? " of the report" : " (" + listed(Columns.all()) + ")",
            field);
  }

  private List<Finding> flags(List<SeenWorker> workers) {
    var findings = new ArrayList<Finding>();
    var employments =
        workers.stream().map(SeenWorker::employment).filter(Objects::nonNull).toList();
    if (employments.stream().noneMatch(it -> it.rescinded() != null)) {
      findings.add(
          Finding.warns(
              "Workday does not show whether a hire was taken back; a person who never came may look like one nobody can make sense of.",
              connection.byReport()
                  ? "Add the field Hire Rescinded to the report, named as in muster.workday.connections.%s.report.columns.hire-rescinded."
                      .formatted(name)
                  : "Set muster.workday.connections.%s.version to v30.0 or a later one, and see that the user may see the field Hire Rescinded."
                      .formatted(name)));
    } else {
      findings.add(Finding.good("Workday shows whether a hire was taken back."));
    }
    var left = employments.stream().filter(it -> it.termination() != null).toList();
    findings.add(
        visible(
            left,
            it -> it.lastDay() != null,
            "the last day of work",
            "the date of the termination is taken instead"));
    findings.add(
        visible(
            left,
            it -> it.involuntary() != null,
            "whether a termination was involuntary",
            "a termination for cause is told from others by when it was entered alone"));
    return findings;
  }

  private static Finding visible(
      List<Employment> left, Predicate<Employment> shows, String what, String otherwise) {
    if (left.isEmpty()) {
      return Finding.unknown(
          "Nobody of those looked at has left, so it is not known whether Workday shows %s."
              .formatted(what),
          "Look again when somebody has.");
    }
    return left.stream().anyMatch(shows)
        ? Finding.good("Workday shows %s of those who have left.".formatted(what))
        : Finding.warns(
            "Workday shows of nobody who has left %s; %s.".formatted(what, otherwise),
            "Give the user access to the field, or live with it.");
  }

  private static String listed(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
