package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.guard.AgreedDeployments;
import io.muster.guard.Loosenings;
import io.muster.guard.Person;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What makes a wipe easier does not reach a case that runs; what makes it harder does. */
class LoosenedTableTests extends LeaverStage {
  @Autowired private Loosenings loosenings;
  @Autowired private JdbcClient jdbc;
  @Autowired private MovableClock clock;

  @AfterEach
  void asShipped() throws IOException {
    jdbc.sql("delete from muster_loosened_model").update();
    var shipped = shipped();
    AgreedDeployments.deploy(engine, () -> table(shipped));
  }

  @Test
  void aCaseThatRunsKeepsItsTableAndTheNextHasTheNewOne() throws IOException {
    var strict = shipped().replace("\"one\"", "\"two\"");
    table(strict).deploy();
    laptop();
    var running = left();
    walk.runUntil(running, "decideWipe");
    later(MINUTE);

    release(shipped());
    pass(running, MINUTE);

    assertThat(approval(running)).isEqualTo("two");
  }

  @Test
  void aCaseThatBeganAfterwardsHasTheNewTable() throws IOException {
    table(shipped().replace("\"one\"", "\"two\"")).deploy();
    release(shipped());
    later(MINUTE);
    laptop();
    var later = left();
    pass(later, MINUTE);
    assertThat(approval(later)).isEqualTo("one");
  }

  @Test
  void whatIsStricterReachesACaseThatRuns() throws IOException {
    laptop();
    var running = left();
    walk.runUntil(running, "decideWipe");
    table(shipped().replace("\"one\"", "\"two\"")).deploy();
    pass(running, MINUTE);
    assertThat(approval(running)).isEqualTo("two");
  }

  private void later(Duration time) {
    clock.advance(time);
    ClockUtil.setCurrentTime(Date.from(clock.instant()));
  }

  /** Live with people's agreement, at this moment. */
  private void release(String content) {
    try {
      table(content).deploy();
    } catch (BadUserRequestException held) {
      for (var change : loosenings.waiting()) {
        for (var person = 1; person <= 4; person++) {
          loosenings.agree(
              change.number(),
              change.content(),
              new Person("agreeing" + person, Set.of(), Set.of("approver")),
              "looked at it");
        }
      }
      table(content).deploy();
    }
    assertThat(loosenings.waiting()).isEmpty();
  }

  private String approval(ProcessInstance offboarding) {
    return walk.parts(offboarding).stream()
        .flatMap(
            part ->
                engine
                    .getHistoryService()
                    .createHistoricVariableInstanceQuery()
                    .processInstanceId(part)
                    .variableName("approval")
                    .list()
                    .stream())
        .map(variable -> String.valueOf(variable.getValue()))
        .findFirst()
        .orElseThrow();
  }

  private DeploymentBuilder table(String content) {
    return engine.getRepositoryService().createDeployment().addString("wipe-decision.dmn", content);
  }

  private static String shipped() throws IOException {
    return new ClassPathResource("processes/offboarding/wipe-decision.dmn")
        .getContentAsString(StandardCharsets.UTF_8);
  }
}
