package io.muster.sources.workday;

import io.muster.people.NoDate;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.sources.FieldMapping;
import io.muster.sources.workday.SeenWorker.Block;
import io.muster.sources.workday.SeenWorker.Employment;
import io.muster.sources.workday.WorkdayProperties.Connection;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** Reads workers by a custom report, which always tells of everybody its filter selects. */
final class WorkersByReport {
  /** Where more rows than this cannot be read, the report is wrong rather than the rows. */
  private static final int UNREAD_ROWS = 5;

  private static final int UNREAD_SHARE = 10;
  private static final Set<String> YES = Set.of("1", "true", "yes", "y", "active");

  private final String name;
  private final FieldMapping mapping;
  private final Connection connection;
  private final WorkdayWire wire;
  private final ReportReader reader;

  /**
   * A reader of one report.
   *
   * @param mapping whose columns are read besides those that say who is employed
   */
  WorkersByReport(String name, Connection connection, WorkdayWire wire, FieldMapping mapping) {
    this.name = name;
    this.mapping = mapping;
    this.connection = connection;
    this.wire = wire;
    var wanted = new HashSet<>(mapping.columns());
    wanted.addAll(connection.report().columns().all());
    this.reader = new ReportReader(connection.report(), wanted);
  }

  /** Everybody in the report. */
  List<KnownWorker> everybody() {
    return some(Integer.MAX_VALUE);
  }

  /** The first of them, for those who only look. */
  List<KnownWorker> some(int most) {
    var rows = wire.report(address(), body -> reader.read(body, most));
    demandStatus(rows);
    var found = new ArrayList<KnownWorker>();
    int unread = 0;
    for (var row : rows) {
      try {
        found.add(KnownWorker.of(worker(row)));
      } catch (UnreadableResponse unreadable) {
        var why = "row %d: %s".formatted(found.size() + 1, unreadable.getMessage());
        if (++unread > Math.max(UNREAD_ROWS, rows.size() / UNREAD_SHARE)) {
          throw wire.unusable(why);
        }
        found.add(KnownWorker.of(unread(row, String.valueOf(unreadable.getMessage()))));
      }
    }
    if (unread == rows.size() && unread > 0) {
      throw wire.unusable("none of its rows: " + found.get(0).now().unread());
    }
    return found;
  }

  private URI address() {
    var report = connection.report();
    var address =
        UriComponentsBuilder.fromUri(
                connection.at(
                    "/ccx/service/customreport2/%s/%s/%s"
                        .formatted(connection.tenantName(), report.owner(), report.name())))
            .queryParam("format", report.format().name().toLowerCase(Locale.ROOT));
    var prompts = new TreeMap<>(report.prompts());
    prompts.keySet().forEach(prompt -> address.queryParam(prompt, "{" + prompt + "}"));
    return address.encode().buildAndExpand(prompts).toUri();
  }

  /** Nobody's status is to be guessed: without these columns nothing is taken in. */
  private void demandStatus(List<Map<String, @Nullable String>> rows) {
    var columns = connection.report().columns();
    var missing =
        Stream.of(columns.active(), columns.terminationDate())
            .filter(column -> !rows.isEmpty() && !rows.get(0).containsKey(column))
            .filter(column -> column.equals(columns.active()) || anyInactive(rows))
            .collect(Collectors.joining(" and "));
    if (!missing.isEmpty()) {
      throw new Misconfigured(
          "The report %s of Workday (%s) has no column %s, so nothing was taken in. Add it to the report with this XML alias, or say in muster.workday.connections.%s.report.columns what it is called; if it is there, see that the report's users may see its field."
              .formatted(connection.report().name(), name, missing, name));
    }
  }

  /** As long as nobody has left, a column for it is empty, and JSON leaves it out. */
  private boolean anyInactive(List<Map<String, @Nullable String>> rows) {
    var columns = connection.report().columns();
    return rows.stream()
        .anyMatch(row -> !flag(row.get(columns.active())) && flag(row.get(columns.terminated())));
  }

  /** One cell that cannot be read keeps nobody else from being read. */
  private SeenWorker unread(Map<String, @Nullable String> row, String why) {
    var record = row.get(connection.report().columns().record());
    return new SeenWorker(
        record == null ? "" : record, row, null, List.of(), Set.of(Block.STATUS), why);
  }

  private SeenWorker worker(Map<String, @Nullable String> row) throws UnreadableResponse {
    var columns = connection.report().columns();
    var record = row.get(columns.record());
    var terminated = row.get(columns.terminated());
    var termination = day(row, columns.terminationDate());
    var active = flag(row.get(columns.active()));
    var involuntary = row.get(columns.involuntary());
    var rescinded = row.get(columns.hireRescinded());
    return new SeenWorker(
        record == null ? "" : record,
        row,
        new Employment(
            active,
            day(row, columns.hireDate()),
            flag(terminated) && !active,
            termination,
            day(row, columns.lastDayOfWork()),
            involuntary == null ? null : flag(involuntary),
            flag(row.get(columns.onLeave())),
            rescinded == null ? null : flag(rescinded)),
        List.of(),
        Set.of(Block.STATUS));
  }

  private static boolean flag(@Nullable String value) {
    return value != null && YES.contains(value.toLowerCase(Locale.ROOT));
  }

  private @Nullable LocalDate day(Map<String, @Nullable String> row, String column)
      throws UnreadableResponse {
    var text = row.get(column);
    if (text == null || NoDate.is(text) || mapping.isEmpty(column, text)) {
      return null;
    }
    var day = WorkdayDates.day(column, text);
    return NoDate.is(day) ? null : day;
  }
}
