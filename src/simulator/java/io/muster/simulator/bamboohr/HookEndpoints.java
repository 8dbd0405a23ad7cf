package io.muster.simulator.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.bamboohr.Access.Caller;
import io.muster.simulator.bamboohr.Hook.Setting;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** How webhooks are set up. Everybody sees only their own. */
final class HookEndpoints {
  private static final Set<String> EVENTS =
      Set.of(
          "employee_with_fields.updated",
          "employee_with_fields.created",
          "employee_with_fields.deleted",
          "employee.created",
          "employee.updated",
          "employee.deleted",
          "company.updated",
          "company.deleted",
          "company-integrations.updated");

  private final BambooHrOptions options;
  private final Hooks hooks;
  private boolean logIsBusy;

  HookEndpoints(BambooHrOptions options, Hooks hooks) {
    this.options = options;
    this.hooks = hooks;
  }

  /** The next look into a log is throttled, which that call says with 200. */
  void makeLogBusy() {
    logIsBusy = true;
  }

  Answer list(Caller caller) {
    return Answer.json(
        200,
        Map.of(
            "webhooks",
            hooks.all().stream()
                .filter(hook -> hook.owner.equals(caller.user().name()))
                .map(Hook::summary)
                .toList()));
  }

  Answer create(Call call, Caller caller) {
    var hook = hooks.add(caller.user().name(), setting(call, caller));
    var shown = new LinkedHashMap<>(hook.shown());
    shown.put("privateKey", hook.privateKey);
    return Answer.json(201, shown);
  }

  Answer show(Call call, Caller caller) {
    return Answer.json(200, own(call, caller).shown());
  }

  /** Replaces everything; what is not said falls back to what it is without being said. */
  Answer replace(Call call, Caller caller) {
    var hook = own(call, caller);
    hook.setting = setting(call, caller);
    return Answer.json(200, hook.shown());
  }

  Answer delete(Call call, Caller caller) {
    hooks.remove(own(call, caller));
    return new Answer(
        200, Map.of("Content-Type", List.of("text/plain")), "Web hook has been deleted.");
  }

  Answer log(Call call, Caller caller) {
    var hook = own(call, caller);
    if (logIsBusy) {
      logIsBusy = false;
      return Answer.json(
          200,
          Map.of(
              "error",
              Map.of("code", 429, "message", "Over rate limit, please try again in 60 seconds")));
    }
    return Answer.json(200, hook.log);
  }

  Answer monitorFields(Caller caller) {
    var fields = Columns.FIELDS.stream().filter(caller::sees).toList();
    return Answer.json(
        200,
        Map.of(
            "fields",
            fields.stream()
                .map(
                    field ->
                        Map.of(
                            "id", Integer.toString(4000 + fields.indexOf(field)),
                            "name", field,
                            "alias", field))
                .toList()));
  }

  private Hook own(Call call, Caller caller) {
    var hook =
        hooks
            .find(call.variable("id"))
            .orElseThrow(
                () ->
                    Problems.listed(
                        404, "No webhook was found with ID: %s.".formatted(call.variable("id"))));
    if (!hook.owner.equals(caller.user().name())) {
      throw Problems.listed(403, "You do not have access to webhook ID: %d".formatted(hook.id));
    }
    return hook;
  }

  private Setting setting(Call call, Caller caller) {
    var wish = call.json();
    var url = wish.path("url").asText();
    boolean plain = options.takesPlainHooks() && url.startsWith("http://127.0.0.1:");
    if (!url.startsWith("https://") && !plain) {
      throw Problems.listed(400, "The url must start with https://");
    }
    var format = wish.path("format").asText();
    if (wish.path("name").asText().isEmpty() || !Set.of("json", "form-encoded").contains(format)) {
      throw Problems.listed(400, "Invalid request body");
    }
    var events = events(wish);
    var monitored = texts(wish.path("monitorFields"));
    if (monitored.isEmpty() && events.stream().anyMatch(event -> event.endsWith(".updated"))) {
      throw Problems.listed(400, "monitorFields is required for these events");
    }
    if (monitored.stream()
        .anyMatch(field -> !Columns.FIELDS.contains(field) || !caller.sees(field))) {
      throw Problems.listed(403, "Permission denied to the following fields");
    }
    var posted = new LinkedHashMap<String, String>();
    wish.path("postFields")
        .properties()
        .forEach(entry -> posted.put(entry.getKey(), entry.getValue().asText()));
    return new Setting(
        wish.path("name").asText(),
        URI.create(url),
        format,
        monitored,
        posted,
        wish.path("includeCompanyDomain").asBoolean(),
        events);
  }

  /** Whoever does not say gets the older family. */
  private static List<String> events(JsonNode wish) {
    var events = texts(wish.path("events"));
    if (events.isEmpty()) {
      return List.of("employee_with_fields.created", "employee_with_fields.updated");
    }
    boolean both =
        events.stream().anyMatch(event -> event.startsWith("employee_with_fields."))
            && events.stream().anyMatch(event -> event.startsWith("employee."));
    if (both || !EVENTS.containsAll(events)) {
      throw Problems.listed(400, "Invalid request body");
    }
    return events;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
