package io.muster.simulator.bamboohr;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A webhook as it is set up, and what became of its deliveries. */
final class Hook {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  final int id;
  final String owner;
  final String privateKey;
  final Instant created;
  Setting setting;
  @Nullable Instant lastSent;
  final List<Map<String, Object>> log = new ArrayList<>();

  Hook(int id, String owner, String privateKey, Instant created, Setting setting) {
    this.id = id;
    this.owner = owner;
    this.privateKey = privateKey;
    this.created = created;
    this.setting = setting;
  }

  /** What its owner chose. */
  record Setting(
      String name,
      URI url,
      String format,
      List<String> monitorFields,
      Map<String, String> postFields,
      boolean includeCompanyDomain,
      List<String> events) {

    /** The older family says what the fields hold; the newer only which have changed. */
    boolean saysValues() {
      return events.stream().anyMatch(event -> event.startsWith("employee_with_fields."));
    }

    /** True if it wants to hear of this, and of which fields where only those count. */
    boolean wants(String type, List<String> fields) {
      var family = saysValues() ? "employee_with_fields." : "employee.";
      return events.contains(family + type)
          && (!type.equals("updated") || fields.stream().anyMatch(monitorFields::contains));
    }
  }

  static String moment(@Nullable Instant instant) {
    return instant == null ? "Webhook Not Found" : MOMENT.format(instant);
  }

  /** As a list shows it. */
  Map<String, @Nullable Object> summary() {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("id", Integer.toString(id));
    shown.put("name", setting.name());
    shown.put("created", moment(created));
    shown.put("lastSent", lastSent == null ? null : moment(lastSent));
    shown.put("url", setting.url().toString());
    return shown;
  }

  /** All of it but the key, which is told once and never again. */
  Map<String, @Nullable Object> shown() {
    var shown = summary();
    shown.put("monitorFields", setting.monitorFields().isEmpty() ? null : setting.monitorFields());
    shown.put("postFields", setting.postFields());
    shown.put("format", setting.format());
    shown.put("includeCompanyDomain", setting.includeCompanyDomain());
    shown.put("events", setting.events());
    return shown;
  }
}
