package io.muster.sources.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentFacts;
import io.muster.people.Worker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CsvReaderTests {
  private static final Instant WRITTEN = Instant.parse("2026-11-24T07:00:00Z");
  private static final String HEADER =
      "Event,Employee ID,First name,Last name,Work email,Department,Job title,Location,Time zone,Start date,Last day of work\n";
  private static final String ZOE =
      "hired,0042,Zoë,Müller,zoe@example.com,Engineering,Engineer,Köln,Europe/Berlin,2026-12-01,\n";
  private static final String BO =
      "terminated,0043,Bo,Li,bo@example.com,Sales,Clerk,Paris,,,2026-11-30\n";

  @Test
  void readsJoinersAndLeavers() {
    var file = read(HEADER + ZOE + "\n" + BO + ",,,,,,,,,,\n");

    assertThat(file.problems()).isEmpty();
    assertThat(file.rows()).extracting(CsvFile.Row::line).containsExactly(2L, 4L);
    var worker = ((Hired) file.rows().get(0).change()).worker();
    assertThat(worker.id().value()).isEqualTo("0042");
    assertThat(worker.fullName()).isEqualTo("Zoë Müller");
    assertThat(worker.startDate()).isEqualTo(LocalDate.of(2026, 12, 1));
    var leaver = (Terminated) file.rows().get(1).change();
    assertThat(leaver.lastDay()).isEqualTo(LocalDate.of(2026, 11, 30));
    assertThat(leaver.zone()).isNull();
    assertThat(leaver.origin().occurredAt()).isEqualTo(WRITTEN);
  }

  @Test
  void readsWhatReportsAndSpreadsheetsPutRoundAFile() {
    var file =
        read(
            "sep=,\r\nJoiners and leavers,,,,,,,,,,\n"
                + HEADER
                + ZOE.replace("0042", "'0042").replace("2026-12-01", "2026-12-01T00:00:00Z")
                + BO.replace("0043", "=\"0043\"").replace("Paris,,", "Paris,N/A,0000-00-00")
                + BO.replace("0043", "=\"0043\"").replace("Paris,,", "Paris,N/A,0000-00-00")
                + "Total,2,,,,,,,,,\n");

    assertThat(file.problems()).isEmpty();
    assertThat(file.rows())
        .extracting(row -> row.change().employee().value())
        .as("the same row again is the same event")
        .containsExactly("0042", "0043");
  }

  @Test
  void refusesTwoRowsOfOnePersonThatAreNotTheSame() {
    assertThat(read(HEADER + BO + BO.replace("2026-11-30", "2026-11-29")).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.words()).contains("is in line 2 already"));
  }

  @Test
  void readsLeavesAndReturns() {
    var file =
        read(
            """
            Event,Employee ID,First day of leave,Kind of leave,Day of return
            leaveStarted,0042,2026-12-01,unpaid,
            leaveEnded,0043,,,2026-12-24
            """);

    assertThat(file.problems()).isEmpty();
    var away = (LeaveStarted) file.rows().get(0).change();
    assertThat(away.firstDay()).isEqualTo(LocalDate.of(2026, 12, 1));
    assertThat(away.kind()).isEqualTo(Kind.UNPAID);
    var back = (LeaveEnded) file.rows().get(1).change();
    assertThat(back.returnDay()).isEqualTo(LocalDate.of(2026, 12, 24));
  }

  @Test
  void hasAColumnForEveryField() {
    for (var type : EmploymentFacts.types()) {
      assertThat(CsvColumns.shipped())
          .containsKeys(EmploymentFacts.fields(type).toArray(new String[0]));
    }
  }

  @Test
  void readsTheExampleAndTheExampleNamesEveryColumn() throws IOException {
    var text = Files.readString(Path.of("examples/workers.csv"));
    assertThat(read(text).problems()).isEmpty();
    assertThat(read(text).rows()).hasSize(3);
    var guide = Files.readString(Path.of("examples/README.md"));
    CsvColumns.shipped()
        .forEach((field, header) -> assertThat(guide).contains(header, "`" + field + "`"));
  }

  @Test
  void readsTheSameFromEveryEncodingThatABomNames() {
    var text = HEADER + ZOE;
    for (var bytes :
        List.of(
            text.getBytes(UTF_8),
            marked(text, UTF_8, 0xEF, 0xBB, 0xBF),
            marked(text, UTF_16LE, 0xFF, 0xFE),
            marked(text, UTF_16BE, 0xFE, 0xFF))) {
      assertThat(worker(reader(Map.of()).read(bytes, WRITTEN)).familyName()).isEqualTo("Müller");
    }
  }

  @Test
  void refusesLatin1UnlessItIsConfigured() {
    var bytes = (HEADER + BO + ZOE).getBytes(ISO_8859_1);

    assertThat(reader(Map.of()).read(bytes, WRITTEN).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(3);
              assertThat(problem.detail()).contains("0xEB", "Latin-1", "CSV UTF-8");
            });
    var configured = reader(Map.of("encoding", "windows-1252"));
    var file = configured.read(bytes, WRITTEN);
    assertThat(file.problems()).isEmpty();
    assertThat(((Hired) file.rows().get(1).change()).worker().givenName()).isEqualTo("Zoë");
  }

  @Test
  void refusesUtf8ThatWouldBeMisreadAsLatin1() {
    var file =
        reader(Map.of("encoding", "windows-1252")).read((HEADER + ZOE).getBytes(UTF_8), WRITTEN);
    assertThat(onlyProblem(file)).contains("is UTF-8", "muster.csv.encoding");
  }

  @Test
  void refusesUtf16WithoutAMarkAndHalfACharacter() {
    assertThat(onlyProblem(reader(Map.of()).read((HEADER + BO).getBytes(UTF_16LE), WRITTEN)))
        .contains("zero bytes", "UTF-16");
    var whole = marked(HEADER + BO, UTF_16LE, 0xFF, 0xFE);
    var torn = java.util.Arrays.copyOf(whole, whole.length - 1);
    assertThat(onlyProblem(reader(Map.of()).read(torn, WRITTEN))).contains("cut off");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void findsTheDelimiterInTheFirstLine(String delimiter) {
    var file = read((HEADER + ZOE).replace(",", delimiter));
    assertThat(worker(file).department()).isEqualTo("Engineering");
    assertThat(file.delimiter()).isEqualTo(delimiter.charAt(0));
  }

  @Test
  void readsQuotedCellsAndAnyLineEnd() {
    var quoted = HEADER + ZOE.replace("Engineer,", "\"Engineer, \"\"senior\"\"\", ");
    assertThat(worker(read(quoted)).title()).isEqualTo("Engineer, \"senior\"");
    assertThat(worker(read(quoted.replace("\n", "\r\n"))).location()).isEqualTo("Köln");
    assertThat(worker(read(quoted.replace("\n", "\r"))).location()).isEqualTo("Köln");
  }

  @Test
  void namesEveryMissingAndUnknownColumnAtOnce() {
    var file =
        read((HEADER + ZOE + BO).replace("Work email", "E-Post").replace("Start date", "Beginn"));

    assertThat(file.problems()).extracting(FileProblem::line).containsOnly(1L);
    assertThat(file.problems())
        .extracting(FileProblem::column)
        .containsExactlyInAnyOrder("E-Post", "Beginn", "Work email", "Start date");
    assertThat(file.problems())
        .anySatisfy(
            problem ->
                assertThat(problem.words())
                    .contains("Work email", "rows of hired", "muster.csv.columns.workEmail"));
  }

  @Test
  void saysOnceThatTheColumnsThatEveryRowNeedsAreMissing() {
    assertThat(read("Name,Departement\nZoë,IT\nBo,IT\n").problems())
        .extracting(FileProblem::column)
        .containsExactlyInAnyOrder("Name", "Departement", "Event", "Employee ID");
  }

  @Test
  void refusesColumnsWithoutNameAndTwice() {
    var file = read(HEADER.replace("Location", "").replace("Job title", "department") + ZOE);
    assertThat(file.problems())
        .anySatisfy(problem -> assertThat(problem.detail()).contains("column 8 has no name"))
        .anySatisfy(problem -> assertThat(problem.detail()).contains("is there twice"));
  }

  @Test
  void readsColumnsAsTheConfigurationCallsThem() {
    var settings =
        Map.of(
            "columns.family-name", "Nachname",
            "columns.EMPLOYEEID", "Personal-Nr.",
            "columns.location", "Ort",
            "columns.costCenter", "Ort",
            "defaults.timeZone", "Europe/Berlin",
            "defaults.event", "hired",
            "ignored-columns", "Gehalt",
            "date-format", "dd.MM.yyyy");
    var text =
        """
        personal_nr;First Name;NACHNAME;Work-Email;Department;Job title;Ort;Start date;Gehalt
        0042;Zoë;Müller;zoe@example.com;IT;Engineer;Köln;01.12.2026;=1+1
        """;
    var file = reader(settings).read(text.getBytes(UTF_8), WRITTEN);

    assertThat(file.problems()).isEmpty();
    assertThat(worker(file).costCenter()).isEqualTo("Köln");
    assertThat(worker(file).startDate()).isEqualTo(LocalDate.of(2026, 12, 1));
    assertThat(file.rows().get(0).payload()).doesNotContain("=1+1");
    assertThat(
            onlyProblem(
                reader(settings)
                    .read(text.replace("01.12.2026", "31.02.2026").getBytes(UTF_8), WRITTEN)))
        .contains("is not a date such as 24.11.2026");
  }

  @Test
  void makesAnAddressOfWhatTheRowSaysWhereTheFileHasNone() {
    var settings =
        Map.of("defaults.workEmail", "{givenName}.{familyName}.{employeeId}@example.com");
    var text =
        """
        Event;Employee ID;First name;Last name;Department;Job title;Location;Time zone;Start date
        hired;0042;Zoë Ann;O'Neill-Müller;IT;Engineer;Köln;Europe/Berlin;2026-12-01
        """;
    assertThat(worker(reader(settings).read(text.getBytes(UTF_8), WRITTEN)).workEmail())
        .isEqualTo("zoeann.oneillmuller.0042@example.com");
    assertThat(
            onlyProblem(
                reader(settings)
                    .read(text.replace("O'Neill-Müller", "王").getBytes(UTF_8), WRITTEN)))
        .contains("is missing");
    assertThatThrownBy(() -> reader(Map.of("defaults.workEmail", "{surname}@example.com")))
        .hasMessageContaining("muster.csv.defaults.surname is no field");
  }

  @Test
  void refusesASettingThatNamesNoField() {
    assertThatThrownBy(() -> reader(Map.of("columns.surname", "Nachname")))
        .hasMessageContaining("muster.csv.columns.surname is no field")
        .hasMessageContaining("familyName");
  }

  @Test
  void refusesBothRowsOfAPersonWhoIsThereTwice() {
    var file = read(HEADER + ZOE + BO.replace("0043", " 0042 "));
    assertThat(onlyProblem(file)).contains("line 2 already");
    assertThat(file.problems().get(0).line()).isEqualTo(3);
  }

  @Test
  void refusesAnEventIdThatIsThereTwiceOrUnusable() {
    var header = "Event ID," + HEADER;
    assertThat(onlyProblem(read(header + "e1," + ZOE + "e1," + BO))).contains("line 2 already");
    assertThat(onlyProblem(read(header + "e 1," + ZOE))).contains("1 to 180");
    assertThat(read(header + "e1," + ZOE).rows().get(0).change().origin().eventId())
        .isEqualTo("e1");
  }

  @Test
  void refusesAFileThatMayHaveBeenCutOff() {
    var whole = HEADER + ZOE + BO;
    for (int length = HEADER.length() + ZOE.length() + 1; length < whole.length(); length++) {
      assertThat(read(whole.substring(0, length)).problems())
          .as("cut after %d of %d characters", length, whole.length())
          .isNotEmpty();
    }
    assertThat(onlyProblem(read(whole.stripTrailing()))).contains("cut off", "add a line end");
  }

  @Test
  void refusesRowsThatAreTooShortTooLongOrNeverEnd() {
    assertThat(onlyProblem(read(HEADER + "hired,0042\n" + BO))).contains("has 2 cells");
    assertThat(onlyProblem(read(HEADER + ZOE.strip() + ",x\n"))).contains("has 12 cells");
    assertThat(onlyProblem(read(HEADER + BO + ZOE.replace("Köln", "\"Köln"))))
        .contains("quoted cell");
    assertThat(onlyProblem(read(HEADER + ZOE.replace("Köln", "\"Kö\"ln")))).contains("quoted cell");
  }

  @Test
  void refusesTooLargeTooManyAndNothing() {
    var settings = Map.of("max-size", "1KB", "max-rows", "1");
    assertThat(onlyProblem(reader(settings).read(new byte[1025], WRITTEN)))
        .contains("larger than 1024 bytes", "Split");
    assertThat(onlyProblem(reader(settings).read((HEADER + ZOE + BO).getBytes(UTF_8), WRITTEN)))
        .contains("one row more than 1");
    assertThat(onlyProblem(read(""))).contains("is empty");
    assertThat(onlyProblem(read("\n\n"))).contains("is empty");
    assertThat(read(HEADER).problems()).isEmpty();
  }

  @Test
  void refusesTenMegabytes() {
    var reader = reader(Map.of());
    assertThat(onlyProblem(reader.read(new byte[10 * 1024 * 1024 + 1], WRITTEN)))
        .contains("larger than 10485760 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${runtime}",
        "#{engine}",
        "=HYPERLINK(1)",
        "<script>",
        "@SUM(A1)",
        "a\u0000b",
        "a\u202eb"
      })
  void refusesNamesThatCouldBeTakenForCode(String name) {
    var file = read(HEADER + ZOE.replace("Müller", name));
    assertThat(file.problems()).isNotEmpty();
    assertThat(file.rows()).isEmpty();
  }

  @Test
  void takesAFormulaInATextForTheTextItIs() {
    var file = read(HEADER + ZOE.replace("Engineering", "=1+1"));
    assertThat(worker(file).department()).isEqualTo("=1+1");
  }

  @Test
  void saysLineColumnValueAndRemedyOfEveryBadCell() {
    var file =
        read(
            HEADER
                + ZOE.replace("2026-12-01", "01.12.2026").replace("zoe@", "zoe at ")
                + BO.replace("0043", "1.23E+05").replace("terminated", "left"));

    assertThat(file.problems())
        .extracting(FileProblem::words)
        .containsExactly(
            "line 2, column \"Work email\", value \"zoe at example.com\": is not an e-mail address such as ada.lovelace@example.com",
            "line 2, column \"Start date\", value \"01.12.2026\": is not a date such as 2026-11-24 (muster.csv.date-format)",
            "line 3, column \"Event\", value \"left\": is not one of [hired, changed, terminated, hireRescinded, terminationRescinded, changeRescinded, leaveStarted, leaveEnded]");
    assertThat(file.problems())
        .extracting(FileProblem::wordsWithoutValue)
        .allSatisfy(words -> assertThat(words).doesNotContain("zoe", "01.12."));
  }

  @Test
  void refusesAnIdThatASpreadsheetHasRounded() {
    assertThat(onlyProblem(read(HEADER + BO.replace("0043", "1.23E+05"))))
        .contains("is not an employee id");
  }

  @Test
  void cutsLongAndInvisibleValues() {
    var problem = new FileProblem(1, "Name", "a\nb" + "x".repeat(100), "is wrong");
    assertThat(problem.value()).hasSize(41).startsWith("a\ufffdb").endsWith("…");
  }

  @Test
  void refusesAHireThatAlsoNamesALastDay() {
    assertThat(onlyProblem(read(HEADER + ZOE.replace(",\n", ",2027-01-31\n"))))
        .contains("is not a field of worker.hired");
  }

  @Test
  void namesAnEventByItsFileAndLine() {
    var first = read(HEADER + ZOE).rows().get(0).change().origin();
    var again = read(HEADER + ZOE).rows().get(0).change().origin();
    var other = read(HEADER + ZOE + BO).rows().get(0).change().origin();

    assertThat(again).isEqualTo(first);
    assertThat(other.eventId()).isNotEqualTo(first.eventId());
    assertThat(first.eventId()).endsWith("-2");
    assertThat(first.source()).isEqualTo("csv");
  }

  static CsvReader reader(Map<String, String> settings) {
    return new CsvReader(properties(settings));
  }

  static CsvProperties properties(Map<String, String> settings) {
    var source = new LinkedHashMap<String, @Nullable Object>();
    settings.forEach((name, value) -> source.put("muster.csv." + name, value));
    return new Binder(new MapConfigurationPropertySource(source))
        .bindOrCreate("muster.csv", CsvProperties.class);
  }

  private static CsvFile read(String text) {
    return reader(Map.of()).read(text.getBytes(UTF_8), WRITTEN);
  }

  private static Worker worker(CsvFile file) {
    assertThat(file.problems()).isEmpty();
    return ((Hired) file.rows().get(0).change()).worker();
  }

  private static String onlyProblem(CsvFile file) {
    assertThat(file.problems()).hasSize(1);
    return file.problems().get(0).detail();
  }

  private static byte[] marked(String text, Charset charset, int... mark) {
    var bytes = new ByteArrayOutputStream();
    for (int each : mark) {
      bytes.write(each);
    }
    bytes.writeBytes(text.getBytes(charset));
    return bytes.toByteArray();
  }
}
