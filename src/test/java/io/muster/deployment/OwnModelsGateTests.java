package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.process.AllowedInOwnProcesses;
import io.muster.process.GuardedDeed;
import io.muster.process.ModelCatalog;
import io.muster.process.Step;
import io.muster.process.TableWords;
import io.muster.process.TaskRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Own variables and own processes at the gate: broken edits are told apart from harmless ones. */
class OwnModelsGateTests {
  private static final String LEND = "lend/lend.bpmn";
  private static final String SAMPLE = "lend/sample.bpmn";
  private static final String ASK = "lend/ask.form";
  private static final String SEND = "lend/send.form";
  private static final String START = "lend/begun.form";
  private static final String ROUTE = "lend/route.dmn";

  private static final String HEAD =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
      """;
  private static final String LENDING =
      HEAD
          + """
            <bpmn:process id="lend" name="Lend something" isExecutable="true">
              <bpmn:extensionElements><camunda:properties>
                <camunda:property name="own.startedBy" value="operator, hr" />
                <camunda:property name="own.1.name" value="own_colour" />
                <camunda:property name="own.1.type" value="choice" />
                <camunda:property name="own.1.choices" value="red, green" />
                <camunda:property name="own.2.name" value="own_way" />
                <camunda:property name="own.2.type" value="choice" />
                <camunda:property name="own.2.choices" value="send, fetch, ask" />
                <camunda:property name="own.3.name" value="own_seats" />
                <camunda:property name="own.3.type" value="number" />
                <camunda:property name="own.4.name" value="own_until" />
                <camunda:property name="own.4.type" value="date" />
                <camunda:property name="own.5.name" value="own_sure" />
                <camunda:property name="own.5.type" value="yesNo" />
                <camunda:property name="own.6.name" value="own_note" />
                <camunda:property name="own.6.type" value="text" />
                <camunda:property name="own.6.readers" value="hr, operator" />
                <camunda:property name="own.6.personal" value="no" />
              </camunda:properties></bpmn:extensionElements>
              <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true"
                  camunda:formRef="begun" camunda:formRefBinding="deployment" />
              <bpmn:sequenceFlow id="f0" sourceRef="begun" targetRef="ask" />
              <bpmn:userTask id="ask" name="Ask what is wanted" camunda:formRef="ask"
                  camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
              <bpmn:sequenceFlow id="f1" sourceRef="ask" targetRef="wanted" />
              <bpmn:exclusiveGateway id="wanted" name="Is it wanted?" default="no" />
              <bpmn:sequenceFlow id="no" name="No" sourceRef="wanted" targetRef="over" />
              <bpmn:sequenceFlow id="yes" name="Yes" sourceRef="wanted" targetRef="route">
                <bpmn:conditionExpression>${decision == 'yes'}</bpmn:conditionExpression>
              </bpmn:sequenceFlow>
              <bpmn:businessRuleTask id="route" name="Choose the way" camunda:asyncBefore="true"
                  camunda:decisionRef="lendRoute" camunda:resultVariable="own_way"
                  camunda:mapDecisionResult="singleEntry" />
              <bpmn:sequenceFlow id="f2" sourceRef="route" targetRef="which" />
              <bpmn:exclusiveGateway id="which" name="Which way?" default="other" />
              <bpmn:sequenceFlow id="sent" name="Send it" sourceRef="which" targetRef="send">
                <bpmn:conditionExpression>${own_way == 'send'}</bpmn:conditionExpression>
              </bpmn:sequenceFlow>
              <bpmn:sequenceFlow id="fetched" name="Fetch it" sourceRef="which" targetRef="fetch">
                <bpmn:conditionExpression>${own_way == 'fetch'}</bpmn:conditionExpression>
              </bpmn:sequenceFlow>
              <bpmn:sequenceFlow id="other" name="Ask" sourceRef="which" targetRef="tell" />
              <bpmn:userTask id="send" name="Send the thing" camunda:formRef="send"
                  camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
              <bpmn:userTask id="fetch" name="Fetch the thing" camunda:formRef="send"
                  camunda:formRefBinding="deployment" camunda:candidateGroups="hr" />
              <bpmn:serviceTask id="tell" name="Tell somebody" camunda:asyncBefore="true"
                  camunda:delegateExpression="${tell}" />
              <bpmn:sequenceFlow id="f3" sourceRef="send" targetRef="lent" />
              <bpmn:sequenceFlow id="f4" sourceRef="fetch" targetRef="lent" />
              <bpmn:sequenceFlow id="f5" sourceRef="tell" targetRef="lent" />
              <bpmn:endEvent id="lent" name="Lent" />
              <bpmn:endEvent id="over" name="Over" />
            </bpmn:process>
          </bpmn:definitions>
          """;

  /** One of our processes that calls the owner's. */
  private static final String CALLING =
      HEAD
          + """
            <bpmn:process id="sample" name="Sample" isExecutable="true">
              <bpmn:extensionElements><camunda:properties>
                <camunda:property name="own.1.name" value="own_result" />
                <camunda:property name="own.1.type" value="text" />
              </camunda:properties></bpmn:extensionElements>
              <bpmn:startEvent id="began" name="Began" camunda:asyncAfter="true" />
              <bpmn:sequenceFlow id="s1" sourceRef="began" targetRef="lending" />
              <bpmn:callActivity id="lending" name="Lend it" camunda:asyncBefore="true"
                  calledElement="lend">
                <bpmn:extensionElements>
                  <camunda:in source="employee" target="employee" />
                  <camunda:out source="own_note" target="own_result" />
                </bpmn:extensionElements>
              </bpmn:callActivity>
              <bpmn:sequenceFlow id="s2" sourceRef="lending" targetRef="paintIt" />
              <bpmn:serviceTask id="paintIt" name="Paint it" camunda:asyncBefore="true"
                  camunda:delegateExpression="${paint}" />
              <bpmn:sequenceFlow id="s3" sourceRef="paintIt" targetRef="done" />
              <bpmn:endEvent id="done" name="Done" />
            </bpmn:process>
          </bpmn:definitions>
          """;

  private static final String ASKED =
      """
      {"id": "ask", "type": "default", "components": [
        {"type": "radio", "id": "r1", "key": "decision", "label": "Is it wanted?",
         "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]},
        {"type": "select", "id": "r2", "key": "own_colour", "label": "Which colour?",
         "values": [{"label": "Red", "value": "red"}, {"label": "Green", "value": "green"}]},
        {"type": "number", "id": "n1", "key": "own_seats", "label": "How many?"},
        {"type": "datetime", "subtype": "date", "id": "d1", "key": "own_until", "label": "How long?"},
        {"type": "checkbox", "id": "c1", "key": "own_sure", "label": "Sure?"},
        {"type": "textfield", "id": "t1", "key": "own_note", "label": "A note"}]}
      """;
  private static final String SENT =
      """
      {"id": "send", "type": "default", "components": [
        {"type": "text", "id": "t1", "text": "**{{who}}** {{own_note}} {{own_colour}}"},
        {"type": "textarea", "id": "t2", "key": "comment", "label": "Anything to add?"}]}
      """;
  private static final String BEGUN =
      """
      {"id": "begun", "type": "default", "components": [
        {"type": "textfield", "id": "t1", "key": "employee", "label": "Employee number"}]}
      """;
  private static final String ROUTES =
      """
      <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="n">
        <decision id="lendRoute" name="Route">
          <decisionTable id="table" hitPolicy="FIRST">
            <input id="i1"><inputExpression id="e1" typeRef="string"><text>own_colour</text></inputExpression></input>
            <output id="o1" name="way" typeRef="string" />
            <rule id="first"><inputEntry id="c1"><text>"red"</text></inputEntry>
              <outputEntry id="c2"><text>"send"</text></outputEntry></rule>
            <rule id="second"><inputEntry id="c3"><text>"green"</text></inputEntry>
              <outputEntry id="c4"><text>"fetch"</text></outputEntry></rule>
            <rule id="third"><inputEntry id="c5"><text></text></inputEntry>
              <outputEntry id="c6"><text>"ask"</text></outputEntry></rule>
          </decisionTable>
        </decision>
      </definitions>
      """;
  private static final Map<String, String> FILES =
      Map.of(LEND, LENDING, SAMPLE, CALLING, ASK, ASKED, SEND, SENT, START, BEGUN, ROUTE, ROUTES);

  private final Gate gate =
      new Gate(
          new ModelCatalog(
              Map.of("paint", Paint.class, "tell", Tell.class, "listener", Listener.class),
              () ->
                  Map.of(
                      "sample", Set.of("employee", "decision", "comment", "parts"),
                      "erase", Set.of("employee")),
              Map::of),
          new StaticListableBeanFactory().getBeanProvider(TableWords.class),
          new StaticListableBeanFactory().getBeanProvider(GuardedDeed.class),
          new StaticListableBeanFactory().getBeanProvider(TaskRule.class));

  private static final String NO_WAY =
      "<bpmn:sequenceFlow id=\"no\" name=\"No\" sourceRef=\"wanted\" targetRef=\"over\" />";

  /** A third answer to the first question. */
  private static final Part LATER =
      new Part(
          ASK,
          "{\"label\": \"No\", \"value\": \"no\"}",
          "{\"label\": \"No\", \"value\": \"no\"}, {\"label\": \"Later\", \"value\": \"later\"}");

  /** One change of one file. */
  private record Part(String file, String from, String to) {}

  /** Changes that belong together, and what a refusal says about them. */
  private record Edit(List<Part> parts, String element, String says) {
    @Override
    public String toString() {
      var part = parts.get(0);
      return "%s: %s -> %s".formatted(part.file(), part.from().strip(), part.to().strip());
    }
  }

  private static Edit broken(String file, String from, String to, String element, String says) {
    return new Edit(List.of(new Part(file, from, to)), element, says);
  }

  private static Edit harmless(String file, String from, String to) {
    return new Edit(List.of(new Part(file, from, to)), "", "");
  }

  /** "No" leads past this to a gateway that tells "later" from "no". */
  private static Part secondQuestionBehind(String between) {
    return new Part(
        LEND,
        NO_WAY,
        """
        <bpmn:sequenceFlow id="no" name="No" sourceRef="wanted" targetRef="between" />
        %s
        <bpmn:sequenceFlow id="g1" sourceRef="between" targetRef="really" />
        <bpmn:exclusiveGateway id="really" name="Really not?" default="g3" />
        <bpmn:sequenceFlow id="g2" name="Later" sourceRef="really" targetRef="send">
          <bpmn:conditionExpression>${decision == 'later'}</bpmn:conditionExpression>
        </bpmn:sequenceFlow>
        <bpmn:sequenceFlow id="g3" name="No" sourceRef="really" targetRef="over" />
        """
            .formatted(between));
  }

  private static String task(String form) {
    return "<bpmn:userTask id=\"between\" name=\"Between\" camunda:formRef=\"%s\" camunda:formRefBinding=\"deployment\" camunda:candidateGroups=\"operator\" />"
        .formatted(form);
  }

  @Test
  void takesWhatKeepsTheRules() {
    assertThat(check(FILES)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void refusesABrokenEditInWords(Edit edit) {
    assertThat(check(edited(edit)))
        .anySatisfy(
            problem -> {
              assertThat(problem.element()).isEqualTo(edit.element());
              assertThat("%s; %s".formatted(problem.what(), problem.remedy()))
                  .contains(edit.says())
                  .doesNotContain("Exception", "syntax error", "encountered", "vocabulary");
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void takesAHarmlessEdit(Edit edit) {
    assertThat(check(edited(edit))).isEmpty();
  }

  @Test
  void thereAreFortyOfEachAndNoneIsTheSameTwice() {
    assertThat(broken()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    assertThat(harmless()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
  }

  static Stream<Edit> broken() {
    var lend = "'lend' (Lend something)";
    var ask = "'ask' (Ask what is wanted)";
    var send = "'send' (Send the thing)";
    var route = "'route' (Choose the way)";
    var yes = "'yes' (Yes)";
    var edits = new ArrayList<Edit>();
    // what a diagram declares
    edits.add(broken(LEND, "\"own_note\"", "\"note\"", lend, "declares the name 'note'; begin it"));
    edits.add(broken(LEND, "\"own_note\"", "\"own_way\"", lend, "declares 'own_way' twice"));
    edits.add(broken(LEND, "\"yesNo\"", "\"maybe\"", lend, "of the type 'maybe'; choose one of"));
    edits.add(broken(LEND, "\"red, green\"", "\"red\"", lend, "with fewer than two values"));
    edits.add(broken(LEND, "\"hr, operator\"", "\"all\"", lend, "lets the group 'all' read"));
    edits.add(
        broken(LEND, "personal\" value=\"no\"", "personal\" value=\"so\"", lend, "yes or no"));
    edits.add(broken(LEND, "own.6.readers", "own.6.reader", lend, "which means nothing"));
    edits.add(broken(LEND, "\"operator, hr\"", "\"me\"", lend, "started by the group 'me'"));
    edits.add(broken(LEND, "own.startedBy", "started", lend, "own.startedBy"));
    edits.add(
        broken(
            SAMPLE,
            "<camunda:property name=\"own.1.name\" ",
            "<camunda:property name=\"own.startedBy\" value=\"hr\" /><camunda:property name=\"own.1.name\" ",
            "'sample' (Sample)",
            "is one of Muster's processes and says who starts it"));
    // what forms ask
    edits.add(
        broken(
            ASK, "own_colour", "own_color", ask, "instead of 'own_color' use one of own_colour"));
    edits.add(broken(ASK, "\"type\": \"select\"", "\"type\": \"taglist\"", ask, "make it a radio"));
    edits.add(broken(ASK, "\"value\": \"green\"", "\"value\": \"blue\"", ask, "offers 'blue' for"));
    edits.add(
        broken(ASK, "\"type\": \"number\"", "\"type\": \"textfield\"", ask, "a number field"));
    edits.add(broken(ASK, "\"date\"", "\"datetime\"", ask, "of the subtype date"));
    edits.add(broken(ASK, "\"checkbox\"", "\"textfield\"", ask, "make it a checkbox"));
    edits.add(
        broken(
            LEND,
            "\"hr, operator\"",
            "\"hr\"",
            send,
            "shows 'own_note' to the group 'operator', which may not read it"));
    edits.add(broken(SEND, "{{own_note}}", "{{own_notes}}", send, "use one of own_note"));
    // what ways ask
    edits.add(
        broken(
            ASK,
            "\"value\": \"yes\"",
            "\"value\": \"yess\"",
            ask,
            "'yess', 'no' for 'decision', and no way after it tells these apart; all take the way 'No' to 'over' (Over)"));
    edits.add(
        broken(
            ASK,
            "{\"label\": \"No\", \"value\": \"no\"}",
            "{\"label\": \"No\", \"value\": \"no\"}, {\"label\": \"Later\", \"value\": \"later\"}",
            ask,
            "'no', 'later' for 'decision'"));
    // told apart only where the same is asked anew, or where only another answer leads
    edits.add(
        new Edit(
            List.of(secondQuestionBehind(task("ask")), LATER),
            ask,
            "'no', 'later' for 'decision', and no way after it tells these apart"));
    edits.add(
        new Edit(
            List.of(
                LATER,
                new Part(
                    LEND,
                    "sourceRef=\"which\" targetRef=\"send\">",
                    "sourceRef=\"which\" targetRef=\"really\">"),
                new Part(
                    LEND,
                    "<bpmn:userTask id=\"send\"",
                    """
                    <bpmn:exclusiveGateway id="really" name="Really?" default="g3" />
                    <bpmn:sequenceFlow id="g2" name="Later" sourceRef="really" targetRef="over">
                      <bpmn:conditionExpression>${decision == 'later'}</bpmn:conditionExpression>
                    </bpmn:sequenceFlow>
                    <bpmn:sequenceFlow id="g3" name="Now" sourceRef="really" targetRef="send" />
                    <bpmn:userTask id="send\"""")),
            ask,
            "'no', 'later' for 'decision', and no way after it tells these apart"));
    edits.add(broken(LEND, "== 'yes'", "== 'jes'", yes, "waits for 'jes' in 'decision'"));
    edits.add(broken(LEND, "== 'yes'", "== 'jes'", yes, "choose one of yes, no"));
    edits.add(
        broken(LEND, "== 'send'", "== 'sent'", "'sent' (Send it)", "one of send, ask, fetch"));
    edits.add(
        broken(
            LEND,
            "name=\"Ask what is wanted\"",
            "name=\"Ask ${own_colour}\"",
            "'ask' (Ask ${own_colour})",
            "not erased"));
    for (var empty : List.of("${own_sure}", "${!own_sure}")) {
      edits.add(broken(LEND, "${decision == 'yes'}", empty, yes, "ask ${own_sure == true}"));
    }
    edits.add(
        broken(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />\n  </bpmn:process>",
            "<bpmn:intermediateCatchEvent id=\"over\" name=\"Over\"><bpmn:messageEventDefinition id=\"m\" messageRef=\"mm\" /></bpmn:intermediateCatchEvent></bpmn:process><bpmn:message id=\"mm\" name=\"own_back\" />",
            "'over' (Over)",
            "nobody can send here"));
    edits.add(
        broken(LEND, "decision == 'yes'", "own_sure == 'yes'", yes, "ask ${own_sure == true}"));
    edits.add(
        broken(LEND, "decision == 'yes'", "own_seats == '2'", yes, "compare it with a number"));
    edits.add(broken(LEND, " default=\"no\"", "", ask, "'no' for 'decision', and no way after it"));
    edits.add(
        broken(LEND, " default=\"other\"", "", route, "'ask' for 'own_way', and no way after it"));
    edits.add(broken(LEND, "own_way == 'send'", "own_wy == 'send'", "'sent' (Send it)", "own_way"));
    edits.add(
        broken(
            LEND,
            "${decision == 'yes'}",
            "${decision == }",
            yes,
            "no expression that can be read"));
    // what tables say
    edits.add(broken(ROUTE, "\"fetch\"", "\"fetsh\"", route, "answer 'fetsh' for 'own_way'"));
    edits.add(broken(ROUTE, "\"fetch\"", "\"fetsh\"", route, "write one of fetch, ask, send"));
    edits.add(
        broken(ROUTE, "<text>\"green\"", "<text>\"blue\"", route, "none of its allowed values"));
    edits.add(broken(LEND, "\"lendRoute\"", "\"lendRoude\"", route, "choose one of lendRoute"));
    // what nothing has filled yet
    edits.add(
        broken(
            LEND,
            "decision == 'yes'",
            "own_way == 'send'",
            yes,
            "looks at 'own_way', and on one way"));
    edits.add(
        broken(
            ASK,
            "{\"type\": \"select\", \"id\": \"r2\", \"key\": \"own_colour\"",
            "{\"type\": \"select\", \"id\": \"r2\", \"key\": \"comment\"",
            route,
            "looks at 'own_colour'"));
    edits.add(
        broken(
            LEND,
            "camunda:candidateGroups=\"operator\" />\n    <bpmn:sequenceFlow id=\"f1\"",
            "camunda:candidateGroups=\"operator\" camunda:dueDate=\"${own_until}\" />\n    <bpmn:sequenceFlow id=\"f1\"",
            ask,
            "looks at 'own_until'"));
    // what a process of the owner's own may do
    edits.add(
        broken(LEND, "${tell}", "${paint}", "'tell' (Tell somebody)", "runs the step 'paint'"));
    edits.add(
        broken(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />",
            "<bpmn:callActivity id=\"over\" name=\"Over\" camunda:asyncBefore=\"true\" calledElement=\"sample\" />",
            "'over' (Over)",
            "calls 'sample' from a process of your own"));
    edits.add(
        broken(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />",
            "<bpmn:endEvent id=\"over\" name=\"Over\"><bpmn:errorEventDefinition id=\"e\" /></bpmn:endEvent>",
            "'over' (Over)",
            "end it plainly"));
    edits.add(
        broken(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />\n  </bpmn:process>",
            "<bpmn:intermediateCatchEvent id=\"over\" name=\"Over\"><bpmn:messageEventDefinition id=\"m\" messageRef=\"mm\" /></bpmn:intermediateCatchEvent></bpmn:process><bpmn:message id=\"mm\" name=\"personLeaves\" />",
            "'over' (Over)",
            "nobody can send here"));
    edits.add(
        broken(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />",
            "<bpmn:intermediateCatchEvent id=\"over\" name=\"Over\"><bpmn:signalEventDefinition id=\"m\" /></bpmn:intermediateCatchEvent>",
            "'over' (Over)",
            "wait for a timer"));
    edits.add(
        broken(
            LEND,
            "camunda:candidateGroups=\"hr\" />",
            "camunda:candidateGroups=\"hr\"><bpmn:extensionElements><camunda:taskListener delegateExpression=\"${listener}\" event=\"complete\" /></bpmn:extensionElements></bpmn:userTask>",
            "'fetch' (Fetch the thing)",
            "take the listener out"));
    edits.add(
        broken(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />",
            "<bpmn:intermediateCatchEvent id=\"over\" name=\"Over\"><bpmn:timerEventDefinition id=\"m\"><bpmn:timeDate>${own_until}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
            "'over' (Over)",
            "which a person types in"));
    edits.add(
        broken(
            LEND,
            "camunda:formRef=\"begun\"",
            "camunda:formRef=\"began\"",
            "'begun' (Begun)",
            "deploy the form"));
    edits.add(
        broken(START, "\"employee\"", "\"comment\"", "'begun' (Begun)", "asks for 'comment'"));
    // how others call it
    edits.add(
        broken(
            SAMPLE,
            "source=\"employee\" target=\"employee\"",
            "variables=\"all\"",
            "'lending' (Lend it)",
            "one by one"));
    edits.add(
        broken(
            SAMPLE,
            "target=\"own_result\"",
            "target=\"decision\"",
            "'lending' (Lend it)",
            "takes 'decision' over"));
    edits.add(
        broken(
            SAMPLE,
            "calledElement=\"lend\"",
            "calledElement=\"lent\"",
            "'lending' (Lend it)",
            "choose one of lend, sample"));
    return edits.stream();
  }

  static Stream<Edit> harmless() {
    var edits = new ArrayList<Edit>();
    // what a diagram declares
    edits.add(harmless(LEND, "\"red, green\"", "\"red, green, blue\""));
    edits.add(harmless(LEND, "\"red, green\"", "\"green,red\""));
    edits.add(harmless(LEND, "\"hr, operator\"", "\"hr, operator, auditor\""));
    edits.add(harmless(LEND, "\"hr, operator\"", "\"\""));
    edits.add(harmless(LEND, "personal\" value=\"no\"", "personal\" value=\"yes\""));
    edits.add(harmless(LEND, "\"operator, hr\"", "\"call\""));
    edits.add(harmless(LEND, "\"operator, hr\"", "\"processowner\""));
    edits.add(harmless(LEND, "own.6.", "own.16."));
    edits.add(harmless(LEND, "value=\"yesNo\"", "value=\"yesno\""));
    edits.add(
        harmless(
            LEND,
            "</camunda:properties>",
            "<camunda:property name=\"own.9.name\" value=\"own_more\" /><camunda:property name=\"own.9.type\" value=\"text\" /></camunda:properties>"));
    edits.add(
        harmless(
            LEND,
            "</camunda:properties>",
            "<camunda:property name=\"costCentre\" value=\"4711\" /></camunda:properties>"));
    // names and texts
    edits.add(harmless(LEND, "name=\"Lend something\"", "name=\"Lend out\""));
    edits.add(harmless(LEND, "name=\"Is it wanted?\"", "name=\"Still wanted?\""));
    edits.add(harmless(LEND, "name=\"Ask what is wanted\"", "name=\"Ask\""));
    edits.add(harmless(ASK, "\"label\": \"Yes\"", "\"label\": \"Yes, please\""));
    edits.add(harmless(ASK, "\"Which colour?\"", "\"Colour\""));
    edits.add(harmless(SEND, "{{own_colour}}", "{{own_seats}}"));
    edits.add(harmless(SEND, " {{own_note}}", ""));
    edits.add(harmless(SEND, "{{own_colour}}", "{{own_colour}} until {{own_until}}"));
    edits.add(harmless(SEND, "\"key\": \"comment\"", "\"key\": \"own_note\""));
    // what forms ask
    edits.add(harmless(ASK, "\"type\": \"select\"", "\"type\": \"radio\""));
    edits.add(harmless(ASK, "{\"label\": \"Red\"", "{\"label\": \"Rot\""));
    edits.add(
        harmless(
            ASK,
            "{\"type\": \"textfield\", \"id\": \"t1\"",
            "{\"type\": \"textarea\", \"id\": \"t1\""));
    edits.add(harmless(ASK, ", {\"label\": \"Green\", \"value\": \"green\"}", ""));
    edits.add(
        harmless(
            ASK,
            "\"label\": \"How many?\"",
            "\"label\": \"How many?\", \"validate\": {\"min\": 1}"));
    edits.add(harmless(ASK, ", {\"label\": \"No\", \"value\": \"no\"}", ""));
    edits.add(
        harmless(
            START,
            "\"label\": \"Employee number\"}",
            "\"label\": \"Number\"}, {\"type\": \"textfield\", \"id\": \"t9\", \"key\": \"own_note\"}"));
    // what ways ask
    edits.add(harmless(LEND, "decision == 'yes'", "decision != 'no'"));
    edits.add(harmless(LEND, "decision == 'yes'", "own_sure == true"));
    edits.add(harmless(LEND, "decision == 'yes'", "own_sure != true"));
    edits.add(harmless(LEND, "decision == 'yes'", "own_seats == 2"));
    edits.add(harmless(LEND, "decision == 'yes'", "own_colour == 'red'"));
    edits.add(harmless(LEND, "own_way == 'fetch'", "own_way == 'ask'"));
    edits.add(harmless(LEND, "own_way == 'fetch'", "own_sure == true"));
    edits.add(
        harmless(LEND, " default=\"other\"", " default=\"other\" camunda:asyncBefore=\"true\""));
    edits.add(
        harmless(
            LEND,
            "<bpmn:sequenceFlow id=\"no\" name=\"No\" sourceRef=\"wanted\" targetRef=\"over\" />",
            "<bpmn:sequenceFlow id=\"no\" name=\"No\" sourceRef=\"wanted\" targetRef=\"send\" />"));
    // what tables say
    edits.add(harmless(ROUTE, "<text>\"red\"", "<text>\"red\", \"green\""));
    edits.add(harmless(ROUTE, "<text>\"fetch\"", "<text>\"send\""));
    edits.add(harmless(ROUTE, "<text>\"ask\"", "<text>null"));
    edits.add(harmless(ROUTE, "<text>\"green\"", "<text>not(\"red\")"));
    // what is drawn
    edits.add(
        harmless(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />",
            "<bpmn:intermediateCatchEvent id=\"over\" name=\"Over\"><bpmn:timerEventDefinition id=\"m\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"));
    edits.add(
        harmless(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />",
            "<bpmn:userTask id=\"over\" name=\"Over\" camunda:formRef=\"send\" camunda:formRefBinding=\"deployment\" camunda:candidateGroups=\"hr\" camunda:dueDate=\"${own_until}\" />"));
    edits.add(
        harmless(
            LEND,
            "<bpmn:endEvent id=\"over\" name=\"Over\" />",
            "<bpmn:endEvent id=\"over\" name=\"Over\" /><bpmn:boundaryEvent id=\"late\" name=\"Late\" attachedToRef=\"ask\"><bpmn:timerEventDefinition id=\"m\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:sequenceFlow id=\"f8\" sourceRef=\"late\" targetRef=\"over\" />"));
    edits.add(
        harmless(
            LEND,
            "<bpmn:sequenceFlow id=\"f0\" sourceRef=\"begun\" targetRef=\"ask\" />",
            """
            <bpmn:sequenceFlow id="f0" sourceRef="begun" targetRef="split" />
            <bpmn:parallelGateway id="split" name="Both" />
            <bpmn:sequenceFlow id="p1" sourceRef="split" targetRef="first" />
            <bpmn:sequenceFlow id="p2" sourceRef="split" targetRef="join" />
            <bpmn:userTask id="first" name="First" camunda:formRef="ask"
                camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
            <bpmn:sequenceFlow id="p3" sourceRef="first" targetRef="join" />
            <bpmn:parallelGateway id="join" name="Both are here" />
            <bpmn:sequenceFlow id="p4" sourceRef="join" targetRef="more">
            </bpmn:sequenceFlow>
            <bpmn:exclusiveGateway id="more" name="Sure?" default="p5" />
            <bpmn:sequenceFlow id="p5" name="Yes" sourceRef="more" targetRef="ask" />
            <bpmn:sequenceFlow id="p6" name="No" sourceRef="more" targetRef="over">
              <bpmn:conditionExpression>${own_sure != true}</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            """));
    // one question behind the other, with something between them
    for (var between :
        List.of(
            "<bpmn:serviceTask id=\"between\" name=\"Between\" camunda:asyncBefore=\"true\" camunda:delegateExpression=\"${tell}\" />",
            task("send"),
            "<bpmn:businessRuleTask id=\"between\" name=\"Between\" camunda:asyncBefore=\"true\" camunda:decisionRef=\"lendRoute\" camunda:resultVariable=\"own_way\" camunda:mapDecisionResult=\"singleEntry\" />",
            "<bpmn:intermediateCatchEvent id=\"between\" name=\"Between\"><bpmn:timerEventDefinition id=\"m\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
            """
            <bpmn:subProcess id="between" name="Between">
              <bpmn:startEvent id="b1" name="Begun" camunda:asyncAfter="true" />
              <bpmn:sequenceFlow id="b2" sourceRef="b1" targetRef="b3" />
              <bpmn:endEvent id="b3" name="Done" />
            </bpmn:subProcess>
            """)) {
      edits.add(new Edit(List.of(secondQuestionBehind(between), LATER), "", ""));
    }
    // the same is asked anew, and what is answered then is what counts
    edits.add(
        new Edit(
            List.of(
                new Part(
                    LEND,
                    "sourceRef=\"wanted\" targetRef=\"route\">",
                    "sourceRef=\"wanted\" targetRef=\"between\">"),
                new Part(
                    LEND,
                    "<bpmn:businessRuleTask id=\"route\"",
                    task("ask")
                        + """
                          <bpmn:sequenceFlow id="g1" sourceRef="between" targetRef="really" />
                          <bpmn:exclusiveGateway id="really" name="Still?" default="g3" />
                          <bpmn:sequenceFlow id="g2" name="No" sourceRef="really" targetRef="over">
                            <bpmn:conditionExpression>${decision == 'no'}</bpmn:conditionExpression>
                          </bpmn:sequenceFlow>
                          <bpmn:sequenceFlow id="g3" name="Yes" sourceRef="really" targetRef="route" />
                          <bpmn:businessRuleTask id="route"
                          """)),
            "",
            ""));
    // how others call it
    edits.add(harmless(SAMPLE, "<camunda:out source=\"own_note\" target=\"own_result\" />", ""));
    edits.add(harmless(SAMPLE, "<camunda:in source=\"employee\" target=\"employee\" />", ""));
    return edits.stream();
  }

  private List<Problem> check(Map<String, String> files) {
    var bytes = new TreeMap<String, byte[]>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return gate.check(bytes, Set.of(), Map.of());
  }

  private static Map<String, String> edited(Edit edit) {
    var files = new TreeMap<>(FILES);
    for (var part : edit.parts()) {
      var before = files.get(part.file());
      assertThat(before).contains(part.from());
      files.put(part.file(), String.valueOf(before).replace(part.from(), part.to()));
    }
    return files;
  }

  /** One that changes something. */
  static class Paint extends Step {
    @Override
    protected void run(DelegateExecution execution) {}
  }

  /** One that any process may run. */
  @AllowedInOwnProcesses
  static class Tell extends Step {
    @Override
    protected void run(DelegateExecution execution) {}
  }

  /** One that hears when a task is done. */
  static class Listener implements TaskListener {
    @Override
    public void notify(DelegateTask task) {}
  }
}
