package io.muster.simulator.bamboohr;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the company's fields and tables are called, in the three vocabularies BambooHR has. */
final class Columns {
  /** The tables whose rows have a date from which they are in force. */
  static final String JOB = "jobInfo";

  static final String EMPLOYMENT = "employmentStatus";

  /** The value of {@code employmentStatus} that makes a person inactive. */
  static final String TERMINATED = "Terminated";

  static final Map<String, List<String>> TABLES =
      Map.of(
          JOB, List.of("date", "location", "department", "division", "jobTitle", "reportsTo"),
          EMPLOYMENT,
              List.of(
                  "date",
                  "employmentStatus",
                  "comment",
                  "terminationTypeId",
                  "terminationReasonId",
                  "terminationRehireId"));

  /** Fields of a person that follow from a table: field, and the column it is. */
  static final Map<String, String> FROM_JOB =
      Map.of(
          "location", "location",
          "department", "department",
          "division", "division",
          "jobTitle", "jobTitle",
          "supervisor", "reportsTo");

  /** Everything that can be asked of one person. */
  static final Set<String> FIELDS =
      new LinkedHashSet<>(
          List.of(
              "id",
              "firstName",
              "lastName",
              "middleName",
              "preferredName",
              "employeeNumber",
              "status",
              "employmentHistoryStatus",
              "hireDate",
              "originalHireDate",
              "terminationDate",
              "department",
              "division",
              "location",
              "jobTitle",
              "supervisor",
              "supervisorId",
              "supervisorEId",
              "workEmail",
              "homeEmail",
              "mobilePhone",
              "costCenter",
              "timeZone",
              "lastChanged"));

  /** The dates among them. */
  static final Set<String> DATES = Set.of("hireDate", "originalHireDate", "terminationDate");

  /** What the dataset {@code employee} calls them, where that differs. */
  static final Map<String, String> IN_DATASET =
      Map.ofEntries(
          Map.entry("id", "eeid"),
          Map.entry("workEmail", "email"),
          Map.entry("jobTitle", "jobInformationJobTitle"),
          Map.entry("department", "jobInformationDepartment"),
          Map.entry("division", "jobInformationDivision"),
          Map.entry("location", "jobInformationLocation"),
          Map.entry("employmentHistoryStatus", "employmentStatus"),
          Map.entry("supervisor", "supervisorName"),
          Map.entry("supervisorEId", "supervisorEid"));

  private Columns() {}

  /** Field of a person by the name the dataset has for it. */
  static Map<String, String> byDatasetName() {
    var names = new LinkedHashMap<String, String>();
    FIELDS.forEach(field -> names.put(IN_DATASET.getOrDefault(field, field), field));
    return names;
  }

  /** Field of a person by the name the list of employees has for it. */
  static final Map<String, String> IN_LIST =
      Map.ofEntries(
          Map.entry("workEmail", "workEmail"),
          Map.entry("homeEmail", "homeEmail"),
          Map.entry("middleName", "middleName"),
          Map.entry("mobilePhone", "mobilePhone"),
          Map.entry("hireDate", "hireDate"),
          Map.entry("divisionName", "division"),
          Map.entry("departmentName", "department"),
          Map.entry("locationName", "location"),
          Map.entry("employmentStatusName", "employmentHistoryStatus"),
          Map.entry("reportsToName", "supervisor"),
          Map.entry("reportsToId", "supervisorId"));
}
