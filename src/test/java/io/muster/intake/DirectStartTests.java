package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.intake.Inbox.Fate;
import io.muster.lifecycle.ProcessTest;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ProcessTest
class DirectStartTests {
  @Autowired private RuntimeService engine;
  @Autowired private Inbox inbox;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void writesAStartIntoTheInboxInItsOwnCommit() {
    var case_ = hire("D1", "platform-1");

    var receipt = inbox.find("engine-rest", "platform-1").orElseThrow();
    assertThat(receipt.fate()).isEqualTo(Fate.STARTED);
    assertThat(receipt.caseId()).isEqualTo(case_.getId());
    assertThat(receipt.employee()).isEqualTo("D1");
  }

  @Test
  void leavesNoTraceOfAStartThatIsRolledBack() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              hire("D2", "platform-2");
              status.setRollbackOnly();
            });

    assertThat(inbox.find("engine-rest", "platform-2")).isEmpty();
    assertThat(engine.createProcessInstanceQuery().variableValueEquals("employee", "D2").count())
        .isZero();
  }

  @Test
  void keepsARefusedStartThoughItsTransactionIsUndone() {
    var facts = facts("D3");
    facts.put("startDate", "${engine}");

    assertThatThrownBy(() -> engine.startProcessInstanceByKey("onboarding", "platform-3", facts))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("startDate");

    var receipt = inbox.find("engine-rest", "platform-3").orElseThrow();
    assertThat(receipt.fate()).isEqualTo(Fate.REFUSED);
    assertThat(receipt.employee()).isEqualTo("D3");
    assertThat(receipt.reason()).contains("startDate").doesNotContain("engine}");
    assertThat(receipt.caseId()).isNull();
  }

  @Test
  void keepsTheSameRefusalOnceAndALaterStartUnderTheSameKeyToo() {
    var wrong = facts("D4");
    wrong.remove("department");
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> engine.startProcessInstanceByKey("onboarding", "0042", wrong))
          .isInstanceOf(BadUserRequestException.class);
    }
    var case_ = hire("D4", "0042");

    var receipts = inbox.newest(null, null, 500).stream();
    assertThat(receipts.filter(receipt -> receipt.eventId().startsWith("0042")))
        .extracting(Inbox.Receipt::caseId)
        .containsExactly(case_.getId(), null);
  }

  @Test
  void keepsNothingOfWhatWasSentInTheCase() {
    var case_ = hire("D5", "platform-5");

    assertThat(engine.getVariables(case_.getId()))
        .doesNotContainKeys("familyName", "workEmail", "department");
    assertThat(
            jdbc.sql("select payload from muster_inbox where event_id = 'platform-5'")
                .query(String.class)
                .single())
        .doesNotContain("Lovelace");
  }

  private ProcessInstance hire(String employee, String key) {
    return engine.startProcessInstanceByKey("onboarding", key, facts(employee));
  }

  private static Map<String, Object> facts(String employee) {
    return new TreeMap<>(
        Map.of(
            "employeeId", employee,
            "givenName", "Ada",
            "familyName", "Lovelace",
            "workEmail", "ada.%s@example.com".formatted(employee),
            "department", "Engineering",
            "title", "Engineer",
            "location", "Berlin",
            "timeZone", "Europe/Berlin",
            "startDate", "2026-03-02"));
  }
}
