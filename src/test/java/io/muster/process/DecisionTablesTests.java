package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import io.muster.lifecycle.Tables;
import io.muster.process.DecisionTables.TableRule;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ProcessTest
class DecisionTablesTests {
  @Autowired private DecisionTables tables;
  @Autowired private Tables names;
  @Autowired private HistoryService history;

  @Test
  void saysWhichRulesFitAndWhatTheirAuthorsWrote() {
    var before = history.createHistoricDecisionInstanceQuery().count();
    var fitting =
        tables.fitting(
            "expectedGroups",
            Map.of("department", "IT", "location", "Berlin", "title", "IT Director"));
    assertThat(fitting)
        .extracting(TableRule::says)
        .containsExactly(
            "Whoever works in IT.", "Whoever leads people.", "Whoever works in Berlin.");
    assertThat(fitting.get(0).conditions()).isEqualTo(Map.of("Department", "\"IT\""));
    assertThat(fitting.get(0).answers()).isEqualTo(Map.of("group", "\"IT\""));
    assertThat(history.createHistoricDecisionInstanceQuery().count())
        .as("asking leaves nothing in history")
        .isEqualTo(before);
  }

  @Test
  void knowsNothingOfATableThatIsNotThere() {
    assertThat(tables.rules("noSuchTable")).isEmpty();
    assertThat(tables.fitting("noSuchTable", Map.of())).isEmpty();
  }

  @Test
  void namesWhatTheShippedTablesCountOn() {
    assertThat(names.connections()).containsExactly("okta");
    assertThat(names.groups())
        .containsExactlyInAnyOrder(
            "Engineering",
            "Sales",
            "Finance",
            "Support",
            "IT",
            "HR",
            "Managers",
            "Berlin",
            "New York");
    assertThat(names.policies())
        .contains("Company baseline", "Hexnode Access for Mac", "Hexnode Access for Windows");
  }
}
