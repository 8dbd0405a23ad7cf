package io.muster.sources.workday;

import io.muster.sources.workday.SeenWorker.Block;
import io.muster.sources.workday.SeenWorker.Employment;
import io.muster.sources.workday.SeenWorker.Entry;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker's fields are in an answer of Get_Workers.
 *
 * <p>A part that may not be seen is left out as a whole, so a field that is missing from a part
 * that is there is empty.
 */
final class WorkdayFields {
  private final ZoneId zone;

  WorkdayFields(ZoneId zone) {
    this.zone = zone;
  }

  SeenWorker worker(XmlNode worker) throws UnreadableResponse {
    var reference = worker.first("Worker_Reference");
    var data = worker.first("Worker_Data");
    var wid = reference.flatMap(it -> it.id("WID"));
    if (wid.isEmpty() || data.isEmpty()) {
      throw new UnreadableResponse("a worker in it has no WID or no data");
    }
    var row = new HashMap<String, @Nullable String>();
    var blocks = EnumSet.noneOf(Block.class);
    row.put(Columns.WID, wid.get());
    row.put(Columns.EMPLOYEE_ID, reference.get().id("Employee_ID").orElse(null));
    row.put(Columns.CONTINGENT_WORKER_ID, reference.get().id("Contingent_Worker_ID").orElse(null));
    row.put(Columns.WORKER_ID, data.get().text("Worker_ID").orElse(null));
    row.put(Columns.USER_ID, data.get().text("User_ID").orElse(null));
    row.put(Columns.UNIVERSAL_ID, data.get().text("Universal_ID").orElse(null));
    data.get().first("Personal_Data").ifPresent(it -> personal(it, row, blocks));
    data.get()
        .all("Employment_Data", "Worker_Job_Data")
        .filter(job -> isTrue(job.attribute("Primary_Job")))
        .flatMap(job -> job.all("Position_Data"))
        .findFirst()
        .ifPresent(it -> job(it, row, blocks));
    data.get().first("Organization_Data").ifPresent(it -> organizations(it, row, blocks));
    management(data.get(), row, blocks);
    var status = data.get().first("Employment_Data", "Worker_Status_Data");
    Employment employment = null;
    if (status.isPresent()) {
      blocks.add(Block.STATUS);
      employment = employment(status.get());
      var hired = employment.hired();
      row.put(Columns.HIRE_DATE, hired == null ? null : hired.toString());
    }
    return new SeenWorker(wid.get(), row, employment, log(data.get(), blocks), blocks);
  }

  private static void personal(XmlNode data, Map<String, @Nullable String> row, Set<Block> blocks) {
    blocks.add(Block.PERSONAL);
    for (var kind : List.of("Legal", "Preferred")) {
      for (var part : List.of("First_Name", "Last_Name")) {
        row.put(
            kind + "_" + part,
            data.text("Name_Data", kind + "_Name_Data", "Name_Detail_Data", part).orElse(null));
      }
    }
    row.put(Columns.WORK_EMAIL, email(data, "WORK"));
    row.put(Columns.HOME_EMAIL, email(data, "HOME"));
  }

  /** The primary address of this usage, else any of it. */
  private static @Nullable String email(XmlNode data, String usage) {
    String any = null;
    for (var address : data.all("Contact_Data", "Email_Address_Data").toList()) {
      var types =
          address
              .all("Usage_Data", "Type_Data")
              .filter(type -> type.all("Type_Reference").anyMatch(it -> isUsage(it, usage)))
              .toList();
      var text = address.text("Email_Address").orElse(null);
      if (text != null && types.stream().anyMatch(type -> isTrue(type.attribute("Primary")))) {
        return text;
      }
      if (any == null && !types.isEmpty()) {
        any = text;
      }
    }
    return any;
  }

  private static boolean isUsage(XmlNode reference, String usage) {
    return Stream.of(reference.id("Communication_Usage_Type_ID"), reference.descriptor())
        .flatMap(Optional::stream)
        .anyMatch(usage::equalsIgnoreCase);
  }

  private static void job(XmlNode data, Map<String, @Nullable String> row, Set<Block> blocks) {
    blocks.add(Block.JOB);
    row.put(Columns.BUSINESS_TITLE, data.text("Business_Title").orElse(null));
    row.put(
        Columns.JOB_PROFILE,
        data.text("Job_Profile_Summary_Data", "Job_Profile_Name").orElse(null));
    row.put(Columns.WORKER_TYPE, words(data.first("Worker_Type_Reference"), "Employee_Type_ID"));
    var site = data.first("Business_Site_Summary_Data");
    var location = site.flatMap(it -> it.first("Location_Reference"));
    row.put(
        Columns.LOCATION,
        site.flatMap(it -> it.text("Name")).orElseGet(() -> words(location, "Location_ID")));
    row.put(Columns.LOCATION_ID, location.flatMap(it -> it.id("Location_ID")).orElse(null));
  }

