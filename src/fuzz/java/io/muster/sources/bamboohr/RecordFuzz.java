package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.sources.PlainMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a record and its tables say, it means something, or has no number to go by. */
class RecordFuzz {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Meaning MEANING =
      new Meaning(
          new PlainMapping(Meaning.usualColumns()),
          SimulatedBambooHr.connection(
              "fuzzed", Map.of("company-domain", "acme", "api-key", "0123456789abcdef")),
          Clock.fixed(Instant.parse("2026-11-25T08:00:00Z"), ZoneOffset.UTC));

  static Stream<byte[]> records() {
    return Stream.of(
            """
            {"fields":{"id":"101","status":"Inactive","hireDate":"2020-02-29","terminationDate":"2026-11-25",
              "employmentHistoryStatus":"Terminated","lastChanged":"2026-11-25T08:00:00+00:00",
              "employeeNumber":"E-1","firstName":"Grace","lastName":"Hopper","location":"Berlin"},
             "employment":[{"id":"1","date":"2020-02-29","employmentStatus":"Full-Time"},
              {"id":"2","date":"2026-11-25","employmentStatus":"Terminated",
               "terminationTypeId":"Termination (Involuntary)"}],
             "jobs":[{"id":"3","date":"2027-01-01","location":"Paris","department":"Sales",
               "jobTitle":"Clerk","reportsTo":"Ada"}]}
            """,
            """
            {"fields":{"id":"101","status":"Inactive","hireDate":"-999999999-01-01","employeeNumber":"E-1"},
             "employment":[{"id":"1","date":"-999999999-01-01","employmentStatus":"Full-Time"},
              {"id":"2","date":"+999999999-12-31","employmentStatus":"Terminated"}],"jobs":[]}
            """)
        .map(record -> record.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("records")
  @FuzzTest
  void meansSomething(byte[] content) {
    assertThat(HookBody.records(content)).isNotNull();
    JsonNode record;
    try {
      record = JSON.readTree(content);
    } catch (IOException notJson) {
      return;
    }
    if (record == null) {
      return;
    }
    var raw =
        new Raw(
            "101",
            Texts.of(record.path("fields")),
            rows(record.path("employment")),
            rows(record.path("jobs")));
    try {
      var snapshot = MEANING.snapshots(List.of(raw), MEANING.employee(raw)).get(0);
      assertThat(snapshot.status()).isNotNull();
    } catch (IllegalArgumentException noNumber) {
      assertThat(noNumber.getMessage()).isNotBlank();
    }
  }

  private static List<Row> rows(JsonNode table) {
    return StreamSupport.stream(table.spliterator(), false)
        .flatMap(row -> Row.read(row).stream())
        .sorted()
        .toList();
  }
}
