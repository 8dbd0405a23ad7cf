package io.muster.systems;

import io.muster.process.DrawnProcess;
import io.muster.process.DrawnTask;
import io.muster.process.Step;
import io.muster.process.TaskRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Reads what a diagram says of its calls and waits before it is live, as it is read later. */
@Component
class SystemTaskRule implements TaskRule {
  private static final String STEP = "callSystem";

  private final ConnectedSystems systems;
  private final CallBackAddress addresses;

  SystemTaskRule(ConnectedSystems systems, CallBackAddress addresses) {
    this.systems = systems;
    this.addresses = addresses;
  }

  @Override
  public List<Complaint> complaints(DrawnTask task, DrawnProcess within) {
    try {
      if (task.step().equals(STEP)) {
        return call(task, within);
      }
      return task.message().equals(CallBackDelivery.MESSAGE) ? waiting(task, within) : List.of();
    } catch (Unusable wrong) {
      return List.of(new Complaint(wrong.what(), wrong.remedy()));
    }
  }

  private List<Complaint> call(DrawnTask task, DrawnProcess within) {
    var settings = CallSettings.of(task.settings());
    var complaints = new ArrayList<Complaint>();
    if (!within.variables().contains(Step.EMPLOYEE.name())) {
      complaints.add(
          new Complaint(
              "calls a system in a process that is about nobody",
              "draw it in a process that is about a person"));
    }
    systems
        .find(settings.system())
        .ifPresentOrElse(
            system -> {
              if (!system.allows(settings.method())) {
                complaints.add(
                    new Complaint(
                        "uses %s at '%s', which the settings do not allow"
                            .formatted(settings.method(), settings.system()),
                        "have it added to muster.systems.%s.methods".formatted(settings.system())));
              }
            },
            () ->
                complaints.add(
                    new Complaint(
                        "calls the system '%s', which is not in the settings"
                            .formatted(settings.system()),
                        systems.names().isEmpty()
                            ? "have it set up under muster.systems"
                            : "choose one of " + String.join(", ", systems.names()))));
    var unknown = new TreeSet<>(settings.names());
    unknown.removeIf(name -> CaseValues.isKnown(name) || within.variables().contains(name));
    if (!unknown.isEmpty()) {
      complaints.add(
          new Complaint(
              "sends what nobody knows: %s".formatted(String.join(", ", unknown)),
              "use a variable of the process, one of your own (own_…), or one of "
                  + String.join(", ", CaseValues.known())));
    }
    complaints.addAll(undeclared(task, within));
    if (settings.waitTask().isPresent() && task.isSideBySide()) {
      complaints.add(
          new Complaint(
              "lets systems call back in a part that runs several times at once",
              "let the part run one after another (sequential)"));
    }
    settings.waitTask().ifPresent(wait -> complaints.addAll(waitedFor(wait, within)));
    return complaints;
  }

  private List<Complaint> waitedFor(String wait, DrawnProcess within) {
    var complaints = new ArrayList<Complaint>();
    if (within.task(wait).filter(SystemTaskRule::isWait).isEmpty()) {
      complaints.add(
          new Complaint(
              "names '%s' as 'waitTask', which is no receive task for the message '%s'"
                  .formatted(wait, CallBackDelivery.MESSAGE),
              "draw one from the palette, and write its id here"));
    }
    if (!addresses.isSetUp()) {
      complaints.add(
          new Complaint(
              "lets a system call back, which is not set up",
              "have muster.call-backs.secret and muster.public-url set"));
    }
    return complaints;
  }

  /** What nobody has declared has no type and no readers, and is not erased with the person. */
  private static List<Complaint> undeclared(DrawnTask task, DrawnProcess within) {
    var names =
        new TreeSet<>(AnswerMapping.read(task.settings().getOrDefault("outputs", "")).names());
    names.removeAll(within.variables());
    return names.isEmpty()
        ? List.of()
        : List.of(
            new Complaint(
                "keeps %s of the answer, which the diagram does not declare"
                    .formatted(String.join(", ", names)),
                "declare it with the template 'Variables of your own'"));
  }

  private static boolean isWait(DrawnTask task) {
    return task.message().equals(CallBackDelivery.MESSAGE);
  }

  private static List<Complaint> waiting(DrawnTask task, DrawnProcess within) {
    var complaints = new ArrayList<Complaint>();
    complaints.addAll(undeclared(task, within));
    if (!task.hasDeadline()) {
      complaints.add(
          new Complaint(
              "waits for a system without a deadline",
              "put a timer on its edge that ends the wait, and say what happens then"));
    }
    if (!task.goesOnByJob()) {
      complaints.add(
          new Complaint(
              "keeps the system that calls back waiting for what comes next",
              "tick 'asynchronous after'"));
    }
    var isCalled =
        within.tasks().stream()
            .filter(other -> other.step().equals(STEP))
            .anyMatch(
                other -> task.id().equals(other.settings().getOrDefault("waitTask", "").strip()));
    if (!isCalled) {
      complaints.add(
          new Complaint(
              "waits for a system that nobody has told where to call",
              "name it as 'waitTask' of the task that calls the system"));
    }
    return complaints;
  }
}
