package io.muster.scim;

import io.muster.scim.ScimProperties.Client;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds on a pushed user what HR's events are made of. */
@Component
class ScimWorkerFields {
  /** Where each field comes from, for people who look into a refusal. */
  static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("employeeId", "the enterprise employeeNumber, or externalId if so configured"),
          Map.entry("givenName", "name.givenName"),
          Map.entry("familyName", "name.familyName"),
          Map.entry("workEmail", "emails of type work, or userName"),
          Map.entry("department", "the enterprise department"),
          Map.entry("title", "title"),
          Map.entry("location", "Muster's location, or addresses of type work: locality"),
          Map.entry("costCenter", "the enterprise costCenter"),
          Map.entry("managerId", "the enterprise manager"),
          Map.entry("timeZone", "timezone, or muster.scim.clients.<name>.time-zone"),
          Map.entry("startDate", "Muster's startDate"),
          Map.entry("lastDayOfWork", "Muster's lastDayOfWork"),
          Map.entry("reason", "Muster's leavingReason"),
          Map.entry("legalHold", "Muster's legalHold"));

  private static final Set<String> REASONS =
      Set.of("voluntary", "involuntary", "endOfContract", "death");

  private final UserRows users;
  private final Clock clock;

  ScimWorkerFields(UserRows users, Clock clock) {
    this.users = users;
    this.clock = clock;
  }

  /** The fields of a hire or a change, as far as they are there. */
  Map<String, Object> worker(UserRow user, Client client) {
    var content = user.content();
    var fields = new LinkedHashMap<String, Object>();
    put(fields, "employeeId", EmployeeNumbers.text(content, client.employeeId()));
    put(fields, "givenName", content.text("name.givenName"));
    put(fields, "familyName", content.text("name.familyName"));
    put(fields, "workEmail", content.workMail().or(() -> content.text("userName")));
    put(fields, "department", content.enterprise("department"));
    put(fields, "title", content.text("title"));
    put(
        fields,
        "location",
        content
            .employment("location")
            .or(
                () ->
                    content
                        .ofWork("addresses")
                        .flatMap(address -> UserContent.found(address, "locality"))));
    put(fields, "costCenter", content.enterprise("costCenter"));
    put(fields, "managerId", manager(user, client));
    put(fields, "timeZone", zone(content, client));
    put(fields, "startDate", content.employment("startDate"));
    if (content.employmentFlag("legalHold")) {
      fields.put("legalHold", true);
    }
    return fields;
  }

  /** The fields of a departure that was announced for a day. */
  Map<String, Object> leaver(UserRow user, String employee, Client client, String lastDay) {
    var content = user.content();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("employeeId", employee);
    fields.put("lastDayOfWork", lastDay);
    put(fields, "timeZone", zone(content, client));
    put(fields, "reason", content.employment("leavingReason"));
    if (content.employmentFlag("legalHold")) {
      fields.put("legalHold", true);
    }
    return fields;
  }

  /**
   * The fields of a departure at this moment. It is not held up by a slip of the pen in what is
   * said besides.
   */
  Map<String, Object> leaverNow(UserRow user, String employee, Client client) {
    var zone = zone(user.content(), client).filter(ScimWorkerFields::isZone);
    var today = LocalDate.ofInstant(clock.instant(), zone.map(ZoneId::of).orElse(ZoneOffset.UTC));
    var day =
        user.content()
            .employment("lastDayOfWork")
            .filter(ScimWorkerFields::isDate)
            .orElse(today.toString());
    var fields = leaver(user, employee, client, day);
    fields.put("immediate", true);
    if (zone.isEmpty()) {
      fields.remove("timeZone");
    }
    if (!REASONS.contains(String.valueOf(fields.get("reason")))) {
      fields.remove("reason");
    }
    return fields;
  }

  /** The manager's number; a manager we do not know holds nobody up. */
  private Optional<String> manager(UserRow user, Client client) {
    return user.content()
        .enterprise("manager.value")
        .flatMap(
            value ->
                Resources.id(value)
                    .flatMap(id -> users.find(user.client(), id))
                    .or(() -> users.withExternalId(user.client(), value))
                    .or(() -> users.withNumber(user.client(), value)))
        .flatMap(manager -> EmployeeNumbers.of(manager.content(), client.employeeId()))
        .map(Object::toString);
  }

  private static Optional<String> zone(UserContent content, Client client) {
    return content
        .text("timezone")
        .or(() -> Optional.ofNullable(client.timeZone()).map(ZoneId::getId));
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException noDate) {
      return false;
    }
  }

  private static boolean isZone(String text) {
    return ZoneId.getAvailableZoneIds().contains(text);
  }

  private static void put(Map<String, Object> fields, String name, Optional<String> text) {
    text.ifPresent(value -> fields.put(name, value));
  }
}
