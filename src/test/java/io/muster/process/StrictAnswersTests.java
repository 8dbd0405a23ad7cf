package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure.Misconfigured;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Whatever is in a table that is live, nothing acts on a word that is not understood. */
class StrictAnswersTests {
  private static final String TABLE =
      """
      <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="n">
        <decision id="choice" name="Choice">
          <decisionTable id="table" hitPolicy="FIRST">
            <input id="i1"><inputExpression id="e1" typeRef="string"><text>colour</text></inputExpression></input>
            <output id="o1" name="approval" typeRef="string" />
            <rule id="r1"><inputEntry id="a1"><text>"red"</text></inputEntry>
              <outputEntry id="b1"><text>"one"</text></outputEntry></rule>
            <rule id="r2"><inputEntry id="a2"><text>"green"</text></inputEntry>
              <outputEntry id="b2"><text>"two"</text></outputEntry></rule>
            <rule id="r3"><inputEntry id="a3"><text>"blue"</text></inputEntry>
              <outputEntry id="b3"><text>null</text></outputEntry></rule>
          </decisionTable>
        </decision>
      </definitions>
      """;

  private final TableWords words =
      new TableWords("choice", Map.of("approval", OutputWords.oneOf("none", "one")));
  private final DmnEngine engine =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration()
          .customPostDecisionTableEvaluationListeners(
              List.of(
                  new StrictAnswers(
                      new StaticListableBeanFactory(Map.of("choice", words))
                          .getBeanProvider(TableWords.class))))
          .buildEngine();

  @Test
  void givesTheWordsThatAreKnown() {
    assertThat(decide("red", TABLE)).isEqualTo("one");
  }

  @Test
  void answersNothingWhereNoRuleFits() {
    assertThat(decide("yellow", TABLE)).isEqualTo("null");
  }

  @Test
  void refusesAWordThatNothingUnderstandsAndSaysWhichAre() {
    assertThatThrownBy(() -> decide("green", TABLE))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("'choice' says \"two\" in the column 'approval'")
        .hasMessageContaining("Write \"one\" or \"none\" there");
  }

  @Test
  void refusesSilence() {
    assertThatThrownBy(() -> decide("blue", TABLE))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("says nothing");
  }

  @Test
  void refusesAnAnswerInAnotherColumn() {
    assertThatThrownBy(() -> decide("red", TABLE.replace("\"approval\"", "\"consent\"")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("column 'approval'");
  }

  @Test
  void leavesTablesAloneWhoseWordsAreNotDeclared() {
    var other = TABLE.replace("decision id=\"choice\"", "decision id=\"other\"");
    var answer =
        engine.evaluateDecisionTable("other", stream(other), Variables.putValue("colour", "green"));
    assertThat(answer.getSingleResult().<String>getSingleEntry()).isEqualTo("two");
  }

  private String decide(String colour, String table) {
    var answer =
        engine.evaluateDecisionTable("choice", stream(table), Variables.putValue("colour", colour));
    return answer.isEmpty()
        ? "null"
        : String.valueOf(answer.getSingleResult().<Object>getSingleEntry());
  }

  private static ByteArrayInputStream stream(String table) {
    return new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8));
  }
}
