package io.muster.sources.bamboohr;

import io.muster.preflight.ClockSkew;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.sources.bamboohr.BambooHrProperties.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at one company, by a dozen reading calls. */
final class BambooHrPreflight implements Preflight {
  private static final Duration A_WHILE = Duration.ofMinutes(5);
  private static final int SAMPLE = 5;

  private final String name;
  private final Connection connection;
  private final Company company;
  private final EmployeeTranslator meaning;
  private final BambooHrWire wire;
  private final Clock clock;

  BambooHrPreflight(
      String name,
      Connection connection,
      Company company,
      EmployeeTranslator meaning,
      BambooHrWire wire,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.company = company;
    this.meaning = meaning;
    this.wire = wire;
    this.clock = clock;
  }

  @Override
  public String connection() {
    return name;
  }

  @Override
  public String kind() {
    return "BambooHR";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    try {
      var unused = company.changed(clock.instant().minus(A_WHILE));
      findings.add(Finding.good("May ask who has changed."));
    } catch (Misconfigured wrong) {
      return List.of(Finding.of(wrong));
    }
    ClockSkew.in(wire.date(), clock.instant()).ifPresent(findings::add);
    findings.addAll(fields());
    findings.addAll(tables());
    findings.addAll(webhooks());
    return findings;
  }

  private List<Finding> fields() {
    var findings = new ArrayList<Finding>();
    Map<String, Map<String, @Nullable String>> listed;
    try {
      listed = company.some(meaning.fields(), SAMPLE);
    } catch (RemoteFailure failure) {
      return List.of(
          Finding.blocks(
              "Cannot read everybody at once: " + failure.getMessage(),
              "See at /api/v1_2/datasets/%s/fields what the dataset calls its fields, and set muster.bamboohr.connections.%s.dataset-fields."
                  .formatted(connection.dataset(), name)));
    }
    if (listed.isEmpty()) {
      return List.of(
          Finding.blocks(
              "May see nobody.", "Have the access level of the key's owner show all employees."));
    }
    var visible = new TreeSet<String>();
    var different = new TreeSet<String>();
    try {
      listed.forEach(
          (record, inList) -> {
            var alone =
                company.fields(record, meaning.fields(), true).orElseGet(LinkedHashMap::new);
            visible.addAll(alone.keySet());
            inList.forEach(
                (field, value) -> {
                  if (alone.containsKey(field) && !same(value, alone.get(field))) {
                    different.add(field);
                  }
                });
          });
    } catch (RemoteFailure failure) {
      return List.of(Finding.of(failure));
    }
    for (var field : meaning.fields()) {
      if (!visible.contains(field)) {
        findings.add(
            Finding.blocks(
                "The field '%s' is not to be seen on any of %d people."
                    .formatted(field, listed.size()),
                "Have the access level of the key's owner show it, or map another one in muster.sources.%s.columns."
                    .formatted(name)));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.good("All %d fields are to be seen.".formatted(meaning.fields().size())));
    }
    if (!different.isEmpty()) {
      findings.add(
          Finding.warns(
              "A full read says something else than a single one about %s; everybody would seem to have moved."
                  .formatted(different),
              "Set muster.bamboohr.connections.%s.dataset-fields for them.".formatted(name)));
    }
    return findings;
  }

  private static boolean same(@Nullable String one, @Nullable String other) {
    return Objects.equals(one == null ? "" : one, other == null ? "" : other);
  }

  private List<Finding> tables() {
    try {
      var tables = company.tables();
      var findings = new ArrayList<Finding>();
      findings.add(table(tables, Company.EMPLOYMENT, Set.of("date", "employmentStatus")));
      findings.add(table(tables, Company.JOB, Set.of("date")));
      if (!tables.getOrDefault(Company.EMPLOYMENT, Set.of()).contains("terminationTypeId")) {
        findings.add(
            Finding.warns(
                "The type of a termination is not to be seen, so nobody is let out at once for"
                    + " cause.",
                "Have the access level of the key's owner show terminationTypeId, or send such"
                    + " terminations by webhook."));
      }
      return findings;
    } catch (RemoteFailure failure) {
      return List.of(Finding.of(failure));
    }
  }

  private static Finding table(Map<String, Set<String>> tables, String table, Set<String> columns) {
    var seen = tables.get(table);
    if (seen == null || !seen.containsAll(columns)) {
      return Finding.blocks(
          "The table %s with %s is not to be seen, so what is planned for later is not either."
              .formatted(table, new TreeSet<>(columns)),
          "Have the access level of the key's owner show the table with its dates.");
    }
    return Finding.good("May see the table %s.".formatted(table));
  }

  private List<Finding> webhooks() {
    var findings = new ArrayList<Finding>();
    if (connection.webhookKeys().isEmpty()) {
      findings.add(
          Finding.warns(
              "No webhook is expected; what HR enters is seen at the next poll.",
              "Make one to /hooks/bamboohr/%s and set its private key as muster.bamboohr.connections.%s.webhook-keys[0]."
                  .formatted(name, name)));
    } else if (connection.webhookKeys().size() > 1) {
      findings.add(
          Finding.warns(
              "There are %d webhook keys, an old one among them."
                  .formatted(connection.webhookKeys().size()),
              "Take the old one out once its webhook is deleted."));
    }
    try {
      var ours =
          company.webhooks().entrySet().stream()
              .filter(hook -> hook.getKey().endsWith("/hooks/bamboohr/" + name))
              .toList();
      if (ours.isEmpty()) {
        findings.add(
            Finding.unknown(
                "The key's owner has made no webhook to us; a global one, or another user's, cannot"
                    + " be seen.",
                "See in BambooHR's settings under Webhooks that there is one."));
      }
      for (var hook : ours) {
        var last = company.lastDelivery(hook.getValue());
        if (last.isPresent()) {
          findings.add(delivery(last.get()));
        }
      }
    } catch (RemoteFailure failure) {
      findings.add(Finding.of(failure));
    }
    return findings;
  }

  private Finding delivery(int status) {
    if (status >= 200 && status < 300) {
      return Finding.good("The last webhook was taken.");
    }
    return status == 401
        ? Finding.blocks(
            "The last webhook was signed with a key we do not know.",
            "Set its private key in muster.bamboohr.connections.%s.webhook-keys; it is shown only when the webhook is made, so make a new one if it is lost."
                .formatted(name))
        : Finding.warns(
            "The last webhook was answered %d.".formatted(status),
            "See whether this service can be reached from the internet at /hooks/bamboohr/%s."
                .formatted(name));
  }
}
