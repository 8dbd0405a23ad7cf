package io.muster.simulator.workday;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.workday.Happening.Kind;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Workday tenant on a port of its own: Get_Workers over SOAP, one custom report, and tokens.
 *
 * <p>It keeps what was entered apart from when it is so, and its integration user lives in Pacific
 * time: a hire is inactive before its day, the last day of work shows only afterwards, and what the
 * user may not see is left out without a word.
 */
public final class WorkdaySimulator extends Simulator {
  public static final String CLIENT = "MusterClient";
  public static final String CLIENT_SECRET = "client-secret-of-muster";
  public static final String REFRESH_TOKEN = "refresh-token-of-muster";
  private static final String REPORTS = "/ccx/service/customreport2/";

  private final WorkdayOptions options;
  private final Tenant tenant;
  private final Gatekeeper gatekeeper;
  private final Report report;
  private final GetWorkers workers;
  private final Routes routes = new Routes();
  private boolean taskForbidden;

  private WorkdaySimulator(WorkdayOptions options, SimulatorSettings settings) {
    super(settings);
    this.options = options;
    this.tenant = new Tenant(options, settings.clock());
    this.gatekeeper = new Gatekeeper(options, settings.clock());
    this.report = new Report(tenant, options);
    this.workers = new GetWorkers(tenant, options);
    routes
        .on(
            "POST",
            "/ccx/service/%s/Human_Resources/{version}".formatted(options.tenant()),
            this::soap)
        .on("GET", REPORTS + options.tenant() + "/{owner}/{report}", this::report)
        .on(
            "POST",
            "/ccx/oauth2/%s/token".formatted(options.tenant()),
            call -> gatekeeper.give(call, CLIENT, CLIENT_SECRET, REFRESH_TOKEN));
  }

  /** Starts one, with nobody in it. */
  public static WorkdaySimulator start(WorkdayOptions options, SimulatorSettings settings) {
    var simulator = new WorkdaySimulator(options, settings);
    simulator.listen();
    return simulator;
  }

  // what people in HR do; what they enter is known from now on

  /**
   * Hires somebody. Fields are {@code First_Name}, {@code Last_Name}, {@code Email_Work}, {@code
   * Business_Title}, {@code Location}, {@code Supervisory_Organization}, {@code Company}, {@code
   * Cost_Center}, {@code Worker_Type} and, a WID, {@code Manager}. Answers the WID.
   */
  public synchronized String hire(String workerId, LocalDate first, Map<String, String> fields) {
    return tenant.begin(workerId, Kind.HIRE, first, fields);
  }

  /** Makes a contract with a contingent worker. Answers the WID. */
  public synchronized String contract(
      String workerId, LocalDate first, Map<String, String> fields) {
    return tenant.begin(workerId, Kind.CONTRACT, first, fields);
  }

  /** Something will be, is, or was different from a day on. Answers the number of the event. */
  public synchronized long change(String wid, LocalDate from, Map<String, String> fields) {
    return tenant.enter(wid, Kind.CHANGE, from, fields);
  }

  /** Sends somebody on leave. */
  public synchronized long leave(String wid, LocalDate from) {
    return tenant.enter(wid, Kind.LEAVE, from, Map.of());
  }

  /** Somebody comes back from leave. */
  public synchronized long comeBack(String wid, LocalDate on) {
    return tenant.enter(wid, Kind.RETURN, on, Map.of());
  }

  /**
   * Ends an employment or a contract. The fields {@code Termination_Last_Day_of_Work} and {@code
   * Termination_Involuntary} show once it is so.
   *
   * @param on the last day that counts as employed
   */
  public synchronized long terminate(String wid, LocalDate on, Map<String, String> fields) {
    var kind = tenant.record(wid).contingent ? Kind.CONTRACT_END : Kind.TERMINATION;
    return tenant.enter(wid, kind, on, fields);
  }

  /** What was entered was wrong, in the day or in some of the fields. */
  public synchronized void correct(long event, LocalDate effective, Map<String, String> fields) {
    tenant.correct(event, effective, fields);
  }

  /** Takes back what was entered. */
  public synchronized void rescind(long event) {
    tenant.rescind(event);
  }

  /** The hire was another day. */
  public synchronized void correctHire(String wid, LocalDate first) {
    tenant.correct(tenant.hire(wid).id, first, Map.of());
  }

  /** The person does not come. */
  public synchronized void rescindHire(String wid) {
    tenant.rescind(tenant.hire(wid).id);
  }

  /** Something is different, and the transaction log does not say so. */
  public synchronized void changeUntraced(String wid, String field, String value) {
    tenant.record(wid).untraced.put(field, value);
  }

  /** The record is purged. */
  public synchronized void purge(String wid) {
    tenant.remove(wid);
  }

  // what administrators of the tenant do

  /** The user's security group may no longer see these. */
  public synchronized void hide(Block... blocks) {
    Stream.of(blocks).forEach(tenant.hidden::add);
  }

  /** The user's security group may see all blocks again. */
  public synchronized void showAll() {
    tenant.hidden.clear();
    tenant.hiddenFields.clear();
  }

  /** This one field can no longer be seen. */
  public synchronized void hideField(String field) {
    tenant.hiddenFields.add(field);
  }

  /** The next answer shows one worker fewer than it says. */
  public synchronized void loseOneOfNext() {
    tenant.losesOne = true;
  }

  /** The user may see only these workers. */
  public synchronized void constrain(Predicate<Map<String, String>> only) {
    tenant.constrain(only);
  }

  /** The user may, or may not, ask for workers at all. */
  public synchronized void forbidTask(boolean forbidden) {
    taskForbidden = forbidden;
  }

  public synchronized void changePassword(String password) {
    gatekeeper.change(password);
  }

  public synchronized void endTokens() {
    gatekeeper.endTokens();
  }

  /** The report selects only this part of its rows from now on. */
  public synchronized void filterReport(double part) {
    report.filter(part);
  }

  /** The next report ends early. */
  public synchronized void cutNextReport(double part) {
    report.cutNext(part);
  }

  /** The report has no such column any more. */
  public synchronized void dropColumn(String column) {
    report.drop(column);
  }

  // the wire

  @Override
  protected Answer answer(Call call) {
    return routes.answer(call).orElseGet(() -> Answer.html(404, "Page not found"));
  }

  /** Reports and tokens are described nowhere. */
  @Override
  protected String describedBy(Call call) {
    return call.path().contains("/Human_Resources/") ? "workday" : "workday-undescribed";
  }

  private Answer soap(Call call) {
    var message = Soap.parsed(call.body());
    gatekeeper.admit(call, message);
    if (taskForbidden) {
      throw new Refusal(
          Soap.fault(
              "SOAP-ENV:Client.validationError", "The task submitted is not authorized.", null));
    }
    var request =
        Soap.first(message, "Get_Workers_Request")
            .orElseThrow(() -> Soap.invalid("The operation is not known", "/Envelope/Body"));
    return workers.answer(request, call.variable("version"));
  }

  private Answer report(Call call) {
    gatekeeper.admit(call);
    var known =
        call.variable("owner").equals(options.reportOwner())
            && call.variable("report").equals(options.report());
    if (!known) {
      return Answer.json(404, Map.of("error", "Report not found"));
    }
    if (taskForbidden) {
      return Answer.json(403, Map.of("error", "Permission denied"));
    }
    return report.answer(call);
  }
}
