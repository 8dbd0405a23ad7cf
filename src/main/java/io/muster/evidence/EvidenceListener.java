package io.muster.evidence;

import io.muster.evidence.Fact.Content;
import io.muster.evidence.Fact.Personal;
import io.muster.evidence.Fact.Where;
import io.muster.intake.EventStored;
import io.muster.leavers.ClockChanged;
import io.muster.ledger.EffectRecorded;
import io.muster.ledger.OutcomeChanged;
import io.muster.ledger.Pause;
import io.muster.people.HoldChanged;
import io.muster.process.AnswerGiven;
import io.muster.process.CaseAction;
import io.muster.process.CaseEnded;
import io.muster.process.CaseStarted;
import io.muster.process.DecisionTaken;
import io.muster.safety.WipeRecorded;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Has everything written into the chain that an auditor asks about, as it happens. */
@Component
class EvidenceListener {
  private final EvidenceChain chain;

  EvidenceListener(EvidenceChain chain) {
    this.chain = chain;
  }

  @EventListener
  void stored(EventStored event) {
    var receipt = event.receipt();
    chain.add(
        new Fact(
            where(receipt.caseId(), receipt.employee(), receipt.source()),
            receipt.employee(),
            Kinds.HR_EVENT,
            new Content()
                .with("source", receipt.source())
                .about("eventId", receipt.eventId())
                .with("type", event.kind())
                .with("status", receipt.fate())
                .with("receivedAt", time(receipt.takenAt()))
                .about("reason", receipt.reason())
                .about("payload", event.payload())
                .about("payloadSha256", event.digest())
                .about("corrected", event.corrected())
                .login("replayedBy", receipt.replayedBy())
                .with("replayedAt", time(receipt.replayedAt()))
                .members()));
  }

  private static Where where(@Nullable String caseId, @Nullable String employee, String source) {
    if (caseId != null) {
      return Where.ofCase(caseId);
    }
    return employee == null ? Where.ofSource(source) : Where.ofPerson(employee);
  }

  @EventListener
  void started(CaseStarted started) {
    chain.add(
        new Fact(
            Where.ofCase(started.caseId()),
            null,
            started.caseId().equals(started.instanceId()) ? Kinds.CASE_STARTED : Kinds.PART_STARTED,
            new Content()
                .with("process", started.process())
                .with("instance", started.instanceId())
                .with("diagramVersion", started.version())
                .with("diagramSha256", started.diagram())
                .members()));
  }

  @EventListener
  void ended(CaseEnded ended) {
    chain.add(
        new Fact(
            Where.ofCase(ended.caseId()),
            null,
            ended.caseId().equals(ended.instanceId()) ? Kinds.CASE_ENDED : Kinds.PART_ENDED,
            new Content()
                .with("process", ended.process())
                .with("instance", ended.instanceId())
                .with("state", ended.state())
                .about("reason", ended.reason())
                .members()));
  }

  @EventListener
  void decided(DecisionTaken decision) {
    chain.add(
        new Fact(
            Where.ofCase(decision.caseId()),
            null,
            Kinds.DECISION,
            new Content()
                .with("table", decision.table().key())
                .with("tableVersion", decision.table().version())
                .with("tableSha256", decision.table().sha256())
                .with("step", decision.element())
                .with("inputs", personal(decision.inputs()))
                .with("rules", decision.rules())
                .with("outputs", personal(decision.outputs()))
                .members()));
  }

  @EventListener
  void answered(AnswerGiven answer) {
    chain.add(
        new Fact(
            Where.ofCase(answer.caseId()),
            answer.about() == null ? null : answer.about().value(),
            Kinds.ANSWER,
            new Content()
                .with("task", answer.task())
                .login("by", answer.by())
                .with("at", time(answer.at()))
                .with(
                    "address",
                    answer.address() == null
                        ? null
                        : new Personal("login/" + answer.by(), answer.address()))
                .about("said", answer.said())
                .about("shown", answer.shown())
                .with("models", answer.models())
                .members()));
  }

