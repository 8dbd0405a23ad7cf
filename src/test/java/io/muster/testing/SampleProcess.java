package io.muster.testing;

import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import io.muster.process.Step;
import java.util.List;

/** The vocabulary of the process {@code sample}, which tests deploy in every shape they need. */
public final class SampleProcess implements ProcessVocabulary {
  /** The process's key. */
  public static final String KEY = "sample";

  /** One that begins with a job and then asks, named "As shipped". */
  public static final String ASKING =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
        <bpmn:process id="sample" name="As shipped" isExecutable="true">
          <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
          <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="ask" />
          <bpmn:userTask id="ask" name="Ask" camunda:formRef="ask"
              camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
        </bpmn:process>
      </bpmn:definitions>
      """;

  /** The form of its question, {@code ask}. */
  public static final String QUESTION =
      """
      {"id": "ask", "type": "default", "components": [
        {"type": "textarea", "id": "c", "key": "comment"}]}
      """;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return List.of(
        Step.EMPLOYEE,
        ProcessVariable.text("decision"),
        ProcessVariable.text("comment"),
        ProcessVariable.text("serial"),
        ProcessVariable.count("days"),
        ProcessVariable.flag("sure"),
        ProcessVariable.texts("parts"),
        ProcessVariable.text("until"));
  }
}
