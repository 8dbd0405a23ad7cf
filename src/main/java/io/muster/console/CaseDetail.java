package io.muster.console;

import io.muster.console.AnswerReader.Answer;
import io.muster.console.CaseReader.Stop;
import io.muster.console.DecisionReader.Decided;
import io.muster.console.HandWork.Offer;
import io.muster.evidence.CaseEvidence;
import io.muster.evidence.CaseEvidence.ShownAnswer;
import io.muster.ledger.EffectHistory;
import io.muster.ledger.OutcomeHistory;
import io.muster.ledger.OutcomeTimes;
import io.muster.ledger.Pause;
import io.muster.lifecycle.CaseRepairs;
import io.muster.process.CaseAction;
import io.muster.process.OwnValues;
import io.muster.process.OwnValues.OwnValue;
import io.muster.safety.WipeHistory;
import io.muster.safety.WipeHistory.PlannedWipe;
import io.muster.safety.WipeSafety;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Puts together what one person may see of one case. */
@Component
class CaseDetail {
  private static final int MOST_EFFECTS = 300;
  private static final String REASON = "reason";

  private final CaseReader cases;
  private final TaskReader tasks;
  private final AnswerReader answers;
  private final DecisionReader decisions;
  private final EffectHistory effects;
  private final OutcomeHistory outcomes;
  private final WipeHistory wipes;
  private final WipeSafety safety;
  private final OwnValues values;
  private final CaseRepairs repairs;
  private final HandWork handWork;
  private final CaseEvidence evidence;
  private final Labels labels;

  CaseDetail(
      CaseReader cases,
      TaskReader tasks,
      AnswerReader answers,
      DecisionReader decisions,
      EffectHistory effects,
      OutcomeHistory outcomes,
      WipeHistory wipes,
      WipeSafety safety,
      OwnValues values,
      CaseRepairs repairs,
      HandWork handWork,
      CaseEvidence evidence,
      Labels labels) {
    this.cases = cases;
    this.tasks = tasks;
    this.answers = answers;
    this.decisions = decisions;
    this.effects = effects;
    this.outcomes = outcomes;
    this.wipes = wipes;
    this.safety = safety;
    this.values = values;
    this.repairs = repairs;
    this.handWork = handWork;
    this.evidence = evidence;
    this.labels = labels;
  }

  /**
   * A case.
   *
   * @param reason why the person leaves, if that may be seen and HR said so
   * @param path where it has been, in order
   * @param parts the cases it has called
   * @param shown what those who answered were shown, if the viewer may read all of that
   * @param byHand what people did to it
   * @param offer what this person can do to it; empty if nothing
   * @param own the process owner's own variables that the viewer may read
   */
  record View(
      CaseHead head,
      Optional<String> reason,
      List<Stop> path,
      List<CaseHead> parts,
      List<OpenTask> tasks,
      List<OutcomeTimes> outcomes,
      List<Pause> pauses,
      List<PlannedWipe> wipes,
      List<EffectLine> effects,
      List<Answer> answers,
      List<ShownAnswer> shown,
      List<CaseAction> byHand,
      Optional<Offer> offer,
      List<Decided> decisions,
      List<OwnValue> own) {
    /** Where it stands now. */
    public List<Stop> stands() {
      return path.stream().filter(stop -> stop.endedAt() == null && !stop.isGateway()).toList();
    }
  }

  /**
   * What this person may see of the case.
   *
   * @throws PageRefused if that is nothing
   */
  View of(CaseHead head, Viewer viewer) {
    var parts = cases.parts(head.id());
    var ids = new ArrayList<String>(List.of(head.id()));
    parts.forEach(part -> ids.add(part.id()));
    var open = tasks.in(ids);
    var said = viewer.sees(Page.CASE, Field.ANSWER) ? answers.in(ids) : List.<Answer>of();
    if (viewer.onlyDecides()) {
      demandQuestion(viewer, open, said);
    }
    var reason = viewer.sees(Page.CASE, Field.REASON);
    var devices = viewer.sees(Page.CASE, Field.DEVICE);
    var decided = viewer.sees(Page.CASE, Field.DECISION) ? decisions.in(ids) : List.<Decided>of();
    var own = values.of(ids);
    var hidden = own.stream().filter(value -> !mayRead(viewer, value)).toList();
    return new View(
        head,
        reason ? reason(head) : Optional.empty(),
        cases.path(head.id()),
        devices ? parts : List.of(),
        viewer.sees(Page.CASE, Field.TASK) ? open : List.of(),
        outcomes(head, devices),
        devices
            ? outcomes.pauses(List.of(head.id())).getOrDefault(head.id(), List.of())
            : List.of(),
        devices ? wipes.of(head.root()) : List.of(),
        viewer.sees(Page.CASE, Field.EFFECT) ? effects(head) : List.of(),
        said.stream().map(answer -> readable(answer, reason, hidden)).toList(),
        // a form shows the reason of leaving, and the owner's own variables
        !said.isEmpty()
                && reason
                && devices
                && viewer.sees(Page.CASE, Field.DECISION)
                && hidden.isEmpty()
            ? evidence.shown(head.root())
            : List.of(),
        viewer.sees(Page.CASE, Field.ANSWER) ? repairs.done(head.root()) : List.of(),
        handWork.of(head, open, viewer),
        decided.stream().map(one -> readable(one, reason, hidden)).toList(),
        own.stream().filter(value -> mayRead(viewer, value)).toList());
  }

  /** Auditors and administrators read everything; others what the diagram lets them. */
  private static boolean mayRead(Viewer viewer, OwnValue value) {
    var readers = value.variable().readers();
    return readers.isEmpty()
        ? viewer.sees(Page.CASE, Field.ANSWER)
        : Stream.concat(Stream.of("auditor", "administrator"), readers.stream())
            .anyMatch(viewer::isIn);
  }

  private static Answer readable(Answer answer, boolean reason, List<OwnValue> hidden) {
    var readable = reason ? answer : answer.without(REASON);
    for (var value : hidden) {
      readable = readable.without(value.variable().name());
    }
    return readable;
  }

  private static Decided readable(Decided decided, boolean reason, List<OwnValue> hidden) {
    var readable = reason ? decided : decided.withoutReason();
    return readable.without(
        hidden.stream().map(value -> String.valueOf(value.value())).collect(Collectors.toSet()));
  }

  /** Why the person leaves, as HR writes it; empty if it is no case of a leaver. */
  Optional<String> reason(CaseHead head) {
    return safety.leaving(head.root()).map(leaving -> leaving.reason());
  }

  private List<OutcomeTimes> outcomes(CaseHead head, boolean devices) {
    return effects.outcomes(head.root()).stream()
        .filter(times -> devices || !labels.isOfDevices(times.outcome().kind()))
        .toList();
  }

  private List<EffectLine> effects(CaseHead head) {
    return effects.effects(head.root(), MOST_EFFECTS).stream().map(EffectLine::of).toList();
  }

  private static void demandQuestion(Viewer viewer, List<OpenTask> open, List<Answer> said) {
    if (open.stream().noneMatch(task -> task.isFor(viewer))
        && said.stream().noneMatch(answer -> viewer.name().equals(answer.by()))) {
      throw PageRefused.nothingToDecide();
    }
  }
}
