package io.muster.sources.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.lifecycle.LeaverForecast;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.sources.csv.CsvIntake.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ProcessTest
class FilesOnTheEngineTests {
  private static final String HEADER =
      "Event,Employee ID,First name,Last name,Work email,Department,Job title,Location,Time zone,Start date,Last day of work\n";

  @Autowired private DataSource database;
  @Autowired private JdbcClient jdbc;
  @Autowired private Inbox inbox;
  @Autowired private Clock clock;
  @Autowired private RuntimeService engine;
  @Autowired private ProcessEstate.Walk walk;
  @Autowired private LeaversInFiles leavers;
  @Autowired private LeaverForecast forecasts;
  @Autowired private ForecastFileController door;
  @Autowired private ObjectMapper json;

  @TempDir private Path folder;

  @Test
  void asksAPersonAboutADepartmentNoRuleKnows() throws IOException {
    take("a.csv", hire("F1", "Alchemy"));

    var onboarding = caseOf("F1");
    walk.run(onboarding);
    assertThat(walk.task(onboarding, "resolveNoRule")).isNotNull();
  }

  @Test
  void asksAPersonAboutALeaverNobodyKnows() throws IOException {
    take("a.csv", "terminated,F2,,,,,,,,,2026-03-01\n");

    var offboarding = caseOf("F2");
    walk.run(offboarding);
    assertThat(walk.task(offboarding, "identifyLeaver")).isNotNull();
  }

  @Test
  void joinsACaseThatRunsAndShowsWhatTheRulesRefuse() throws IOException {
    take("a.csv", "terminated,F3,,,,,,,,,2026-03-01\n" + hire("F4", "Engineering"));
    take("b.csv", "terminated,F3,,,,,,,,,2026-03-01\n\n" + hire("F4", "Engineering"));
    walk.run(caseOf("F3"));
    take("c.csv", hire("F3", "Engineering") + hire("F5", "Engineering"));

    assertThat(result("b.csv")).allSatisfy(line -> assertThat(line).contains(",joined,"));
    assertThat(result("c.csv").get(0)).contains(",refused,", "is being offboarded");
    assertThat(result("c.csv").get(1)).contains(",started,");
    assertThat(inbox.newest(Fate.REFUSED, null, 500))
        .anySatisfy(
            receipt -> {
              assertThat(receipt.employee()).isEqualTo("F3");
              assertThat(receipt.reason()).contains("is being offboarded");
            });
  }

  @Test
  void startsOneCasePerRowOfALongFile() throws IOException {
    take(
        "long.csv",
        IntStream.range(0, 200)
            .mapToObj(number -> hire("L" + number, "Sales"))
            .collect(Collectors.joining()));

    assertThat(result("long.csv"))
        .hasSize(200)
        .allSatisfy(line -> assertThat(line).contains(",started,"));
    assertThat(
            jdbc.sql("select count(*) from muster_case where employee like 'L%'")
                .query(Long.class)
                .single())
        .isEqualTo(200);
  }

  @Test
  void rehearsesAFileAndStartsNothing() throws IOException {
    take("hires.csv", hire("REHEARSED1", "Sales") + hire("REHEARSED2", "Sales"));
    var before = engine.createProcessInstanceQuery().count();
    var rows = "terminated,REHEARSED1,,,,,,,,,2026-03-01\n" + hire("REHEARSED3", "Sales");
    var files = Files.createDirectories(folder.resolve("rehearse"));
    var file = Files.writeString(files.resolve("round.csv"), HEADER + rows);
    new Rehearsal(
            new CsvFolder(folder, "muster.csv.folder"),
            leavers.of("csv").orElseThrow(),
            new FeedLock(database, "rehearse csv"),
            forecasts,
            json,
            clock)
        .rehearse(file);
    assertThat(folder.resolve("rehearsed/round.csv.forecast.txt"))
        .content()
        .contains("for 1 people", "REHEARSED1 Ada Lovelace", "no device")
        .doesNotContain("REHEARSED3");
    var tree = json.readTree(folder.resolve("rehearsed/round.csv.forecast.json").toFile());
    assertThat(tree.at("/people/0/employee").asText()).isEqualTo("REHEARSED1");
    assertThat(engine.createProcessInstanceQuery().count()).isEqualTo(before);
    assertThat(inbox.newest(null, new EmployeeId("REHEARSED1"), null, 10)).hasSize(1);
  }

  @Test
  void foretellsAFileThatIsPosted() {
    var rows = "terminated,R9,,,,,,,,,2026-03-01\n";
    assertThat(door.forecast("csv", bytes(HEADER + rows)).people())
        .singleElement()
        .satisfies(person -> assertThat(person.employee()).isEqualTo("R9"));
    assertThatThrownBy(() -> door.forecast("nobody", bytes(HEADER + rows)))
        .hasMessageContaining("there are [csv");
    assertThatThrownBy(() -> door.forecast("csv", bytes("")))
        .hasMessageContaining("would not be taken in");
    assertThatThrownBy(() -> door.forecast("csv", bytes(HEADER + hire("R8", "Sales"))))
        .hasMessageContaining("Nobody would leave");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void take(String name, String rows) throws IOException {
    var properties = CsvReaderTests.properties(Map.of("source", "files"));
    var node =
        new CsvIntake(
            properties,
            new CsvFolder(folder, "muster.csv.folder"),
            new FeedLock(database, "files"),
            new FileRecords(jdbc, "files", clock),
            inbox,
            clock);
    var file = Files.writeString(folder.resolve("inbox").resolve(name), HEADER + rows);
    assertThat(node.take(file)).isEqualTo(Outcome.TAKEN);
  }

  private List<String> result(String name) throws IOException {
    return Files.readAllLines(folder.resolve("results/" + name + ".result.csv")).stream()
        .skip(1)
        .toList();
  }

  private ProcessInstance caseOf(String employee) {
    return engine
        .createProcessInstanceQuery()
        .processInstanceId(
            jdbc.sql("select case_id from muster_case where employee = ?")
                .param(employee)
                .query(String.class)
                .single())
        .singleResult();
  }

  private static String hire(String employee, String department) {
    return "hired,%s,Ada,Lovelace,%s@example.com,%s,Engineer,Berlin,Europe/Berlin,2026-03-02,\n"
        .formatted(employee, employee, department);
  }
}
