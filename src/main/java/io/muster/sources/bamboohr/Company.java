package io.muster.sources.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.sources.bamboohr.BambooHrApi.Question;
import io.muster.sources.bamboohr.BambooHrProperties.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/** What one company's BambooHR has to say; only reads. */
final class Company {
  static final String EMPLOYMENT = "employmentStatus";
  static final String JOB = "jobInfo";

  private static final int MOST_FIELDS = 400;
  private static final int MOST_PAGES = 2000;
  private static final int TRIES = 3;

  private final BambooHrApi api;
  private final Connection connection;

  Company(BambooHrApi api, Connection connection) {
    this.api = api;
    this.connection = connection;
  }

  /**
   * Who has changed.
   *
   * @param latest when the last of them did, or null if nobody says
   * @param people the oldest change first
   */
  record Changes(@Nullable Instant latest, List<Change> people) {}

  /** One person's last change. */
  record Change(String record, String action, Instant at) {
    boolean isDeletion() {
      return action.equalsIgnoreCase("deleted");
    }
  }

  Changes changed(Instant since) {
    var answer = ask(() -> api.changed(since.truncatedTo(ChronoUnit.SECONDS).toString()));
    var people = new ArrayList<Change>();
    for (var each : answer.path("employees")) {
      var at = Texts.moment(each.path("lastChanged").asText());
      people.add(
          new Change(
              each.path("id").asText(), each.path("action").asText(), at == null ? since : at));
    }
    people.sort(Comparator.comparing(Change::at).thenComparing(Change::record));
    return new Changes(Texts.moment(answer.path("latest").asText()), people);
  }

  /**
   * Fields of one person; one that we may not see is left out. Empty if there is no such record.
   *
   * @param onlyCurrent false for what later rows of the tables say, too
   */
  Optional<Map<String, @Nullable String>> fields(
      String record, Set<String> wanted, boolean onlyCurrent) {
    if (wanted.size() > MOST_FIELDS) {
      throw new Misconfigured(
          "BambooHR gives at most %d fields at once; map fewer columns.".formatted(MOST_FIELDS));
    }
    return find(() -> api.employee(record, String.join(",", wanted), onlyCurrent)).map(Texts::of);
  }

  /**
   * The rows of one person's table in their order; empty if it, or the person, is not to be seen.
   */
  Optional<List<Row>> rows(String record, String table) {
    try {
      return find(() -> api.rows(record, table))
          .map(
              rows -> {
                var all = new ArrayList<Row>();
                rows.forEach(row -> Row.read(row).ifPresent(all::add));
                return all.stream().sorted().toList();
              });
    } catch (Refused notForUs) {
      return Optional.empty();
    }
  }

  /** The rows of everybody's table by record; empty if we may not see it. */
  Optional<Map<String, List<Row>>> everybodysRows(String table) {
    try {
      return find(() -> api.rows("all", table))
          .map(
              rows -> {
                var all = new LinkedHashMap<String, List<Row>>();
                for (var row : rows) {
                  Row.read(row)
                      .ifPresent(
                          read ->
                              all.computeIfAbsent(
                                      row.path("employeeId").asText(), any -> new ArrayList<>())
                                  .add(read));
                }
                all.replaceAll((record, unsorted) -> unsorted.stream().sorted().toList());
                return all;
              });
    } catch (Refused notForUs) {
      return Optional.empty();
    }
  }

  /**
   * Fields of everybody, by record, active or not.
   *
   * @throws Unavailable if people come and go so that no whole list can be had
   */
  Map<String, Map<String, @Nullable String>> everybody(Set<String> wanted) {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      var people = new LinkedHashMap<String, Map<String, @Nullable String>>();
      if (readPages(wanted, people)) {
        return people;
      }
    }
    throw Unavailable.turnedAway(
        "People came or went while BambooHR's list was read; it is read again later.", null, null);
  }

  /** The first so many of everybody. */
  Map<String, Map<String, @Nullable String>> some(Set<String> wanted, int most) {
    var people = new LinkedHashMap<String, Map<String, @Nullable String>>();
    page(wanted, 1, most, people);
    return people;
  }

  private boolean readPages(Set<String> wanted, Map<String, Map<String, @Nullable String>> people) {
    int total = -1;
    for (int number = 1; number <= MOST_PAGES; number++) {
      var meta = page(wanted, number, connection.pageSize(), people);
      int now = meta.path("totalItems").asInt(-1);
      if (total >= 0 && now != total) {
        // somebody's place has moved over a page's end, so somebody may have been passed over
        return false;
      }
      total = now;
      if (number >= meta.path("totalPages").asInt(1)) {
        return total < 0 || people.size() == total;
      }
    }
    throw new Misconfigured(
        "BambooHR's list has no end after %d pages; raise page-size.".formatted(MOST_PAGES));
  }

  private JsonNode page(
      Set<String> wanted, int number, int size, Map<String, Map<String, @Nullable String>> people) {
    var names = new LinkedHashMap<String, String>();
    wanted.forEach(field -> connection.inDataset(field).ifPresent(name -> names.put(name, field)));
    var answer =
        ask(
            () ->
                api.dataset(
                    connection.dataset(), new Question(List.copyOf(names.keySet()), number, size)));
    for (var each : answer.path("data")) {
      var person = new LinkedHashMap<String, @Nullable String>();
      Texts.of(each.path("fields"))
          .forEach((name, value) -> person.put(names.getOrDefault(name, name), value));
      var record = person.get("id");
      if (record == null) {
        throw new Misconfigured(
            "BambooHR's dataset %s does not say whose record it is. Set dataset-fields.id of the connection to what it calls the id."
                .formatted(connection.dataset()));
      }
      people.put(record, person);
    }
    return answer.path("meta");
  }

  /** The columns of each table that we may see. */
  Map<String, Set<String>> tables() {
    var tables = new LinkedHashMap<String, Set<String>>();
    for (var table : ask(api::tables)) {
      var columns = new java.util.LinkedHashSet<String>();
      table.path("fields").forEach(field -> columns.add(field.path("alias").asText()));
      tables.put(table.path("alias").asText(), columns);
    }
    return tables;
  }

  /** The ids of our webhooks by the address they go to. */
  Map<String, String> webhooks() {
    var hooks = new LinkedHashMap<String, String>();
    ask(api::webhooks)
        .path("webhooks")
        .forEach(hook -> hooks.put(hook.path("url").asText(), hook.path("id").asText()));
    return hooks;
  }

  /** What the last delivery of a webhook was answered; empty if there was none or nobody says. */
  Optional<Integer> lastDelivery(String webhook) {
    var log = ask(() -> api.webhookLog(webhook));
    // a throttled look answers 200 with an error in place of the list
    return log.isArray() && !log.isEmpty()
        ? Optional.of(log.get(log.size() - 1).path("statusCode").asInt())
        : Optional.empty();
  }

  private static Optional<JsonNode> find(Supplier<@Nullable JsonNode> question) {
    try {
      return Optional.of(ask(question));
    } catch (HttpClientErrorException.NotFound gone) {
      return Optional.empty();
    }
  }

  private static JsonNode ask(Supplier<@Nullable JsonNode> question) {
    try {
      var answer = question.get();
      if (answer == null) {
        throw Unavailable.turnedAway("BambooHR's answer is empty.", null, null);
      }
      return answer;
    } catch (HttpClientErrorException.NotFound gone) {
      throw gone;
    } catch (RestClientException unreadable) {
      throw Unavailable.turnedAway("BambooHR's answer cannot be read.", unreadable, null);
    }
  }
}
