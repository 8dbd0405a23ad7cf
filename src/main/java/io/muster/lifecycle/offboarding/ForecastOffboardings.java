package io.muster.lifecycle.offboarding;

import static java.util.stream.Collectors.toMap;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.ReadDevices;
import io.muster.devices.TracedDevices;
import io.muster.devices.TracedDevices.TracedDevice;
import io.muster.devices.TracedDevices.TracedUser;
import io.muster.directory.Directories;
import io.muster.directory.KnownAccounts;
import io.muster.lifecycle.Cases;
import io.muster.lifecycle.Forecast;
import io.muster.lifecycle.Forecast.Approvals;
import io.muster.lifecycle.Forecast.Breaker;
import io.muster.lifecycle.Forecast.Budget;
import io.muster.lifecycle.Forecast.OnDevice;
import io.muster.lifecycle.Forecast.Stage;
import io.muster.lifecycle.Forecast.When;
import io.muster.lifecycle.LeaverForecast;
import io.muster.lifecycle.Tables;
import io.muster.lifecycle.offboarding.OffboardingCalls.Crowd;
import io.muster.lifecycle.offboarding.OffboardingCalls.Wipes;
import io.muster.lifecycle.offboarding.WipeQuestion.LeaverFacts;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.DecisionTables;
import io.muster.remote.CallBudget;
import io.muster.remote.CallBudget.Room;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Claim;
import io.muster.safety.Destruction;
import io.muster.safety.LeaverLimit;
import io.muster.safety.LeaverSnapshot;
import io.muster.safety.Ownership;
import io.muster.safety.SafetyProperties;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Walks through offboardings on paper: what the steps would find, what the deployed table would
 * say, and how many calls that takes. It reads single devices as the budget allows, and keeps what
 * it read for the next time.
 */
@Component
class ForecastOffboardings implements LeaverForecast {
  private static final String TABLE = "wipeDecision";
  private static final Duration ASLEEP = Duration.ofDays(1);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private final Workforce workforce;
  private final Cases cases;
  private final Traces traces;
  private final DeviceFleet fleet;
  private final ReadDevices readDevices;
  private final WipeSafety safety;
  private final Destruction destruction;
  private final LeaverLimit leaverLimit;
  private final OtherNumbers otherNumbers;
  private final DecisionTables tables;
  private final Tables routing;
  private final Directories directories;
  private final KnownAccounts accounts;
  private final CallBudget budget;
  private final SafetyProperties limits;
  private final Clock clock;

