package io.muster.sources.workday;

import io.muster.sources.FieldMapping;
import io.muster.sources.workday.SeenWorker.Block;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the web service's fields are called as columns; the names are Workday's. */
final class Columns {
  static final String WORKER_ID = "Worker_ID";
  static final String WID = "WID";
  static final String EMPLOYEE_ID = "Employee_ID";
  static final String CONTINGENT_WORKER_ID = "Contingent_Worker_ID";
  static final String USER_ID = "User_ID";
  static final String UNIVERSAL_ID = "Universal_ID";
  static final String LEGAL_FIRST_NAME = "Legal_First_Name";
  static final String LEGAL_LAST_NAME = "Legal_Last_Name";
  static final String PREFERRED_FIRST_NAME = "Preferred_First_Name";
  static final String PREFERRED_LAST_NAME = "Preferred_Last_Name";
  static final String WORK_EMAIL = "Work_Email";
  static final String HOME_EMAIL = "Home_Email";
  static final String BUSINESS_TITLE = "Business_Title";
  static final String JOB_PROFILE = "Job_Profile";
  static final String WORKER_TYPE = "Worker_Type";
  static final String LOCATION = "Location";
  static final String LOCATION_ID = "Location_ID";
  static final String SUPERVISORY_ORGANIZATION = "Supervisory_Organization";
  static final String COMPANY = "Company";
  static final String COST_CENTER = "Cost_Center";
  static final String COST_CENTER_CODE = "Cost_Center_Code";
  static final String MANAGER_ID = "Manager_ID";
  static final String MANAGER_WID = "Manager_WID";
  static final String HIRE_DATE = "Hire_Date";

  private static final Map<Block, Set<String>> BY_BLOCK =
      Map.of(
          Block.PERSONAL,
          Set.of(
              LEGAL_FIRST_NAME,
              LEGAL_LAST_NAME,
              PREFERRED_FIRST_NAME,
              PREFERRED_LAST_NAME,
              WORK_EMAIL,
              HOME_EMAIL),
          Block.JOB,
          Set.of(BUSINESS_TITLE, JOB_PROFILE, WORKER_TYPE, LOCATION, LOCATION_ID),
          Block.ORGANIZATIONS,
          Set.of(SUPERVISORY_ORGANIZATION, COMPANY, COST_CENTER, COST_CENTER_CODE),
          Block.MANAGEMENT,
          Set.of(MANAGER_ID, MANAGER_WID));

  private Columns() {}

  /** The names of all of them. */
  static Set<String> all() {
    var all =
        new TreeSet<>(
            Set.of(
                WORKER_ID,
                WID,
                EMPLOYEE_ID,
                CONTINGENT_WORKER_ID,
                USER_ID,
                UNIVERSAL_ID,
                HIRE_DATE));
    BY_BLOCK.values().forEach(all::addAll);
    return all;
  }

  /**
   * The parts of a worker that have to be seen for this mapping, and for telling what is to come.
   */
  static Set<Block> needed(FieldMapping mapping) {
    var needed = EnumSet.of(Block.STATUS, Block.LOG);
    BY_BLOCK.forEach(
        (block, columns) -> {
          if (columns.stream().anyMatch(mapping.columns()::contains)) {
            needed.add(block);
          }
        });
    return needed;
  }

  /** Where most tenants have what we ask for; the first that is filled counts. */
  static Map<String, List<String>> usual() {
    return Map.of(
        "employeeId", List.of(WORKER_ID),
        "givenName", List.of(PREFERRED_FIRST_NAME, LEGAL_FIRST_NAME, "First_Name"),
        "familyName", List.of(PREFERRED_LAST_NAME, LEGAL_LAST_NAME, "Last_Name"),
        "workEmail", List.of(WORK_EMAIL, "Email_Work"),
        "department", List.of(SUPERVISORY_ORGANIZATION),
        "title", List.of(BUSINESS_TITLE),
        "location", List.of(LOCATION),
        "costCenter", List.of(COST_CENTER),
        "managerId", List.of(MANAGER_ID),
        "startDate", List.of(HIRE_DATE));
  }
}
