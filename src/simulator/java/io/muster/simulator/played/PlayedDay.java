package io.muster.simulator.played;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A day of HR at the {@link PlayedEstate}: twelve join, three leave. */
public final class PlayedDay {
  private PlayedDay() {}

  /**
   * Something HR says.
   *
   * @param type as the event is called
   * @param data its fields
   */
  public record Said(String type, Map<String, Object> data) {}

  /** Everything HR says today, in order. */
  public static List<Said> on(Clock clock) {
    var today = LocalDate.now(clock).toString();
    return List.of(
        joins(today, "J01", "Ada Byron", "Engineering", "Developer", "Berlin"),
        joins(today, "J02", "Alan Mathison", "Sales", "Head of Sales", "New York"),
        joins(today, "J03", "Joan Clarke", "Finance", "Controller", "Berlin"),
        joins(today, "J04", "Edith Clarke", "Support", "Agent", "New York"),
        leaves(today, "L3", "voluntary"),
        joins(today, "J05", "Mary Jackson", "IT", "Administrator", "Berlin"),
        joins(today, "J06", "Kathleen Booth", "HR", "Partner", "New York"),
        joins(today, "J07", "Klara Daniel", "Wizardry", "Wizard", "Berlin"),
        leaves(today, "L1", "involuntary"),
        joins(today, "J08", "Hedy Kiesler", "Engineering", "Developer", "New York"),
        joins(today, "J09", "Annie Easley", "Engineering", "Analyst", "Berlin"),
        joins(today, "J10", "Karen Jones", "Finance", "Analyst", "New York"),
        leaves(today, "L2", "voluntary"),
        joins(today, "J11", "Barbara Huberman", "Sales", "Representative", "Berlin"),
        joins(today, "J12", "Radia Joy", "Support", "Agent", "Berlin"));
  }

  private static Said joins(
      String today, String number, String name, String department, String title, String location) {
    int space = name.indexOf(' ');
    return new Said(
        "worker.hired",
        Map.of(
            "employeeId", number,
            "givenName", name.substring(0, space),
            "familyName", name.substring(space + 1),
            "workEmail", name.replace(' ', '.').toLowerCase(Locale.ROOT) + "@example.com",
            "department", department,
            "title", title,
            "location", location,
            "timeZone", location.equals("Berlin") ? "Europe/Berlin" : "America/New_York",
            "startDate", today));
  }

  private static Said leaves(String today, String number, String reason) {
    return new Said(
        "worker.terminated",
        Map.of("employeeId", number, "lastDayOfWork", today, "reason", reason, "immediate", true));
  }
}
