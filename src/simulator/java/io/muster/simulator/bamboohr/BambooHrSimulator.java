package io.muster.simulator.bamboohr;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Limits;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.bamboohr.Access.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One company's BambooHR.
 *
 * <p>Who is hired for a later day is inactive until then, a row of a table is hidden from the
 * fields until its day, a webhook fires on that day and not when the row is entered, what a user
 * may not see is left out in three different ways, and a deleted record is only an id.
 */
public final class BambooHrSimulator extends Simulator {
  private static final Pattern OLD_FORM = Pattern.compile("/api/gateway\\.php/([^/]+)(/.*)");
  private static final String NEW_FORM = "/api";

  private final BambooHrOptions options;
  private final Staff staff;
  private final Access access;
  private final Hooks hooks;
  private final HookEndpoints hookEndpoints;
  private final Lists lists;
  private final Limits minute;
  private final Routes routes = new Routes();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private BambooHrSimulator(BambooHrOptions options, SimulatorSettings settings) {
    super(settings);
    this.options = options;
    staff = new Staff(options, settings.clock());
    access = new Access(options, settings.clock());
    hooks = new Hooks(options, staff, access);
    hookEndpoints = new HookEndpoints(options, hooks);
    minute = Limits.fixed(settings.clock(), Duration.ofMinutes(1));
    var employees = new EmployeeEndpoints(options, staff);
    lists = new Lists(staff);
    on("GET", "/v1/employees", lists::employees);
    on("GET", "/v1/employees/changed", (call, caller) -> employees.changed(call));
    on("GET", "/v1/employees/changed/tables/{table}", employees::changedRows);
    on("GET", "/v1/employees/{id}", employees::one);
    on("GET", "/v1/employees/{id}/tables/{table}", employees::rows);
    on("GET", "/v1/meta/fields", (call, caller) -> MetaEndpoints.fields());
    on("GET", "/v1/meta/tables", (call, caller) -> MetaEndpoints.tables(caller));
    on("POST", "/v2/datasets/{dataset}/data", lists::dataset);
    on("GET", "/v1_2/datasets/{dataset}/fields", lists::datasetFields);
    on("GET", "/v1/webhooks", (call, caller) -> hookEndpoints.list(caller));
    on("POST", "/v1/webhooks", hookEndpoints::create);
    on("GET", "/v1/webhooks/monitor_fields", (call, caller) -> hookEndpoints.monitorFields(caller));
    on("GET", "/v1/webhooks/{id}", hookEndpoints::show);
    on("PUT", "/v1/webhooks/{id}", hookEndpoints::replace);
    on("DELETE", "/v1/webhooks/{id}", hookEndpoints::delete);
    on("GET", "/v1/webhooks/{id}/log", hookEndpoints::log);
  }

  private void on(String method, String path, BiFunction<Call, Caller, Answer> handler) {
    routes.on(method, path, call -> handler.apply(call, caller(call)));
  }

  /** Starts one. */
  public static BambooHrSimulator start(BambooHrOptions options, SimulatorSettings settings) {
    var simulator = new BambooHrSimulator(options, settings);
    simulator.listen();
    return simulator;
  }

  /** Where the API is by the older form of the address. */
  public URI gateway() {
    return base().resolve("/api/gateway.php/" + options.company());
  }

  // what HR does

  /** Makes a record with these fields; gives its id. */
  public synchronized String create(Map<String, String> fields) {
    return staff.create(fields);
  }

  /**
   * Hires somebody: a record, a row of employment and one of the job, both from that day on.
   *
   * @param job columns of {@code jobInfo}; {@code reportsTo} is the id of the manager's record
   */
  public synchronized String hire(
      Map<String, String> fields, LocalDate day, Map<String, String> job) {
    var all = new java.util.LinkedHashMap<>(fields);
    all.put("hireDate", day.toString());
    all.put("originalHireDate", day.toString());
    var id = staff.create(all);
    staff.addRow(existing(id), Columns.EMPLOYMENT, day, Map.of("employmentStatus", "Full-Time"));
    staff.addRow(existing(id), Columns.JOB, day, job);
    return id;
  }

  /** Changes a field that has no history; null empties it. */
  public synchronized void change(String id, String field, @Nullable String value) {
    staff.change(existing(id), field, value);
  }

  /** Adds a row to the job table, in force from that day on; gives its number. */
  public synchronized int move(String id, LocalDate day, Map<String, String> job) {
    return staff.addRow(existing(id), Columns.JOB, day, job);
  }

  /** Adds a row to the table of employment, such as a leave or a return; gives its number. */
  public synchronized int setEmployment(String id, LocalDate day, String status) {
    return staff.addRow(existing(id), Columns.EMPLOYMENT, day, Map.of("employmentStatus", status));
  }

  /** Enters a termination from that day on; gives the number of its row. */
  public synchronized int terminate(String id, LocalDate day, String type) {
    return staff.addRow(
        existing(id),
        Columns.EMPLOYMENT,
        day,
        Map.of("employmentStatus", Columns.TERMINATED, "terminationTypeId", type));
  }

