package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.entra.Happenings.Happening;
import io.muster.simulator.entra.Happenings.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be told of changes; a failed call is tried again, with growing gaps, for 4 hours.
 */
final class Subscriptions {
  private static final Duration LONGEST = Duration.ofDays(29);
  private static final Duration SHORTEST = Duration.ofMinutes(45);
  private static final Duration GIVEN_UP_AFTER = Duration.ofHours(4);
  private static final int LONGEST_STATE = 128;

  private final Tenant tenant;
  private final EntraOptions options;
  private final Bell bell;
  private final Map<String, Subscription> all = new LinkedHashMap<>();
  private final List<Pending> pending = new ArrayList<>();

  Subscriptions(Tenant tenant, EntraOptions options) {
    this.tenant = tenant;
    this.options = options;
    this.bell = new Bell(options.reach());
  }

  private record Subscription(
      String id,
      String changeType,
      String resource,
      String url,
      @Nullable String lifecycleUrl,
      @Nullable String state,
      Instant until) {
    Subscription until(Instant newUntil) {
      return new Subscription(id, changeType, resource, url, lifecycleUrl, state, newUntil);
    }

    boolean tellsOf(Happening happening) {
      var wanted = happening.kind() == Kind.USER ? "users" : "groups";
      return resource.equals(wanted);
    }
  }

  private record Pending(
      String url, Map<String, Object> item, Instant since, int tries, Instant due) {
    Pending later(Instant now) {
      return new Pending(url, item, since, tries + 1, now.plusSeconds(10L << Math.min(tries, 10)));
    }
  }

  Answer create(Call call) {
    var body = call.json();
    var url = body.path("notificationUrl").asText();
    var until = until(body);
    if (!url.startsWith("https://")) {
      throw invalid("NotificationUrl must be an https address.");
    }
    if (body.path("clientState").asText("").length() > LONGEST_STATE) {
      throw invalid("ClientState is too long.");
    }
    if (!bell.isAnswered(url)) {
      throw invalid("Subscription validation request failed.");
    }
    var lifecycle = body.path("lifecycleNotificationUrl").asText(null);
    if (lifecycle != null && !bell.isAnswered(lifecycle)) {
      throw invalid("Subscription validation request failed for the lifecycle address.");
    }
    var made =
        new Subscription(
            tenant.newId(),
            body.path("changeType").asText(),
            body.path("resource").asText().replaceFirst("^/", ""),
            url,
            lifecycle,
            body.path("clientState").asText(null),
            until);
    all.put(made.id(), made);
    return Answer.json(201, shown(made));
  }

  Answer list(Call call) {
    return Answer.json(200, Map.of("value", alive().stream().map(this::shown).toList()));
  }

  Answer get(Call call) {
    return Answer.json(200, shown(existing(call)));
  }

  Answer renew(Call call) {
    var renewed = existing(call).until(until(call.json()));
    all.put(renewed.id(), renewed);
    return Answer.json(200, shown(renewed));
  }

  Answer delete(Call call) {
    all.remove(existing(call).id());
    return Answer.empty(204);
  }

  /** All subscriptions are lost, as happens over there without a word. */
  void loseAll() {
    all.clear();
  }

  List<String> resources() {
    return alive().stream().map(Subscription::resource).sorted().toList();
  }

  /** Something happened; whoever wants to know is told at the next {@link #ring}. */
  void note(Happening happening) {
    for (var subscription : alive()) {
      if (subscription.tellsOf(happening)) {
        pending.add(pending(subscription.url(), subscription, item(subscription, happening)));
      }
    }
  }

  /** Tells every subscriber of something about the subscription itself. */
  void noteLifecycle(String event) {
    for (var subscription : alive()) {
      if (subscription.lifecycleUrl() != null) {
        var item = new LinkedHashMap<String, Object>();
        item.put("subscriptionId", subscription.id());
        item.put("subscriptionExpirationDateTime", Shapes.time(subscription.until()));
        item.put("tenantId", options.tenant());
        item.put("lifecycleEvent", event);
        pending.add(pending(subscription.lifecycleUrl(), subscription, item));
      }
    }
  }

  /** Those whose time has come. */
  synchronized List<Runnable> due() {
    var now = tenant.now();
    var calls = new ArrayList<Runnable>();
    for (var one : List.copyOf(pending)) {
      if (!one.due().isAfter(now)) {
        pending.remove(one);
        calls.add(() -> ring(one));
      }
    }
    return calls;
  }

  private void ring(Pending one) {
    var taken = bell.rings(one.url(), Map.of("value", List.of(one.item())));
    if (!taken && one.since().plus(GIVEN_UP_AFTER).isAfter(tenant.now())) {
      keep(one.later(tenant.now()));
    }
  }

  private synchronized void keep(Pending one) {
    pending.add(one);
  }

  private Pending pending(String url, Subscription subscription, Map<String, Object> item) {
    if (subscription.state() != null) {
      item.put("clientState", subscription.state());
    }
    return new Pending(url, item, tenant.now(), 0, tenant.now());
  }

  private Map<String, Object> item(Subscription subscription, Happening happening) {
    var kind = happening.kind() == Kind.USER ? "Users" : "Groups";
    var item = new LinkedHashMap<String, Object>();
    item.put("subscriptionId", subscription.id());
    item.put("subscriptionExpirationDateTime", Shapes.time(subscription.until()));
    item.put("changeType", "updated");
    item.put("resource", kind + "/" + happening.id());
    item.put("tenantId", options.tenant());
    item.put(
        "resourceData",
        Map.of(
            "@odata.type",
            "#Microsoft.Graph." + kind.substring(0, kind.length() - 1),
            "@odata.id",
            kind + "/" + happening.id(),
            "id",
            happening.id()));
    return item;
  }

  private List<Subscription> alive() {
    all.values().removeIf(it -> it.until().isBefore(tenant.now()));
    return List.copyOf(all.values());
  }

  private Subscription existing(Call call) {
    var id = call.variable("subscription");
    return alive().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Shapes.refusal(404, "ResourceNotFound", "The object was not found."));
  }

  private Instant until(JsonNode body) {
    try {
      var asked = Instant.parse(body.path("expirationDateTime").asText());
      if (asked.isAfter(tenant.now().plus(LONGEST))) {
        throw invalid("Subscription expiration can only be 41760 minutes in the future.");
      }
      var shortest = tenant.now().plus(SHORTEST);
      return asked.isBefore(shortest) ? shortest : asked;
    } catch (DateTimeParseException unreadable) {
      throw invalid("ExpirationDateTime is missing or is no time.");
    }
  }

  private static io.muster.simulator.Refusal invalid(String message) {
    return Shapes.refusal(400, "ValidationError", message);
  }

  private Map<String, @Nullable Object> shown(Subscription subscription) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("id", subscription.id());
    shown.put("resource", subscription.resource());
    shown.put("applicationId", options.clientId());
    shown.put("changeType", subscription.changeType());
    shown.put("clientState", null);
    shown.put("notificationUrl", subscription.url());
    shown.put("lifecycleNotificationUrl", subscription.lifecycleUrl());
    shown.put("expirationDateTime", Shapes.time(subscription.until()));
    return shown;
  }
}
