package io.muster.lifecycle.breaker;

import static io.muster.lifecycle.LifecycleVariables.ANSWERED_BY;
import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;

import io.muster.lifecycle.Cases;
import io.muster.people.EmployeeId;
import io.muster.process.DiagramNeed;
import io.muster.process.OwnStart;
import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import io.muster.safety.Destruction.State;
import java.time.Clock;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The vocabulary of the process that asks two people to close the breaker, and the way into it. */
@Component
class BreakerAlarm implements ProcessVocabulary {
  static final String KEY = "wipe-breaker";

  /** What stands for the breaker where others would have a person: one alarm runs. */
  static final EmployeeId STANDING_FOR = new EmployeeId("wipe.breaker");

  static final String LIST_CHANGED = "wipeListChanged";
  static final String CLOSED = "wipeBreakerClosed";

  static final ProcessVariable<String> WHY_OPEN = ProcessVariable.text("whyOpen");
  static final ProcessVariable<String> OPEN_SINCE = ProcessVariable.text("openSince");
  static final ProcessVariable<String> LIST = ProcessVariable.text("listDigest");
  static final ProcessVariable<Integer> WAITING = ProcessVariable.count("waitingWipes");
  static final ProcessVariable<String> WIPES = ProcessVariable.text("wipeList");
  static final ProcessVariable<String> AGREED = ProcessVariable.text("agreedSoFar");
  static final ProcessVariable<Boolean> IS_CLOSED = ProcessVariable.flag("breakerClosed");

  private final ObjectProvider<Cases> cases;
  private final ObjectProvider<RuntimeService> engine;
  private final Clock clock;

  BreakerAlarm(ObjectProvider<Cases> cases, ObjectProvider<RuntimeService> engine, Clock clock) {
    this.cases = cases;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public List<DiagramNeed> needs() {
    return List.of(
        DiagramNeed.message(CLOSED, "a breaker that was closed elsewhere ends the question"),
        DiagramNeed.message(LIST_CHANGED, "a list that has changed is shown anew"));
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return List.of(
        WHY_OPEN,
        OPEN_SINCE,
        LIST,
        WAITING,
        WIPES,
        AGREED,
        IS_CLOSED,
        PROBLEM,
        DECISION,
        COMMENT,
        ANSWERED_BY);
  }

  /** Asks while the breaker is open, shows the list anew when it changes, and ends with it. */
  @Transactional
  void follow(State state) {
    var running = cases.getObject().running(KEY, STANDING_FOR);
    if (state.opening() == null) {
      running.ifPresent(this::end);
    } else if (running.isEmpty()) {
      begin();
    } else {
      showAnew(running.get(), state);
    }
  }

  private void begin() {
    var started =
        OwnStart.of(
            () ->
                engine
                    .getObject()
                    .startProcessInstanceByKey(KEY, "breaker/" + clock.instant())
                    .getId());
    if (!cases.getObject().open(KEY, STANDING_FOR, started)) {
      throw new ConcurrencyFailureException("another node raised the alarm; this start is undone");
    }
  }

  /** A task that is open is ended and asked again, as its form shows the list as it was. */
  private void showAnew(String running, State state) {
    var runtime = engine.getObject();
    var shown = runtime.getVariable(running, LIST.name());
    var agreed = runtime.getVariable(running, AGREED.name());
    if (shown != null
        && (!shown.equals(state.list()) || !BreakerWords.agreed(state).equals(agreed))) {
      runtime
          .createMessageCorrelation(LIST_CHANGED)
          .processInstanceId(running)
          .correlateAllWithResult();
    }
  }

  private void end(String running) {
    var heard =
        engine
            .getObject()
            .createMessageCorrelation(CLOSED)
            .processInstanceId(running)
            .correlateAllWithResult();
    if (heard.isEmpty()) {
      engine.getObject().deleteProcessInstance(running, "closed before anybody was asked");
    }
  }
}
