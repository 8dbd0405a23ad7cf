package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account;
import io.muster.doors.Role;
import io.muster.intake.DryRun;
import io.muster.intake.DryRun.Expected;
import io.muster.intake.Inbox.Fate;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A file of HR that is tried on the console: it says what it would do, and nothing is kept. */
class TryFileTests extends ConsoleStage {
  private static final String HEADER = "Event;Employee ID;Last day of work;Legal hold\n";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired private JdbcClient jdbc;
  @Autowired private DryRun dryRun;

  @Test
  void saysWhatWouldStartAndWhatItWouldStopAndKeepsNothing() throws Exception {
    var joiner = worker("TRY" + NUMBER.incrementAndGet(), "Trying", "Joiner");
    inbox.take(
        new Hired(new Origin("hr", "hire-" + joiner.id(), walk.now()), joiner),
        "{\"type\":\"worker.hired\",\"data\":{}}");
    var leaver = worker("TRY" + NUMBER.incrementAndGet(), "Trying", "Leaver");
    var before = everything();

    for (var role : List.of(Role.HR, Role.OPERATOR)) {
      var answer = tried(role, HEADER + leaves(joiner) + leaves(leaver));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("Nothing was done, and nothing is kept", "would start a case");
      assertThat(row(answer.body(), joiner)).contains("Terminated", "would stop", "Onboarding");
      assertThat(row(answer.body(), leaver)).contains("Terminated").doesNotContain("would stop");
    }

    assertThat(everything()).isEqualTo(before);
    assertThat(okta.find(leaver.id()).orElseThrow().status()).isEqualTo(Account.Status.ACTIVE);
  }

  @Test
  void judgesEachEventAfterThoseBeforeItAndNamesNoCaseThatNeverWas() {
    var leaver = worker("TRY" + NUMBER.incrementAndGet(), "Twice", "Leaver");
    var before = everything();
    var expected =
        dryRun.of(
            List.of(tried(leaver, "first"), tried(leaver, "second"), tried(leaver, "second")));
    assertThat(expected)
        .extracting(Expected::fate)
        .containsExactly(Fate.STARTED, Fate.JOINED, Fate.JOINED);
    assertThat(expected).extracting(Expected::repeat).containsExactly(false, false, true);
    assertThat(expected).allSatisfy(one -> assertThat(one.caseId()).isNull());
    assertThat(everything()).as("not even the hold").isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"10485760, 422", "10485761, 413", "30000000, 413"})
  void saysHowLargeAFileMayBeAndWhichSettingSaysSo(int size, int status) throws Exception {
    var answer =
        as(Role.HR)
            .upload(
                "/console/events",
                "/console/events/try",
                Map.of("source", "csv"),
                "x".repeat(size));
    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 413) {
      assertThat(answer.body())
          .contains("too large", "10MB", "spring.servlet.multipart.max-file-size")
          .doesNotContain("None of your groups");
    }
  }

  @ParameterizedTest
  @CsvSource({"500, true", "501, false"})
  void triesNoMoreThanItCanHold(int events, boolean possible) {
    var many = Collections.nCopies(events, tried(worker("MANY", "Many", "Times"), "many"));
    if (possible) {
      assertThat(dryRun.of(many)).hasSize(events);
    } else {
      assertThatThrownBy(() -> dryRun.of(many)).hasMessageContaining("No more than 500");
    }
  }

  @Test
  void sendsToTheCaseThatRunsAlready() throws Exception {
    var leaver = worker("TRY" + NUMBER.incrementAndGet(), "Running", "Leaver");
    var announced = inbox.take(tried(leaver, "announced").change(), "{}");
    assertThat(row(tried(Role.HR, HEADER + leaves(leaver)).body(), leaver))
        .contains("would join a case", "/console/cases/" + announced.caseId());
  }

  private DryRun.Tried tried(Worker worker, String event) {
    return new DryRun.Tried(
        new Terminated(
            new Origin("hr", event + worker.id(), walk.now()),
            worker.id(),
            LocalDate.of(2027, 12, 24),
            null,
            Reason.VOLUNTARY,
            false,
            true),
        "{}");
  }

  @Test
  void saysWhyAFileWouldNotBeTakenIn() throws Exception {
    var before = everything();
    var answer = tried(Role.HR, HEADER + "terminated;E1;someday;\n");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("It would not be taken in", "is not a date", "line 2");
    assertThat(tried(Role.HR, "").statusCode()).isEqualTo(422);
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"20, 200", "21, 422"})
  void takesNoMoreLeaversThanTheFolderWould(int leavers, int status) throws Exception {
    var file =
        IntStream.range(0, leavers)
            .mapToObj("terminated;MANY%d;2026-12-24;\n"::formatted)
            .collect(Collectors.joining("", HEADER, ""));
    assertThat(tried(Role.OPERATOR, file).statusCode()).isEqualTo(status);
  }

  @Test
  void namesTheSourcesThatThereAre() throws Exception {
    var answer =
        as(Role.HR)
            .upload("/console/events", "/console/events/try", Map.of("source", "other"), HEADER);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("there are csv");
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"APPROVER", "PROCESSOWNER", "AUDITOR"})
  void isTriedByNobodyElse(Role role) throws Exception {
    var answer =
        as(role).upload("/console", "/console/events/try", Map.of("source", "csv"), HEADER);
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void isNotTriedWithoutTheTokenOfThePage() throws Exception {
    var answer =
        as(Role.HR)
            .upload(
                "/console/assets/muster.svg",
                "/console/events/try",
                Map.of("source", "csv"),
                HEADER);
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> tried(Role role, String file) throws Exception {
    return as(role).upload("/console/events", "/console/events/try", Map.of("source", "csv"), file);
  }

  private static String leaves(Worker worker) {
    return "terminated;%s;2026-12-24;\n".formatted(worker.id());
  }

  private static String row(String page, Worker worker) {
    var at = page.indexOf("/console/people/" + worker.id());
    assertThat(at).isPositive();
    return page.substring(page.lastIndexOf("<tr", at), page.indexOf("</tr>", at));
  }

  /** How many rows each table has. */
  private Map<String, Long> everything() {
    var rows = new TreeMap<String, Long>();
    jdbc.sql(
            """
            select table_name from information_schema.tables
            where table_schema = 'public' and (table_name like 'muster_%' or table_name like 'act_%')
            """)
        .query(String.class)
        .list()
        .forEach(
            table ->
                rows.put(
                    table, jdbc.sql("select count(*) from " + table).query(Long.class).single()));
    return rows;
  }
}
