package io.muster.sources.workday;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.sources.Mappings;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.WorkerSnapshot.Status;
import io.muster.sources.workday.SeenWorker.Block;
import io.muster.sources.workday.SeenWorker.Employment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What a row of a report says of an end that may be of another employment. */
class TranslationTests {
  private static final Instant AT = Instant.parse("2026-12-02T20:00:00Z");
  private static final String SOURCE = "tenant";

  @ParameterizedTest
  @CsvSource({
    "true, false, 2026-12-01, 2026-06-30, EMPLOYED, false",
    "true, false, 2019-03-01, 2026-06-30, EMPLOYED, false",
    "true, false, 2019-03-01, 2026-12-31, EMPLOYED, true",
    "false, true, 2026-12-18, 2026-06-30, EMPLOYED, false",
    "false, false, 2026-12-18, 2026-06-30, EMPLOYED, false",
    "false, true, 2026-12-01, 2026-06-30, UNCLEAR, false",
    "false, true, 2019-03-01, 2026-06-30, ENDED, true"
  })
  void takesAnEndForThatOfTheEmploymentItEnds(
      boolean active,
      boolean terminated,
      LocalDate hired,
      LocalDate ended,
      Status status,
      boolean leaves) {
    var employment = new Employment(active, hired, terminated, ended, null, null, false, null);
    var person = snapshot(employment, hired.toString(), null);
    assertThat(person.status()).isEqualTo(status);
    assertThat(person.leaving() != null).isEqualTo(leaves);
  }

  @Test
  void asksAboutARowThatCannotBeRead() {
    var person = snapshot(null, null, "Hire_Date is not a date such as 2026-11-24");
    assertThat(person.status()).isEqualTo(Status.UNCLEAR);
    assertThat(person.unread()).containsExactly("Hire_Date is not a date such as 2026-11-24");
  }

  private static WorkerSnapshot snapshot(
      @Nullable Employment employment, @Nullable String hired, @Nullable String unread) {
    var row = new HashMap<String, @Nullable String>();
    row.put(Columns.WORKER_ID, "80001");
    row.put(Columns.HIRE_DATE, hired);
    var worker = new SeenWorker("wid", row, employment, List.of(), Set.of(Block.STATUS), unread);
    var mapping = Mappings.of(SOURCE, Map.of("zone", "Europe/Paris")).of(SOURCE, Columns.usual());
    return new Translation(connection(), mapping, AT)
        .people(List.of(KnownWorker.of(worker)))
        .people()
        .get(0);
  }

  private static WorkdayProperties.Connection connection() {
    var all = new HashMap<String, String>();
    all.put("connections.tenant.url", "http://127.0.0.1:1");
    all.put("connections.tenant.tenant", "acme");
    all.put("connections.tenant.user", "ISU");
    all.put("connections.tenant.password", "unused");
    all.put("connections.tenant.read-by", "report");
    all.put("connections.tenant.report.owner", "owner");
    all.put("connections.tenant.report.name", "people");
    var settings = new HashMap<String, String>();
    all.forEach((key, value) -> settings.put("muster.workday." + key, value));
    var connection =
        new Binder(new MapConfigurationPropertySource(settings))
            .bind("muster.workday", WorkdayProperties.class)
            .get()
            .connections()
            .get(SOURCE);
    return java.util.Objects.requireNonNull(connection);
  }
}
