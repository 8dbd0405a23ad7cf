package io.muster.simulator.tickets;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Json;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ticket system: it opens tickets, once for each idempotency key, and calls back when one is
 * resolved. It has the bad habits of such systems too, to be used with {@link
 * io.muster.simulator.Faults}.
 */
public final class TicketDesk extends Simulator {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;
  private final Map<String, Ticket> tickets = new LinkedHashMap<>();
  private final Map<String, String> byKey = new LinkedHashMap<>();
  private final Routes routes =
      new Routes()
          .on("POST", "/api/tickets", this::open)
          .on("GET", "/api/tickets/{number}", this::show)
          .on("DELETE", "/api/tickets/{number}", this::withdraw);

  /**
   * One ticket.
   *
   * @param callBack where to tell that it is resolved; empty if nobody wants to know
   */
  public record Ticket(String number, String summary, String callBack) {}

  /** Begins to listen; only who shows the token as bearer is served. */
  public TicketDesk(SimulatorSettings settings, String token) {
    super(settings);
    this.token = token;
    listen();
  }

  /** All tickets, oldest first. */
  public synchronized List<Ticket> tickets() {
    return List.copyOf(tickets.values());
  }

  /** Calls back for a ticket, so many times in a row; the status of the last answer. */
  public int resolve(String number, String outcome, int times) {
    var status = 0;
    for (var time = 0; time < times; time++) {
      status =
          callBack(
              ticket(number).callBack(),
              Json.write(Map.of("ticket", Map.of("number", number, "outcome", outcome))));
    }
    return status;
  }

  /** Sends anything to an address; the status of the answer. */
  public int callBack(String address, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while calling back", stopped);
    }
  }

  /** Habit: an answer of 10 MB. */
  public static Answer oversized() {
    return Answer.json(201, Map.of("result", Map.of("number", "x".repeat(10 * 1024 * 1024))));
  }

  /** Habit: the answer is elsewhere. */
  public static Answer movedTo(String address) {
    return Answer.empty(307).and("Location", address);
  }

  /** Habit: a page for people, with a status of success. */
  public static Answer signInPage() {
    return Answer.html(200, "Please sign in");
  }

  /** Habit: a status of success with an error inside. */
  public static Answer errorInside() {
    return Answer.json(200, Map.of("status", "failure", "error", "assignment group is inactive"));
  }

  /** Habit: it says no, and has done it. */
  public static Answer refusal() {
    return Answer.json(422, Map.of("error", "invalid"));
  }

  private synchronized Ticket ticket(String number) {
    return Optional.ofNullable(tickets.get(number))
        .orElseThrow(() -> new IllegalArgumentException("no ticket " + number));
  }

  @Override
  protected Answer answer(Call call) {
    if (!call.header("Authorization").orElse("").equals("Bearer " + token)) {
      return Answer.json(401, Map.of("error", Map.of("message", "User Not Authenticated")));
    }
    return routes.answer(call).orElseGet(() -> Answer.json(404, Map.of("error", "no such record")));
  }

  private Answer open(Call call) {
    var wanted = call.json();
    var summary = wanted.path("short_description").asText();
    if (summary.isBlank()) {
      throw new Refusal(Answer.json(400, Map.of("error", "short_description is mandatory")));
    }
    var key = call.header("Idempotency-Key").orElse("");
    var number = byKey.getOrDefault(key, "TKT%04d".formatted(tickets.size() + 1));
    if (!key.isEmpty()) {
      byKey.put(key, number);
    }
    tickets.putIfAbsent(number, new Ticket(number, summary, wanted.path("u_call_back").asText()));
    return Answer.json(201, Map.of("status", "success", "result", shown(ticket(number))));
  }

  private Answer show(Call call) {
    var found = tickets.get(call.variable("number"));
    return found == null
        ? Answer.json(404, Map.of("error", "no such record"))
        : Answer.json(200, Map.of("status", "success", "result", shown(found)));
  }

  private Answer withdraw(Call call) {
    return Answer.empty(tickets.remove(call.variable("number")) == null ? 404 : 204);
  }

  private static Map<String, Object> shown(Ticket ticket) {
    return Map.of("number", ticket.number(), "short_description", ticket.summary(), "urgent", true);
  }
}