  private static @Nullable String words(Optional<XmlNode> reference, String type) {
    return reference.flatMap(it -> it.descriptor().or(() -> it.id(type))).orElse(null);
  }

  private static void organizations(
      XmlNode data, Map<String, @Nullable String> row, Set<Block> blocks) {
    blocks.add(Block.ORGANIZATIONS);
    row.put(
        Columns.SUPERVISORY_ORGANIZATION, organization(data, "SUPERVISORY", "Organization_Name"));
    row.put(Columns.COMPANY, organization(data, "COMPANY", "Organization_Name"));
    row.put(Columns.COST_CENTER, organization(data, "COST_CENTER", "Organization_Name"));
    row.put(Columns.COST_CENTER_CODE, organization(data, "COST_CENTER", "Organization_Code"));
  }

  private static @Nullable String organization(XmlNode data, String type, String field) {
    return data.all("Worker_Organization_Data", "Organization_Data")
        .filter(
            it ->
                it.all("Organization_Type_Reference")
                    .flatMap(reference -> reference.all("ID"))
                    .anyMatch(id -> id.text().orElse("").equalsIgnoreCase(type)))
        .flatMap(it -> it.text(field).stream())
        .findFirst()
        .orElse(null);
  }

  /** The chain begins at the top, so the worker's own manager is at its end. */
  private static void management(
      XmlNode data, Map<String, @Nullable String> row, Set<Block> blocks) {
    var chain =
        data.all(
                "Management_Chain_Data",
                "Worker_Supervisory_Management_Chain_Data",
                "Management_Chain_Data")
            .toList();
    if (chain.isEmpty()) {
      return;
    }
    blocks.add(Block.MANAGEMENT);
    var manager = chain.get(chain.size() - 1).first("Manager_Reference");
    row.put(Columns.MANAGER_WID, manager.flatMap(it -> it.id("WID")).orElse(null));
    row.put(
        Columns.MANAGER_ID,
        manager
            .flatMap(it -> it.id("Employee_ID").or(() -> it.id("Contingent_Worker_ID")))
            .orElse(null));
  }

  private static Employment employment(XmlNode status) throws UnreadableResponse {
    return new Employment(
        isTrue(status.text("Active").orElse("")),
        day(status, "Hire_Date"),
        isTrue(status.text("Terminated").orElse("")),
        day(status, "Termination_Date"),
        day(status, "Termination_Last_Day_of_Work"),
        flag(status, "Termination_Involuntary"),
        status
            .all("Leave_Status_Data")
            .anyMatch(leave -> isTrue(leave.text("On_Leave").orElse(""))),
        flag(status, "Hire_Rescinded"));
  }

  private static @Nullable LocalDate day(XmlNode status, String name) throws UnreadableResponse {
    var text = status.text(name);
    return text.isEmpty() ? null : WorkdayDates.day(name, text.get());
  }

  private static @Nullable Boolean flag(XmlNode status, String name) {
    return status.text(name).map(WorkdayFields::isTrue).orElse(null);
  }

  private List<Entry> log(XmlNode data, Set<Block> blocks) throws UnreadableResponse {
    var log = data.first("Transaction_Log_Entry_Data");
    if (log.isEmpty()) {
      return List.of();
    }
    blocks.add(Block.LOG);
    var entries = new ArrayList<Entry>();
    for (var line : log.get().all("Transaction_Log_Entry", "Transaction_Log_Data").toList()) {
      var effective = line.text("Transaction_Effective_Moment");
      var entered = line.text("Transaction_Entry_Moment");
      if (effective.isPresent() && entered.isPresent()) {
        var type = line.first("Transaction_Log_Type_Reference");
        entries.add(
            new Entry(
                type.flatMap(it -> it.id("Business_Process_Type").or(it::descriptor)).orElse(""),
                WorkdayDates.day("Transaction_Effective_Moment", effective.get()),
                WorkdayDates.moment("Transaction_Entry_Moment", entered.get(), zone),
                isTrue(line.text("Is_Rescind_Or_Rescinded").orElse(""))));
      }
    }
    return entries;
  }

  private static boolean isTrue(String text) {
    return text.equals("1") || text.equals("true");
  }
}