  /** Enters another day, and other values, into a row in place of those it has. */
  public synchronized void rewrite(String id, int row, LocalDate day, Map<String, String> values) {
    staff.rewrite(existing(id), row, day, values);
  }

  /** Takes a row back. */
  public synchronized void withdraw(String id, int row) {
    staff.withdraw(existing(id), row);
  }

  /** Makes a record inactive by hand, without a termination, or no longer so. */
  public synchronized void setInactive(String id, boolean inactive) {
    staff.setInactive(existing(id), inactive);
  }

  /** Deletes the record, which is not the same as letting somebody go. */
  public synchronized void delete(String id) {
    staff.delete(existing(id));
  }

  // how it misbehaves

  /** Whoever calls sees only records with these ids; an access level was narrowed. */
  public synchronized void showOnly(Predicate<String> ids) {
    staff.showOnly(ids);
  }

  /** Users no longer see these fields, and columns of tables, nor these tables. */
  public synchronized void hide(Set<String> fields, Set<String> tables) {
    access.hide(fields, tables);
  }

  /** Every page of a dataset ends after this part of it, though it says it is whole. */
  public synchronized void cutPages(double part) {
    lists.cutPages(part);
  }

  /** Whoever has this key is nobody any more. */
  public synchronized void revoke(String apiKey) {
    access.revoke(apiKey);
  }

  /** An administrator lets the app in anew with this refresh token; with null it is put out. */
  public synchronized void letAppIn(@Nullable String refreshToken) {
    access.letAppIn(refreshToken);
  }

  /** The app's access tokens end before their time. */
  public synchronized void endTokens() {
    access.endTokens();
  }

  /** A user leaves: 403 from now on, and their webhooks are silent. */
  public synchronized void disable(String user) {
    access.disable(user);
  }

  /** Every webhook is delivered twice. */
  public synchronized void deliverTwice(boolean twice) {
    hooks.deliverTwice(twice);
  }

  /** Webhooks that are due together are delivered the last one first. */
  public synchronized void deliverBackwards(boolean backwards) {
    hooks.deliverBackwards(backwards);
  }

  /** Webhooks are signed with this key; with null again with their own. */
  public synchronized void signWith(@Nullable String key) {
    hooks.signWith(key);
  }

  /** What waits for delivery is lost. */
  public synchronized void loseHooks() {
    staff.settle();
    hooks.lose();
  }

  /** The next look into a webhook's log is answered with 200 and an error. */
  public synchronized void makeHookLogBusy() {
    hookEndpoints.makeLogBusy();
  }

  // webhooks

  /**
   * Sets up an event-based webhook of the first user for everything about employees.
   *
   * @return its private key
   */
  public synchronized String addHook(URI url) {
    var hook =
        hooks.add(
            options.users().get(0).name(),
            new Hook.Setting(
                "Muster",
                url,
                "json",
                List.copyOf(Columns.FIELDS),
                Map.of(),
                false,
                List.of("employee.created", "employee.updated", "employee.deleted")));
    return hook.privateKey;
  }

  /**
   * Delivers what is due by now.
   *
   * @return what was answered, 0 for silence
   */
  public List<Integer> deliver() {
    List<Hooks.Delivery> due;
    synchronized (this) {
      staff.settle();
      due = hooks.takeDue();
    }
    var answers = new ArrayList<Integer>();
    for (var delivery : due) {
      int status = send(delivery);
      answers.add(status);
      synchronized (this) {
        hooks.settled(delivery, status);
      }
    }
    return answers;
  }

  private int send(Hooks.Delivery delivery) {
    try {
      return http.send(hooks.request(delivery), BodyHandlers.discarding()).statusCode();
    } catch (IOException silent) {
      return 0;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** How many deliveries wait to be made or made again. */
  public synchronized int waitingHooks() {
    return hooks.waiting();
  }

  // what it says

  @Override
  protected Answer answer(Call call) {
    staff.settle();
    if (call.path().equals("/token.php")) {
      return access.token(call);
    }
    var path = path(call);
    if (minute.take("calls", options.perMinute()).allowed()) {
      return routes
          .answer(
              new Call(
                  call.method(),
                  call.origin(),
                  path,
                  call.query(),
                  call.headers(),
                  call.body(),
                  Map.of()))
          .orElseThrow(() -> Problems.plain(404, "Not found"));
    }
    return Answer.empty(options.throttleStatus())
        .and("Retry-After", Integer.toString(options.retryAfter()));
  }

  /** What follows the address of the API, in either form. */
  private String path(Call call) {
    var old = OLD_FORM.matcher(call.path());
    if (old.matches()) {
      if (!old.group(1).equals(options.company())) {
        throw Problems.plain(404, "No such company");
      }
      return old.group(2);
    }
    return call.path().startsWith(NEW_FORM) ? call.path().substring(NEW_FORM.length()) : "/";
  }

  private Caller caller(Call call) {
    var caller = access.caller(call).orElseThrow(() -> Problems.plain(401, "Invalid credentials"));
    if (access.isDisabled(caller.user().name())) {
      throw Problems.plain(403, "User is disabled");
    }
    return caller;
  }

  private Person existing(String id) {
    return staff.find(id).orElseThrow(() -> new IllegalArgumentException("no record " + id));
  }
}
