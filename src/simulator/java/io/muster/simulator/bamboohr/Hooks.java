package io.muster.simulator.bamboohr;

import io.muster.simulator.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks and what waits to be delivered: once and again after 5, 10, 20, 40 and 80 minutes
 * where the other side fails, never again where it refuses.
 */
final class Hooks {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofMinutes(40),
          Duration.ofMinutes(80));
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final int LOGGED = 200;

  private final BambooHrOptions options;
  private final Staff staff;
  private final Access access;
  private final List<Hook> hooks = new ArrayList<>();
  private final List<Delivery> waiting = new ArrayList<>();
  private int lastId;
  private boolean twice;
  private boolean backwards;
  private @Nullable String otherKey;

  Hooks(BambooHrOptions options, Staff staff, Access access) {
    this.options = options;
    this.staff = staff;
    this.access = access;
    staff.tell(this::happened);
  }

  /** One body for one hook, until it is taken, refused or given up. */
  static final class Delivery {
    final Hook hook;
    final String body;
    final List<String> people;
    Instant due;
    int failures;

    Delivery(Hook hook, String body, List<String> people, Instant due) {
      this.hook = hook;
      this.body = body;
      this.people = people;
      this.due = due;
    }
  }

  Hook add(String owner, Hook.Setting setting) {
    var key = UUID.randomUUID().toString().replace("-", "");
    var hook = new Hook(++lastId, owner, key, staff.now(), setting);
    hooks.add(hook);
    return hook;
  }

  void remove(Hook hook) {
    hooks.remove(hook);
    waiting.removeIf(delivery -> delivery.hook == hook);
  }

  List<Hook> all() {
    return List.copyOf(hooks);
  }

  Optional<Hook> find(String id) {
    return hooks.stream().filter(hook -> Integer.toString(hook.id).equals(id)).findFirst();
  }

  void deliverTwice(boolean newTwice) {
    twice = newTwice;
  }

  void deliverBackwards(boolean newBackwards) {
    backwards = newBackwards;
  }

  /** Signs with another key; null for the right one again. */
  void signWith(@Nullable String key) {
    otherKey = key;
  }

  /** Nothing of what waits is ever delivered. */
  void lose() {
    waiting.clear();
  }

  private void happened(String type, String person, List<String> fields) {
    for (var hook : hooks) {
      if (!access.isDisabled(hook.owner) && hook.setting.wants(type, fields)) {
        var body =
            hook.setting.saysValues()
                ? withValues(hook.setting, type, person, fields)
                : event(hook.setting, type, person, fields);
        waiting.add(new Delivery(hook, body, List.of(person), staff.now()));
      }
    }
  }

  private String event(Hook.Setting setting, String type, String person, List<String> fields) {
    var data = new LinkedHashMap<String, Object>();
    data.put("companyId", "12345");
    data.put("employeeId", person);
    if (type.equals("updated")) {
      data.put("changedFields", fields.stream().filter(setting.monitorFields()::contains).toList());
    }
    var event = new LinkedHashMap<String, Object>();
    event.put("type", "employee." + type);
    event.put("timestamp", stamp());
    event.put("data", data);
    return Json.write(event);
  }

  private String withValues(Hook.Setting setting, String type, String id, List<String> fields) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    setting
        .postFields()
        .forEach(
            (field, name) -> {
              var value =
                  staff.find(id).map(person -> staff.value(person, field, true)).orElse(null);
              values.put(
                  name, options.wrapsValues() ? Collections.singletonMap("value", value) : value);
            });
    var employee = new LinkedHashMap<String, Object>();
    employee.put("id", id);
    employee.put(
        "action", type.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + type.substring(1));
    employee.put("timestamp", stamp());
    employee.put(
        "changedFields", fields.stream().filter(setting.monitorFields()::contains).toList());
    employee.put("fields", values);
    var body = Json.write(Map.of("employees", List.of(employee)));
    return setting.format().equals("json")
        ? body
        : "employees=" + URLEncoder.encode(Json.write(List.of(employee)), StandardCharsets.UTF_8);
  }

  private String stamp() {
    return Staff.stamp(staff.now()).replace("+00:00", "+0000");
  }

  /** Takes out what is due by now; what happened to it has to be told by {@link #settled}. */
  List<Delivery> takeDue() {
    var now = staff.now();
    var due = new ArrayList<>(waiting.stream().filter(it -> !it.due.isAfter(now)).toList());
    waiting.removeAll(due);
    due.removeIf(delivery -> access.isDisabled(delivery.hook.owner));
    if (backwards) {
      Collections.reverse(due);
    }
    if (twice) {
      due.addAll(List.copyOf(due));
    }
    return due;
  }

  int waiting() {
    return waiting.size();
  }

  HttpRequest request(Delivery delivery) {
    var timestamp = stamp();
    var key = otherKey == null ? delivery.hook.privateKey : otherKey;
    var json = delivery.hook.setting.format().equals("json");
    var request =
        HttpRequest.newBuilder(delivery.hook.setting.url())
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded")
            .header("User-Agent", "BambooHR-WebHooks/1.0 (+https://www.bamboohr.com)")
            .header("X-BambooHR-Timestamp", timestamp)
            .header("X-BambooHR-Signature", signature(key, delivery.body, timestamp));
    if (delivery.hook.setting.includeCompanyDomain()) {
      request.header("company-domain", options.company());
    }
    return request.POST(BodyPublishers.ofString(delivery.body)).build();
  }

  /** Of the body and, right behind it, the timestamp as the header says it. */
  static String signature(String key, String body, String timestamp) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(body.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(timestamp.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A delivery was answered with this status, or with silence (0). */
  void settled(Delivery delivery, int status) {
    var now = staff.now().truncatedTo(ChronoUnit.SECONDS);
    boolean taken = status >= 200 && status < 300;
    delivery.hook.lastSent = now;
    delivery.hook.log.add(
        Map.of(
            "webhookId", Integer.toString(delivery.hook.id),
            "url", delivery.hook.setting.url().toString(),
            "lastAttempted", Hook.moment(now),
            "lastSuccess", Hook.moment(taken ? now : null),
            "statusCode", Integer.toString(status),
            "format", delivery.hook.setting.format(),
            "employeeIds", delivery.people));
    if (delivery.hook.log.size() > LOGGED) {
      delivery.hook.log.remove(0);
    }
    boolean refused = status >= 300 && status < 500;
    if (!taken && !refused && delivery.failures < PAUSES.size()) {
      delivery.due = now.plus(PAUSES.get(delivery.failures++));
      waiting.add(delivery);
    }
  }
}
