package io.muster.simulator.workday;

import io.muster.simulator.workday.Tenant.Seen;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** A worker as Get_Workers shows it, as far as the user may see and asked to. */
final class WorkerShapes {
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");
  private static final Map<String, String> COUNTRY = Map.of("ISO_3166-1_Alpha-2_Code", "US");

  private final Tenant tenant;
  private final WorkdayOptions options;

  WorkerShapes(Tenant tenant, WorkdayOptions options) {
    this.tenant = tenant;
    this.options = options;
  }

  void write(Xml xml, Seen worker, @Nullable Element group) {
    xml.open("Worker");
    if (asked(group, "Include_Reference")) {
      reference(xml, "Worker_Reference", worker.record());
    }
    var record = worker.record();
    xml.open("Worker_Data").put("Worker_ID", record.workerId);
    xml.put("User_ID", worker.state().fields().get("User_ID"));
    if (options.from(30)) {
      xml.put("Universal_ID", "U-" + record.workerId);
    }
    if (asked(group, "Include_Personal_Information") && sees(Block.PERSONAL)) {
      personal(xml, worker.state().fields());
    }
    if (asked(group, "Include_Employment_Information") && (sees(Block.STATUS) || sees(Block.JOB))) {
      employment(xml, worker);
    }
    if (asked(group, "Include_Organizations") && sees(Block.ORGANIZATIONS)) {
      organizations(xml, worker);
    }
    if (asked(group, "Include_Management_Chain_Data") && sees(Block.MANAGEMENT)) {
      management(xml, worker);
    }
    if (asked(group, "Include_Transaction_Log_Data") && sees(Block.LOG)) {
      log(xml, worker);
    }
    xml.close().close();
  }

  private boolean sees(Block block) {
    return !tenant.hidden.contains(block);
  }

  private static boolean asked(@Nullable Element group, String block) {
    // without a group the default is shown, which holds no log and no managers
    return group == null
        ? !block.contains("Log") && !block.contains("Management")
        : Soap.text(group, block).filter(GetWorkers::isTrue).isPresent();
  }

  private static void reference(Xml xml, String name, WorkerRecord record) {
    xml.reference(
        name,
        null,
        "WID",
        record.wid,
        record.contingent ? "Contingent_Worker_ID" : "Employee_ID",
        record.workerId);
  }

  private static void personal(Xml xml, Map<String, String> fields) {
    xml.open("Personal_Data").open("Name_Data");
    name(xml, "Legal_Name_Data", fields.get("First_Name"), fields.get("Last_Name"));
    if (fields.containsKey("Preferred_First_Name")) {
      name(xml, "Preferred_Name_Data", fields.get("Preferred_First_Name"), fields.get("Last_Name"));
    }
    xml.close().open("Contact_Data");
    for (var usage : List.of("Work", "Home")) {
      var address = fields.get("Email_" + usage);
      if (address != null) {
        xml.open("Email_Address_Data")
            .put("Email_Address", address)
            .open("Usage_Data", "wd:Public", "1")
            .open("Type_Data", "wd:Primary", "1")
            .reference(
                "Type_Reference",
                usage,
                "Communication_Usage_Type_ID",
                usage.toUpperCase(java.util.Locale.ROOT))
            .close()
            .close()
            .close();
      }
    }
    xml.close().close();
  }

  private static void name(Xml xml, String kind, @Nullable String first, @Nullable String last) {
    xml.open(kind).open("Name_Detail_Data");
    COUNTRY.forEach((type, code) -> xml.reference("Country_Reference", null, type, code));
    xml.put("First_Name", first).put("Last_Name", last).close().close();
  }

  private void employment(Xml xml, Seen worker) {
    var state = worker.state();
    var fields = state.fields();
    xml.open("Employment_Data");
    if (sees(Block.JOB) && state.begun() && !state.rescinded()) {
      xml.open("Worker_Job_Data", "wd:Primary_Job", "1").open("Position_Data");
      xml.put("Business_Title", fields.get("Business_Title"));
      var type = fields.getOrDefault("Worker_Type", "Regular");
      xml.reference(
          "Worker_Type_Reference",
          type,
          worker.record().contingent ? "Contingent_Worker_Type_ID" : "Employee_Type_ID",
          type);
      var location = fields.get("Location");
      if (location != null) {
        xml.open("Business_Site_Summary_Data")
            .reference(
                "Location_Reference",
                location,
                "Location_ID",
                fields.getOrDefault("Location_ID", location.toUpperCase(java.util.Locale.ROOT)))
            .put("Name", location)
            .close();
      }
      xml.close().close();
    }
    if (sees(Block.STATUS)) {
      status(xml, worker);
    }
    xml.close();
  }

