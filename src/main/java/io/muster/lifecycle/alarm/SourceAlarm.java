package io.muster.lifecycle.alarm;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.muster.lifecycle.Alarms;
import io.muster.lifecycle.Cases;
import io.muster.people.EmployeeId;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The vocabulary of the source alarm, and the way into it. */
@Component
class SourceAlarm implements ProcessVocabulary, Alarms {
  static final String KEY = "source-alarm";
  private static final int LONGEST = 64;
  static final String WELL_AGAIN = "sourceWellAgain";

  private final ObjectProvider<Cases> cases;
  private final ObjectProvider<RuntimeService> engine;
  private final Clock clock;

  SourceAlarm(ObjectProvider<Cases> cases, ObjectProvider<RuntimeService> engine, Clock clock) {
    this.cases = cases;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return List.of(SOURCE, PROBLEM, DECISION, COMMENT);
  }

  @Override
  public List<DiagramNeed> needs() {
    return List.of(
        DiagramNeed.message(WELL_AGAIN, "a source that is well again ends the alarm by itself"));
  }

  @Override
  @Transactional
  public void raise(String source, String problem) {
    var open = cases.getObject();
    if (open.running(KEY, standingFor(source)).isPresent()) {
      goesOn(source, problem);
      return;
    }
    var started =
        engine
            .getObject()
            .startProcessInstanceByKey(
                KEY,
                "%s/%s".formatted(source, clock.instant()),
                Map.of(SOURCE.name(), source, PROBLEM.name(), problem));
    if (!open.open(KEY, standingFor(source), started.getId())) {
      throw new ConcurrencyFailureException("another node raised the alarm; this start is undone");
    }
  }

  @Override
  @Transactional
  public void goesOn(String source, String problem) {
    var runtime = engine.getObject();
    cases
        .getObject()
        .running(KEY, standingFor(source))
        .filter(running -> !problem.equals(runtime.getVariable(running, PROBLEM.name())))
        .ifPresent(running -> runtime.setVariable(running, PROBLEM.name(), problem));
  }

  @Override
  @Transactional
  public void over(String source) {
    cases.getObject().running(KEY, standingFor(source)).ifPresent(this::end);
  }

  /** One that has not even begun to listen is ended before it asks anybody. */
  private void end(String running) {
    var heard =
        engine
            .getObject()
            .createMessageCorrelation(WELL_AGAIN)
            .processInstanceId(running)
            .correlateAllWithResult();
    if (heard.isEmpty()) {
      engine.getObject().deleteProcessInstance(running, "well again before anybody was asked");
    }
  }

  /** What stands for the source where others would have a person: one alarm runs for each. */
  private static EmployeeId standingFor(String source) {
    var name = "source." + source;
    return new EmployeeId(
        name.length() <= LONGEST ? name : "source." + UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
  }
}
