package io.muster.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An HR table as it is exported: columns of its own, no addresses, no time zones, dates with
 * slashes. Its rows are repeated under new numbers until there are enough.
 */
public final class HrTable {
  private static final int NUMBER = 2;
  private static final int STEP = 100_000;
  private static final String HEADER =
      "First_Name;Last_Name;EmpID;Salary;Termd;Position;State;DateofHire;DateofTermination;TermReason;EmploymentStatus;Department;ManagerName";
  private static final Map<String, String> POSITIONS =
      Map.of(
          "Production", "Production Technician I",
          "IT/IS", "Network Engineer",
          "Sales", "Area Sales Manager",
          "Software Engineering", "Software Engineer",
          "Admin Offices", "Accountant I",
          "Executive Office", "President & CEO");
  private static final List<String> FAMILIES =
      List.of("Adinolfi", "Barone", "Chace", "Dougall", "Engdahl", "Foss", "Goble", "Hutter");
  private static final List<String> GIVEN =
      List.of("Wilson K", "Sarah", "Trina ", "Carol", " Linda", "Colby", "Sam", "Judith");

  private static final List<String> ENDS =
      List.of(
          ";N/A-StillEmployed;Active",
          "2019/05/17;more money;Voluntarily Terminated",
          "2019/11/04;attendance;Terminated for Cause");

  private HrTable() {}

  /** So many workers, from the file or, without one, made up in the same shape. */
  public static String of(@Nullable Path file, int workers) throws IOException {
    var lines = file == null ? madeUp() : Files.readAllLines(file, StandardCharsets.UTF_8);
    var rows = lines.subList(1, lines.size()).stream().filter(line -> !line.isBlank()).toList();
    var table = new StringBuilder(lines.get(0)).append("\r\n");
    for (int worker = 0; worker < workers; worker++) {
      var cells = rows.get(worker % rows.size()).split(";", -1);
      var number = Integer.parseInt(cells[NUMBER].strip()) + STEP * (worker / rows.size());
      cells[NUMBER] = Integer.toString(number);
      table.append(String.join(";", cells)).append("\r\n");
    }
    return table.toString();
  }

  /** The columns as an administrator of HR would map them. */
  public static Map<String, String> mapping() {
    return Map.ofEntries(
        Map.entry("muster.csv.columns.employeeId", "EmpID"),
        // whoever made the export took one for the other
        Map.entry("muster.csv.columns.familyName", "First_Name"),
        Map.entry("muster.csv.columns.givenName", "Last_Name"),
        Map.entry("muster.csv.columns.department", "Department"),
        Map.entry("muster.csv.columns.title", "Position"),
        Map.entry("muster.csv.columns.location", "State"),
        Map.entry("muster.csv.columns.startDate", "DateofHire"),
        Map.entry("muster.csv.date-format", "yyyy/MM/dd"),
        Map.entry("muster.csv.defaults.event", "hired"),
        Map.entry("muster.csv.defaults.timeZone", "America/New_York"),
        Map.entry(
            "muster.csv.defaults.workEmail", "{givenName}.{familyName}.{employeeId}@example.com"),
        Map.entry("muster.csv.ignored-columns", "*"));
  }

  /** The titles of those who lead others, as the shipped table of groups sees it. */
  public static Set<String> leaders(String table) {
    var lines = table.lines().toList();
    var title = List.of(lines.get(0).split(";", -1)).indexOf("Position");
    return lines.stream()
        .skip(1)
        .map(line -> line.split(";", -1)[title].strip())
        .filter(text -> text.matches(".*(Manager|Head|Director).*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> madeUp() {
    var random = new Random(311);
    var lines = new ArrayList<String>();
    lines.add(HEADER);
    var departments = POSITIONS.keySet().stream().sorted().toList();
    for (int number = 10_001; number <= 10_311; number++) {
      // two in three work in production
      var department =
          random.nextInt(3) < 2
              ? "Production"
              : departments.get(random.nextInt(departments.size()));
      // one in three has left long ago, one in twenty not on their own account
      var left = number % 3 > 0 ? 0 : number % 20 == 0 ? 2 : 1;
      lines.add(
          "%s;%s;%d;%d;%d;%s;MA;20%02d/%02d/%02d;%s;%s       ;Some Body"
              .formatted(
                  FAMILIES.get(random.nextInt(FAMILIES.size())),
                  GIVEN.get(random.nextInt(GIVEN.size())),
                  number,
                  45_000 + random.nextInt(60_000),
                  Math.min(left, 1),
                  POSITIONS.get(department),
                  8 + random.nextInt(10),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  ENDS.get(left),
                  department));
    }
    return lines;
  }
}
