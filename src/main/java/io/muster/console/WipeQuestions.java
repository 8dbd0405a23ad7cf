package io.muster.console;

import io.muster.console.DecisionReader.Decided;
import io.muster.devices.DeviceFleet;
import io.muster.remote.CallBudget;
import io.muster.safety.Destruction;
import io.muster.safety.WipeHistory;
import io.muster.safety.WipeHistory.Vote;
import io.muster.safety.WipePlan;
import io.muster.safety.WipeSafety;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what somebody has to know who is asked about a wipe, and nothing else. */
@Component
class WipeQuestions {
  /** The question in the diagram. */
  static final String KEY = "approveWipe";

  private final TaskService tasks;
  private final WipeSafety safety;
  private final WipeHistory wipes;
  private final DecisionReader decisions;
  private final Destruction destruction;
  private final CallBudget budget;
  private final DeviceFleet fleet;

  WipeQuestions(
      TaskService tasks,
      WipeSafety safety,
      WipeHistory wipes,
      DecisionReader decisions,
      Destruction destruction,
      CallBudget budget,
      DeviceFleet fleet) {
    this.tasks = tasks;
    this.safety = safety;
    this.wipes = wipes;
    this.decisions = decisions;
    this.destruction = destruction;
    this.budget = budget;
    this.fleet = fleet;
  }

  /**
   * The question about one device.
   *
   * @param plan the plan's number; an answer is to exactly this one
   * @param reason why the person leaves, if that may be seen
   * @param rules which rules of the table say that somebody is asked, if that may be seen
   * @param facts what there is to compare, by what it is called
   * @param deadline until when it can be answered
   * @param votes who has said what already
   * @param ahead what will happen to a yes
   */
  record Question(
      OpenTask task,
      String plan,
      String who,
      Optional<String> reason,
      List<String> rules,
      List<Fact> facts,
      String erased,
      String silence,
      @Nullable Instant deadline,
      boolean two,
      List<Vote> votes,
      List<String> ahead) {
    /** Whose claim keeps others from answering, or null. */
    public @Nullable String claimedBy(Viewer viewer) {
      var assignee = task.assignee();
      return assignee == null || assignee.equals(viewer.name()) ? null : assignee;
    }
  }

  /** One thing to compare. */
  record Fact(String name, String words) {}

  /** What is asked now; empty if the diagram asks without a plan that safety knows. */
  Optional<Question> about(OpenTask task, Viewer viewer) {
    var known = tasks.getVariables(task.id());
    var plan = word(known, "plan");
    return safety.find(plan).map(found -> about(task, viewer, known, plan, found));
  }

  private Question about(
      OpenTask task, Viewer viewer, Map<String, Object> known, String id, WipePlan plan) {
    var seesReason = viewer.sees(Page.APPROVE, Field.REASON);
    return new Question(
        task,
        id,
        word(known, "who"),
        seesReason
            ? safety.leaving(plan.caseId()).map(leaving -> leaving.reason())
            : Optional.empty(),
        seesReason ? rules(task) : List.of(),
        facts(known, plan),
        word(known, "whatIsErased"),
        word(known, "ifNobodyAnswers"),
        plan.deadline(),
        plan.approval() == WipePlan.Approval.TWO_PEOPLE,
        viewer.sees(Page.APPROVE, Field.ANSWER) ? wipes.votes(id) : List.of(),
        ahead());
  }

  private List<String> rules(OpenTask task) {
    return decisions.in(List.of(task.about().id())).stream()
        .reduce((earlier, later) -> later)
        .map(Decided::rules)
        .orElse(List.of());
  }

  private static List<Fact> facts(Map<String, Object> known, WipePlan plan) {
    return List.of(
        new Fact("Device", word(known, "deviceName")),
        new Fact("Model", "%s (%s)".formatted(word(known, "deviceModel"), word(known, "platform"))),
        new Fact("Serial number", plan.facts().serial()),
        new Fact("Whose property", word(known, "ownership")),
        new Fact("Belongs to", word(known, "ownerShown")),
        new Fact("Last seen", word(known, "lastSeen")),
        new Fact("Be careful", word(known, "deviceFacts")),
        new Fact("Stays under another number?", word(known, "otherNumbers")));
  }

  /** What stands between a yes and the wipe. */
  private List<String> ahead() {
    var state = destruction.state();
    var ahead = new ArrayList<String>();
    if (state.pause() != null) {
      ahead.add("Wipes are paused: a yes is kept, and nothing is sent until two people go on.");
    }
    if (state.opening() != null) {
      ahead.add(
          "The breaker is open: a yes is kept, and nothing is sent until two people close it.");
    }
    state.counts().stream()
        .findFirst()
        .ifPresent(
            count ->
                ahead.add(
                    "%d of the %d wipes that are ordinary in a day have been sent."
                        .formatted(count.calls(), count.limit())));
    for (var room : budget.room(fleet.connection())) {
      ahead.add(
          "%d of %d calls to device management are left this %s; a wipe takes about 11."
              .formatted(room.left(), room.limit(), room.period()));
    }
    return ahead;
  }

  private static String word(Map<String, Object> known, String name) {
    return known.get(name) instanceof String word ? word : "not known";
  }
}