  ForecastOffboardings(
      Workforce workforce,
      Cases cases,
      Traces traces,
      DeviceFleet fleet,
      ReadDevices readDevices,
      WipeSafety safety,
      Destruction destruction,
      LeaverLimit leaverLimit,
      OtherNumbers otherNumbers,
      DecisionTables tables,
      Tables routing,
      Directories directories,
      KnownAccounts accounts,
      CallBudget budget,
      SafetyProperties limits,
      Clock clock) {
    this.workforce = workforce;
    this.cases = cases;
    this.traces = traces;
    this.fleet = fleet;
    this.readDevices = readDevices;
    this.safety = safety;
    this.destruction = destruction;
    this.leaverLimit = leaverLimit;
    this.otherNumbers = otherNumbers;
    this.tables = tables;
    this.routing = routing;
    this.directories = directories;
    this.accounts = accounts;
    this.budget = budget;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Forecast of(List<Leave> leavers) {
    var distinct =
        leavers.stream()
            .collect(
                toMap(
                    Leave::employee,
                    leave -> leave,
                    (first, again) -> again.immediate() ? again : first,
                    LinkedHashMap::new));
    if (distinct.isEmpty() || distinct.size() > MOST) {
      throw new IllegalArgumentException(
          "Name 1 to %d people; these are %d.".formatted(MOST, distinct.size()));
    }
    return CallPriority.SYNC.during(() -> new Walk().through(List.copyOf(distinct.values())));
  }

  /** One forecast. */
  private final class Walk {
    private final Instant now = clock.instant();
    private final Map<Map<String, Object>, Map<String, Object>> said = new HashMap<>();
    private final Map<String, Integer> containment = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Instant again;
    private int unread;
    private int withDevices;
    private int unseen;
    private int devices;
    private int atOnce;
    private int unseenLately;
    private int agreed;
    private int asleep;
    private int disenrolments;
    private int wipesThatCount;
    private int answers;
    private int silent;
    private int unclear;

    Forecast through(List<Leave> leavers) {
      var agreedTo = destruction.agreedTo(leavers.stream().map(Leave::employee).toList());
      var people =
          leavers.stream()
              .map(leave -> person(leave, agreedTo.contains(leave.employee())))
              .toList();
      var calls =
          new OffboardingCalls(
              fleet.costs(),
              new Crowd(
                  withDevices,
                  unseen,
                  devices,
                  new Wipes(atOnce, unseenLately, agreed, asleep, disenrolments)));
      var stages = new ArrayList<Stage>();
      add(stages, fleet.connection(), When.CONTAINMENT, calls.containment());
      containment.forEach(
          (connection, needed) -> add(stages, connection, When.CONTAINMENT, needed));
      add(stages, fleet.connection(), When.DECISION, calls.decision());
      add(stages, fleet.connection(), When.WIPE, calls.wipe(perMinute()));
      var breaker = breaker(agreedTo.size());
      tell(breaker, people);
      return new Forecast(
          now,
          unread == 0,
          unread == 0 ? null : again,
          Destruction.digest(leavers.stream().map(Leave::employee).toList()),
          people,
          List.copyOf(stages),
          budgets(stages),
          new Approvals(questions(people), answers, silent),
          breaker,
          List.copyOf(notes));
    }

    private int perMinute() {
      return budget.room(fleet.connection()).stream()
          .filter(room -> room.period().equals("minute"))
          .findFirst()
          .map(room -> CallPriority.WIPE.share(room.limit()))
          .orElse(Integer.MAX_VALUE);
    }

    private Forecast.Person person(Leave leave, boolean isAgreedTo) {
      var employee = leave.employee();
      var worker = workforce.find(employee);
      var held = safety.held(employee);
      var runs = cases.running(Offboarding.KEY, employee);
      if (runs.isPresent()) {
        return shown(
            leave, worker, "has an offboarding already; the event would join it", List.of());
      }
      if (worker.isEmpty()) {
        notes.add("HR never told us of %s.".formatted(employee));
      }
      account(worker, employee);
      var traced = traces.foresee(employee);
      look(traced);
      var other = otherNumbers.of(employee);
      var mayStay = !other.equals(OtherNumbers.NONE);
      var shown =
          traced.devices().stream()
              .map(TracedDevice::device)
              .map(device -> device(leave, held, mayStay, traced, device, isAgreedTo))
              .toList();
      return shown(leave, worker, mayStay ? "may stay: " + other : "", shown);
    }

    private Forecast.Person shown(
        Leave leave, Optional<Worker> worker, String why, List<OnDevice> shown) {
      return new Forecast.Person(
          leave.employee().value(),
          worker.map(Worker::fullName).orElse(""),
          !why.startsWith("has an offboarding"),
          why,
          safety.held(leave.employee()),
          shown);
    }

    private void account(Optional<Worker> worker, EmployeeId employee) {
      var known = accounts.of(employee).stream().map(place -> place.connection()).toList();
      var here =
          known.isEmpty()
              ? worker.flatMap(routing::connectionOf).map(List::of).orElse(List.of())
              : known;
      for (var directory : directories.all()) {
        var costs = directory.costs();
        containment.merge(
            directory.connection(),
            here.contains(directory.connection()) ? costs.contain() : costs.search(),
            Integer::sum);
      }
    }

    private void look(TracedDevices traced) {
      withDevices += traced.devices().isEmpty() ? 0 : 1;
      devices += traced.devices().size();
      if (traced.users().isEmpty()) {
        unseen += 2;
      } else if (traced.devices().isEmpty()) {
        unseen++;
      }
      if (!traced.perhaps().isEmpty()) {
        unclear++;
      }
    }

    private OnDevice device(
        Leave leave,
        boolean held,
        boolean mayStay,
        TracedDevices traced,
        Device listed,
        boolean isAgreedTo) {
      var read = read(listed);
      var device = read.orElseGet(() -> assumed(listed));
      var facts = device.facts();
      var claim =
          safety.wouldClaim(
              new LeaverSnapshot(
                  "forecast",
                  leave.employee(),
                  users(traced),
                  Traces.bearers(traced),
                  List.of(facts)),
              facts);
      var reassigned = safety.reassignedLately(facts).isPresent();
      var answer =
          said.computeIfAbsent(
              WipeQuestion.facts(
                  device,
                  claim,
                  reassigned,
                  new LeaverFacts(held, leave.reason().name(), leave.immediate())),
              asked -> tables.answers(TABLE, asked));
      var wipe = word(answer, "wipeKind", "none");
      var sleeps = isUnseen(device, ASLEEP);
      if (wipe.equals("none")) {
        return shown(device, read.isPresent(), sleeps, claim, "none", Map.of(), NOBODY);
      }
      var question =
          new WipeQuestion(word(answer, "approval", "one"), word(answer, "onSilence", "keepLocked"))
              .asked(
                  WipeQuestion.needsAPerson(
                      facts, claim, PlanWords.kind(wipe), reassigned, mayStay));
      count(device, wipe, question, isAgreedTo);
      return shown(device, read.isPresent(), sleeps, claim, wipe, answer, question);
    }

    private boolean isUnseen(Device device, Duration span) {
      var seen = device.lastSeen();
      return seen == null || seen.isBefore(now.minus(span));
    }

    private void count(Device device, String wipe, WipeQuestion question, boolean isAgreedTo) {
      var sleeps = isUnseen(device, ASLEEP);
      var asks = !question.approval().equals("none");
      if (sleeps) {
        asleep++;
      } else if (asks) {
        agreed++;
      } else {
        atOnce++;
        unseenLately += isUnseen(device, limits.awake()) ? 1 : 0;
      }
      if (!sleeps && wipe.equals("corporate")) {
        disenrolments++;
      }
      wipesThatCount += isAgreedTo ? 0 : 1;
      answers += !asks ? 0 : question.approval().equals("two") ? 2 : 1;
      silent += asks && question.onSilence().equals("wipe") ? 1 : 0;
    }

    private static OnDevice shown(
        Device device,
        boolean read,
        boolean asleep,
        Claim claim,
        String wipe,
        Map<String, Object> answer,
        WipeQuestion question) {
      var asks = !question.approval().equals("none");
      return new OnDevice(
          device.id().value(),
          device.name(),
          device.serial(),
          PlanWords.word(device.platform()),
          read,
          asleep,
          PlanWords.word(claim),
          wipe,
          question.approval(),
          asks ? word(answer, "approvers", "") : "",
          asks ? word(answer, "approvalTimeout", "") : "",
          asks ? question.onSilence() : "");
    }

    private static Map<String, Boolean> users(TracedDevices traced) {
      return traced.users().stream()
          .collect(
              toMap(
                  found -> found.user().id().value(),
                  TracedUser::certain,
                  (one, other) -> one && other));
    }

    /** What is known of the device now, or read, if a call can be afforded. */
    private Optional<Device> read(Device listed) {
      if (listed.ownership() != Ownership.UNKNOWN) {
        return Optional.of(listed);
      }
      var before = readDevices.completed(listed);
      if (before.isPresent()) {
        return before;
      }
      if (again == null) {
        try {
          var live = fleet.read(listed.id());
          live.ifPresent(readDevices::keep);
          return live;
        } catch (RemoteFailure.Unavailable turnedAway) {
          again = turnedAway.notBefore().orElse(now.plus(A_MINUTE));
        } catch (RemoteFailure failed) {
          again = now.plus(A_MINUTE);
        }
      }
      unread++;
      return Optional.empty();
    }

    /** Most devices are the company's, and those take the most care. */
    private static Device assumed(Device listed) {
      return new Device(
          listed.id(),
          listed.name(),
          listed.model(),
          listed.platform(),
          listed.serial(),
          Ownership.CORPORATE,
          listed.owner(),
          listed.enrolledAt(),
          listed.lastSeen(),
          listed.enrolled(),
          listed.shared(),
          listed.recoveryKey(),
          listed.bearer());
    }

    private void add(List<Stage> stages, String connection, When when, int calls) {
      if (calls > 0) {
        stages.add(new Stage(connection, when, calls, minutes(connection, when, calls)));
      }
    }

    private int minutes(String connection, When when, int calls) {
      var lane = when == When.CONTAINMENT ? CallPriority.CONTAINMENT : CallPriority.WIPE;
      return budget.room(connection).stream()
          .filter(room -> room.period().equals("minute"))
          .findFirst()
          .map(room -> minutes(room, lane, calls))
          .orElse(1);
    }

    private static int minutes(Room room, CallPriority lane, int calls) {
      var share = Math.max(1, lane.share(room.limit()));
      var now = Math.max(0, room.left() - (room.limit() - share));
      return calls <= now ? 1 : 1 + (calls - now + share - 1) / share;
    }

    private List<Budget> budgets(List<Stage> stages) {
      return Stream.concat(
              Stream.of(fleet.connection()),
              directories.all().stream().map(directory -> directory.connection()))
          .distinct()
          .flatMap(
              connection -> {
                var needed =
                    stages.stream()
                        .filter(stage -> stage.connection().equals(connection))
                        .mapToInt(Stage::calls)
                        .sum();
                return budget.room(connection).stream()
                    .map(room -> budget(connection, room, needed));
              })
          .toList();
    }

    private Budget budget(String connection, Room room, int needed) {
      var percent = room.left() == 0 ? (needed == 0 ? 0 : 999) : needed * 100L / room.left();
      return new Budget(
          connection,
          room.period(),
          room.limit(),
          room.left(),
          needed,
          (int) Math.min(999, percent));
    }

    private Breaker breaker(int agreedPeople) {
      var count = destruction.state().counts().get(0);
      return new Breaker(
          atOnce + agreed + asleep,
          count.window(),
          count.calls(),
          count.limit(),
          agreedPeople,
          count.calls() + wipesThatCount > count.limit());
    }

    private static int questions(List<Forecast.Person> people) {
      return (int)
          people.stream()
              .flatMap(person -> person.devices().stream())
              .filter(device -> !device.approval().equals("none"))
              .count();
    }

    private void tell(Breaker breaker, List<Forecast.Person> people) {
      if (unread > 0) {
        notes.add(
            "%d devices were not read yet, as calls are short now; the company's ownership is assumed of them. Ask again at %s."
                .formatted(unread, again));
      }
      if (breaker.opens()) {
        notes.add(
            "The breaker would open: these wipes are more than ordinary. Have two people agree to the list first (POST /api/destruction/lists).");
      }
      var counted = people.stream().filter(Forecast.Person::starts).count() - breaker.agreed();
      if (counted > leaverLimit.ordinary()) {
        notes.add(
            "More than %d leavers of one HR source are held until a person agrees; a list that two people agreed to is not."
                .formatted(leaverLimit.ordinary()));
      }
      if (destruction.state().pause() != null) {
        notes.add("Wipes are paused; none is sent until two people have agreed to go on.");
      }
      if (unclear > 0) {
        notes.add(
            "For %d people somebody will be asked whether other users of device management are theirs."
                .formatted(unclear));
      }
      if (asleep > 0) {
        notes.add(
            "%d devices have not shown themselves for a day; they are wiped when they do, and looked at ever more rarely."
                .formatted(asleep));
      }
      if (people.stream().anyMatch(person -> !person.starts())) {
        notes.add("Whoever has an offboarding already is not counted.");
      }
      notes.add(
          "Not counted: reading locks back, looks at what is left, and the time that people take to answer.");
    }
  }

  private static final WipeQuestion NOBODY = new WipeQuestion("none", "keepLocked");

  private static String word(Map<String, Object> answer, String column, String otherwise) {
    return answer.get(column) instanceof String word ? word : otherwise;
  }
}
