package io.muster.devices;

import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds with whom devices were seen, by the beginning of their serial number. */
@Component
public class SerialNumbers {
  private final JdbcClient jdbc;

  SerialNumbers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A device and with whom it was seen.
   *
   * @param serial its serial number
   */
  public record Seen(String serial, EmployeeId employee) {}

  /** Devices whose serial number begins with this text, those seen last first. */
  public List<Seen> startingWith(String text, int limit) {
    if (text.isBlank()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select serial, employee, max(seen) as last from muster_device_sighting
            where lower(serial) like ? group by serial, employee order by last desc limit ?
            """)
        .params(
            text.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%", limit)
        .query(
            (row, number) ->
                new Seen(row.getString("serial"), new EmployeeId(row.getString("employee"))))
        .list();
  }
}