  private void status(Xml xml, Seen worker) {
    var state = worker.state();
    var fields = state.fields();
    xml.open("Worker_Status_Data").flag("Active", state.active());
    xml.put("Hire_Date", date(state.hired()));
    xml.put("Original_Hire_Date", date(state.hired()));
    if (shown("Terminated")) {
      xml.flag("Terminated", state.terminated());
    }
    var termination = state.termination();
    if (termination != null) {
      xml.put("Termination_Date", date(termination));
      if (fields.containsKey("Termination_Involuntary") && shown("Termination_Involuntary")) {
        xml.put("Termination_Involuntary", fields.get("Termination_Involuntary"));
      }
      var last = fields.get("Termination_Last_Day_of_Work");
      if (last != null && shown("Termination_Last_Day_of_Work")) {
        xml.put("Termination_Last_Day_of_Work", date(LocalDate.parse(last)));
      }
    }
    if (state.onLeaveFrom() != null && !state.terminated()) {
      xml.open("Leave_Status_Data")
          .flag("On_Leave", true)
          .put("Leave_Start_Date", date(state.onLeaveFrom()))
          .reference(
              "Leave_of_Absence_Type_Reference", "Unpaid", "Leave_of_Absence_Type_ID", "UNPAID")
          .close();
    }
    xml.flag("Rehire", false);
    if (options.from(30) && shown("Hire_Rescinded")) {
      xml.flag("Hire_Rescinded", state.rescinded());
    }
    xml.close();
  }

  private boolean shown(String field) {
    return !tenant.hiddenFields.contains(field);
  }

  private void organizations(Xml xml, Seen worker) {
    if (!worker.state().begun()) {
      return;
    }
    var fields = worker.state().fields();
    xml.open("Organization_Data");
    organization(xml, "SUPERVISORY", fields.get("Supervisory_Organization"));
    organization(xml, "COMPANY", fields.get("Company"));
    organization(xml, "COST_CENTER", fields.get("Cost_Center"));
    xml.close();
  }

  private static void organization(Xml xml, String type, @Nullable String name) {
    if (name == null) {
      return;
    }
    var id = name.replaceAll("\\W+", "_");
    xml.open("Worker_Organization_Data")
        .reference("Organization_Reference", name, "Organization_Reference_ID", id)
        .open("Organization_Data")
        .put("Organization_Reference_ID", id)
        .put("Organization_Code", "C-" + id)
        .put("Organization_Name", name)
        .reference("Organization_Type_Reference", null, "Organization_Type_ID", type)
        .close()
        .close();
  }

  private void management(Xml xml, Seen worker) {
    var manager = worker.state().fields().get("Manager");
    if (manager == null || manager.isEmpty() || !worker.state().begun()) {
      return;
    }
    // the chain begins at the top
    var chain = tenant.find(manager).stream().toList();
    xml.open("Management_Chain_Data").open("Worker_Supervisory_Management_Chain_Data");
    xml.open("Management_Chain_Data")
        .reference("Organization_Reference", "Top", "Organization_Reference_ID", "Top")
        .reference("Manager_Reference", "The chief", "WID", "%032x".formatted(1))
        .close();
    xml.open("Management_Chain_Data")
        .reference("Organization_Reference", "Own", "Organization_Reference_ID", "Own");
    chain.forEach(record -> reference(xml, "Manager_Reference", record));
    xml.close().close().close();
  }

  private void log(Xml xml, Seen worker) {
    xml.open("Transaction_Log_Entry_Data");
    for (var line : worker.log()) {
      xml.open("Transaction_Log_Entry")
          .open("Transaction_Log_Data")
          .put("Transaction_Log_Description", line.of().kind.words)
          .put(
              "Transaction_Effective_Moment",
              MOMENT.format(line.effective().atStartOfDay(options.zone())))
          .put("Transaction_Entry_Moment", MOMENT.format(line.entered().atZone(options.zone())))
          .reference(
              "Transaction_Log_Type_Reference",
              line.of().kind.words,
              "Business_Process_Type",
              line.of().kind.words)
          .flag("Is_Rescind_Or_Rescinded", line.rescindedOrRescind())
          .flag("Is_Correction_Or_Corrected", line.correctedOrCorrection())
          .close()
          .close();
    }
    xml.close();
  }

  private String date(LocalDate date) {
    return options.datesWithOffset()
        ? date + OFFSET.format(date.atStartOfDay(options.zone()))
        : date.toString();
  }
}