  @EventListener
  void acted(CaseAction action) {
    chain.add(
        new Fact(
            Where.ofCase(action.caseId()),
            action.about() == null ? null : action.about().value(),
            Kinds.BY_HAND,
            new Content()
                .with("action", action.kind())
                .login("by", action.by())
                .with("at", time(action.at()))
                .with(
                    "address",
                    action.address() == null
                        ? null
                        : new Personal("login/" + action.by(), action.address()))
                .about("detail", action.detail())
                .about("reason", action.reason())
                .members()));
  }

  @EventListener
  void recorded(EffectRecorded effect) {
    var entry = effect.entry();
    var content =
        new Content()
            .with("effect", entry.id())
            .with("connection", entry.connection())
            .with("action", entry.action())
            .about("target", entry.target())
            .with("process", entry.onBehalfOf().process())
            .with("step", entry.onBehalfOf().step());
    chain.add(
        new Fact(
            Where.ofCase(entry.onBehalfOf().id()),
            entry.onBehalfOf().employee().value(),
            switch (effect.stage()) {
              case INTENDED -> Kinds.INTENDED;
              case ANSWERED -> Kinds.ANSWERED;
              case SEEN -> Kinds.SEEN;
            },
            switch (effect.stage()) {
              case INTENDED -> content.with("at", time(entry.intendedAt())).members();
              case ANSWERED ->
                  content
                      .with("at", time(entry.answeredAt()))
                      .with("answer", entry.answer())
                      .about("note", entry.note())
                      .with("requestIds", effect.requestIds())
                      .members();
              case SEEN ->
                  content
                      .with("at", time(entry.seenAt()))
                      .with("asWished", entry.asWished())
                      .about("seen", entry.seen())
                      .members();
            }));
  }

  @EventListener
  void changed(OutcomeChanged change) {
    var outcome = change.outcome();
    chain.add(
        new Fact(
            Where.ofCase(outcome.caseId()),
            outcome.employee().value(),
            Kinds.OUTCOME,
            new Content()
                .with("outcome", outcome.kind())
                .about("target", outcome.target())
                .with("before", change.before())
                .with("state", outcome.state())
                .with("at", time(outcome.changedAt()))
                .about("words", outcome.words())
                .members()));
  }

  @EventListener
  void waits(Pause wait) {
    chain.add(
        new Fact(
            Where.ofCase(wait.caseId()),
            null,
            Kinds.WAIT,
            new Content()
                .about("what", wait.what())
                .with("reason", wait.reason())
                .with("since", time(wait.since()))
                .with("until", time(wait.until()))
                .members()));
  }

  @EventListener
  void timed(ClockChanged clock) {
    chain.add(
        new Fact(
            Where.ofCase(clock.caseId()),
            clock.employee().value(),
            Kinds.CLOCK,
            new Content()
                .with("effectiveAt", time(clock.effectiveAt()))
                .with("securedAt", time(clock.securedAt()))
                .members()));
  }

  @EventListener
  void held(HoldChanged hold) {
    chain.add(
        new Fact(
            Where.ofPerson(hold.employee().value()),
            hold.employee().value(),
            hold.placed() ? Kinds.HOLD_PLACED : Kinds.HOLD_LIFTED,
            new Content()
                .with("at", time(hold.at()))
                .login("by", hold.by())
                .about("reason", hold.reason())
                .members()));
  }

  @EventListener
  void wiped(WipeRecorded wipe) {
    var plan = wipe.plan();
    var facts = plan.facts();
    chain.add(
        new Fact(
            Where.ofCase(plan.caseId()),
            plan.employee().value(),
            Kinds.WIPE,
            new Content()
                .with("what", wipe.what())
                .with("plan", wipe.planId())
                .with("at", time(wipe.at()))
                .login("by", wipe.by())
                .about("detail", wipe.detail())
                .with("device", facts.device().value())
                .about("serial", facts.serial())
                .about("owner", facts.owner())
                .with("ownership", facts.ownership())
                .with("enrolledAt", time(facts.enrolledAt()))
                .with("wipe", plan.kind())
                .with("claim", plan.claim())
                .with("approval", plan.approval())
                .with("deadline", time(plan.deadline()))
                .with("onTimeout", plan.onSilence())
                .members()));
  }

  private static Map<String, Personal> personal(Map<String, String> members) {
    var sealed = new LinkedHashMap<String, Personal>();
    members.forEach((name, value) -> sealed.put(name, new Personal(null, value)));
    return sealed;
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
