package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.process.AllowedInModels;
import io.muster.process.GuardedDeed;
import io.muster.process.ModelCatalog;
import io.muster.process.OutputWords;
import io.muster.process.Step;
import io.muster.process.TableWords;
import io.muster.process.TaskRule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.w3c.dom.Element;

class GateTests {
  private static final String DIAGRAM =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
          xmlns:activiti="http://activiti.org/bpmn" id="d" targetNamespace="t">
        <bpmn:process id="sample" name="Sample" isExecutable="true">
          <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
          <bpmn:businessRuleTask id="decide" name="Decide" camunda:asyncBefore="true"
              camunda:decisionRef="choice" camunda:resultVariable="wished"
              camunda:mapDecisionResult="singleEntry">
            <bpmn:extensionElements><camunda:inputOutput>
              <camunda:inputParameter name="colour">${clock.hour(employee)}</camunda:inputParameter>
            </camunda:inputOutput></bpmn:extensionElements>
          </bpmn:businessRuleTask>
          <bpmn:serviceTask id="paint" name="Paint it" camunda:asyncBefore="true"
              camunda:delegateExpression="${paint}">
            <bpmn:extensionElements>
              <camunda:failedJobRetryTimeCycle>R4/PT1M</camunda:failedJobRetryTimeCycle>
            </bpmn:extensionElements>
          </bpmn:serviceTask>
          <bpmn:boundaryEvent id="refused" name="Refused" attachedToRef="paint">
            <bpmn:errorEventDefinition id="refusedError" camunda:errorMessageVariable="problem" />
          </bpmn:boundaryEvent>
          <bpmn:userTask id="ask" name="Ask somebody" camunda:formRef="ask"
              camunda:formRefBinding="deployment" camunda:candidateGroups="operator"
              camunda:dueDate="${dateTime().plusDays(1).toDate()}">
            <bpmn:extensionElements>
              <camunda:taskListener delegateExpression="${listener}" event="complete" />
            </bpmn:extensionElements>
          </bpmn:userTask>
          <bpmn:boundaryEvent id="late" name="Too late" attachedToRef="ask">
            <bpmn:timerEventDefinition id="lateTimer">
              <bpmn:timeDuration>PT2H</bpmn:timeDuration>
            </bpmn:timerEventDefinition>
          </bpmn:boundaryEvent>
          <bpmn:sequenceFlow id="again" name="Again" sourceRef="ask" targetRef="paint">
            <bpmn:conditionExpression>${decision == 'again'}</bpmn:conditionExpression>
          </bpmn:sequenceFlow>
          <bpmn:sequenceFlow id="enough" name="Enough" sourceRef="ask" targetRef="call">
            <bpmn:conditionExpression>${decision == 'stop'}</bpmn:conditionExpression>
          </bpmn:sequenceFlow>
          <bpmn:callActivity id="call" name="Call" camunda:asyncBefore="true"
              calledElement="erase">
            <bpmn:extensionElements>
              <camunda:in businessKey="#{execution.processBusinessKey}" />
              <camunda:in source="employee" target="employee" />
              <camunda:in sourceExpression="${wished}" target="serial" />
              <camunda:out source="serial" target="problem" />
              <camunda:out sourceExpression="${serial}" target="wished" />
            </bpmn:extensionElements>
          </bpmn:callActivity>
          <bpmn:parallelGateway id="both" name="Both at once" />
          <bpmn:eventBasedGateway id="whichever" name="Whichever comes first" />
          <bpmn:intermediateCatchEvent id="awake" name="Awake">
            <bpmn:messageEventDefinition id="awakeMessage" messageRef="deviceAwake" />
          </bpmn:intermediateCatchEvent>
          <bpmn:subProcess id="each" name="Each part">
            <bpmn:multiInstanceLoopCharacteristics camunda:collection="parts"
                camunda:elementVariable="part" />
          </bpmn:subProcess>
        </bpmn:process>
        <bpmn:message id="deviceAwake" name="deviceAwake" />
      </bpmn:definitions>
      """;
  private static final String FORM =
      """
      {"id": "ask", "type": "default", "executionPlatform": "Camunda Platform", "components": [
        {"type": "text", "id": "t", "text": "{{who}} and {{problem}}"},
        {"type": "radio", "id": "r", "key": "decision",
         "values": [{"label": "Again", "value": "again"}, {"label": "Stop", "value": "stop"}]}]}
      """;
  private static final String TABLE =
      """
      <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="n">
        <decision id="choice" name="Choice">
          <decisionTable id="table" hitPolicy="FIRST">
            <input id="i1"><inputExpression id="e1" typeRef="string"><text>colour</text></inputExpression></input>
            <output id="o1" name="wished" typeRef="string" />
            <rule id="first"><description>Red is good.</description>
              <inputEntry id="c1"><text>"red", contains(?, "pink")</text></inputEntry>
              <outputEntry id="c2"><text>"yes"</text></outputEntry></rule>
            <rule id="second"><inputEntry id="c3"><text></text></inputEntry>
              <outputEntry id="c4"><text>"no"</text></outputEntry></rule>
          </decisionTable>
        </decision>
      </definitions>
      """;

  private final Gate gate =
      new Gate(
          new ModelCatalog(
              Map.of("paint", Paint.class, "listener", Listener.class, "clock", Hours.class),
              () ->
                  Map.of(
                      "sample",
                      Set.of("employee", "decision", "problem", "wished", "parts", "part"),
                      "erase",
                      Set.of("employee", "serial")),
              Map::of),
          new StaticListableBeanFactory(
                  Map.of(
                      "choice",
                      new TableWords("choice", Map.of("wished", OutputWords.oneOf("yes", "no")))))
              .getBeanProvider(TableWords.class),
          new StaticListableBeanFactory().getBeanProvider(GuardedDeed.class),
          new StaticListableBeanFactory().getBeanProvider(TaskRule.class));

  @Test
  void letsThroughWhatKeepsTheRules() {
    assertThat(check(files())).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("diagrams")
  void refusesADiagram(String good, String bad, String element, String words) {
    assertThat(DIAGRAM).contains(good);
    var files = files();
    files.put("sample/sample.bpmn", DIAGRAM.replace(good, bad));

    assertThat(check(files))
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("sample/sample.bpmn");
              assertThat(problem.element()).isEqualTo(element);
              assertThat(problem.what() + "; " + problem.remedy()).contains(words);
              assertThat(problem.remedy()).isNotBlank();
            });
  }

  static Stream<Arguments> diagrams() {
    var paint = "'paint' (Paint it)";
    var ask = "'ask' (Ask somebody)";
    var decide = "'decide' (Decide)";
    var call = "'call' (Call)";
    var step = "camunda:delegateExpression=\"${paint}\"";
    var listener = "<camunda:taskListener delegateExpression=\"${listener}\" event=\"complete\" />";
    return Stream.of(
        // code
        Arguments.of(step, "camunda:class=\"javax.swing.JFrame\"", paint, "names a Java class"),
        Arguments.of(step, "camunda:expression=\"${paint.go()}\"", paint, "calls an expression"),
        Arguments.of(step, "camunda:type=\"shell\"", paint, "external or built-in task"),
        Arguments.of(
            step, "camunda:type=\"external\" camunda:topic=\"x\"", paint, "is an external task"),
        Arguments.of(step, "activiti:class=\"java.lang.Runtime\"", paint, "Activiti dialect"),
        Arguments.of(step, "", paint, "names no step; choose a step from the palette"),
        Arguments.of(step, step.replace("paint", "pant"), paint, "'pant', which does not exist"),
        Arguments.of(step, step.replace("paint", "clock"), paint, "choose one of paint"),
        Arguments.of(step, step.replace("paint", "paint.x"), paint, "more than a step"),
        Arguments.of(
            "<camunda:failedJobRetryTimeCycle>R4/PT1M</camunda:failedJobRetryTimeCycle>",
            "<camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector>",
            paint,
            "calls a connector"),
        Arguments.of(
            "<camunda:failedJobRetryTimeCycle>R4/PT1M</camunda:failedJobRetryTimeCycle>",
            "<camunda:field name=\"x\" stringValue=\"y\" />",
            paint,
            "sets a field"),
        Arguments.of(
            listener,
            "<camunda:taskListener event=\"create\"><camunda:script scriptFormat=\"juel\">${1}</camunda:script></camunda:taskListener>",
            ask,
            "holds a script"),
        Arguments.of(
            listener, listener.replace("listener}", "paint}"), ask, "take the listener out"),
        Arguments.of(
            listener,
            "<camunda:executionListener class=\"java.lang.Object\" event=\"start\" />",
            ask,
            "names a Java class"),
        Arguments.of(
            ">${clock.hour(employee)}<",
            "><camunda:script scriptFormat=\"groovy\">1</camunda:script><",
            decide,
            "holds a script"),
        Arguments.of(
            "<bpmn:conditionExpression>",
            "<bpmn:conditionExpression language=\"groovy\">",
            "'again' (Again)",
            "is a script"),
        Arguments.of(
            "<bpmn:subProcess id=\"each\"",
            "<bpmn:scriptTask id=\"s\" name=\"S\" scriptFormat=\"juel\"><bpmn:script>${1}</bpmn:script></bpmn:scriptTask><bpmn:subProcess id=\"each\"",
            "'s' (S)",
            "is a script"),
        Arguments.of(
            "<bpmn:subProcess id=\"each\"",
            "<bpmn:task id=\"s\" name=\"S\" /><bpmn:subProcess id=\"each\"",
            "'s' (S)",
            "does nothing"),
        Arguments.of(
            "<bpmn:subProcess id=\"each\"",
            "<x:scriptTask xmlns:x=\"y\" id=\"s\" name=\"S\" /><bpmn:subProcess id=\"each\"",
            "'sample' (Sample)",
            "holds 'x:scriptTask', which is not BPMN"),
        Arguments.of(
            "<bpmn:process id=\"sample\"",
            "<x:process xmlns:x=\"y\" id=\"hidden\" /><bpmn:process id=\"sample\"",
            "'d'",
            "holds 'x:process', which is not BPMN"),
        Arguments.of(
            "name=\"Decide\"",
            "name=\"Decide\" camunda:delegateExpression=\"${paint}\"",
            decide,
            "calls a bean and is no service task"),
        Arguments.of(
            "${clock.hour(employee)}",
            "<camunda:list><camunda:value>#{system}</camunda:value></camunda:list>",
            decide,
            "'system' is not a variable"),
        Arguments.of(
            "${clock.hour(employee)}", "$<!-- x -->{system}", decide, "'system' is not a variable"),
        // expressions
        Arguments.of(
            "${decision == 'again'}",
            "${decision == 'again' &amp;&amp; wished}",
            "'again' (Again)",
            "let a decision table or a step decide"),
        Arguments.of(
            "${decision == 'again'}",
            "${execution.processEngineServices}",
            "'again' (Again)",
            "reaches for the engine"),
        Arguments.of("${decision == 'again'}", "${decided}", "'again' (Again)", "not a variable"),
        Arguments.of(
            "${decision == 'again'}",
            "${decision == }",
            "'again' (Again)",
            "is no expression that can be read"),
        Arguments.of(
            "${decision == 'again'}",
            "${decision == 'agian'}",
            "'again' (Again)",
            "no form offers"),
        Arguments.of("${clock.hour(employee)}", "${clock.ours(employee)}", decide, "no 'ours'"),
        Arguments.of(
            "${clock.hour(employee)}", "${employee.getBytes()}", decide, "calls 'getBytes'"),
        Arguments.of(
            "${clock.hour(employee)}", "${clock.hour(employee).intern()}", decide, "on a result"),
        Arguments.of("${clock.hour(employee)}", "${system('x')}", decide, "is no function here"),
        Arguments.of("${dateTime()", "${dataSource.x()", ask, "let a step do it"),
        // continuations and times
        Arguments.of(
            "name=\"Paint it\" camunda:asyncBefore=\"true\"",
            "name=\"Paint it\"",
            paint,
            "tick 'asynchronous before'"),
        Arguments.of(
            "name=\"Decide\" camunda:asyncBefore=\"true\"",
            "name=\"Decide\"",
            decide,
            "tick 'asynchronous before'"),
        Arguments.of(
            "name=\"Paint it\"",
            "name=\"Paint it\" camunda:exclusive=\"false\"",
            paint,
            "exclusive"),
        Arguments.of(
            "name=\"Begun\" camunda:asyncAfter=\"true\"",
            "name=\"Begun\"",
            "'begun' (Begun)",
            "tick 'asynchronous after'"),
        Arguments.of(">PT2H<", ">2 hours<", "'late' (Too late)", "no time that can be read"),
        Arguments.of(
            "<bpmn:timeDuration>PT2H</bpmn:timeDuration>",
            "<bpmn:timeCycle>R/PT2H</bpmn:timeCycle>",
            "'late' (Too late)",
            "never stops"),
        Arguments.of(
            "<bpmn:timeDuration>PT2H</bpmn:timeDuration>",
            "<bpmn:timeCycle>0 0 9 * * ? 2030 1</bpmn:timeCycle>",
            "'late' (Too late)",
            "no time that can be read"),
        Arguments.of(">R4/PT1M<", ">R4/1 minute<", paint, "no retries that can be read"),
        // people
        Arguments.of("camunda:formRef=\"ask\"", "", ask, "has no form"),
        Arguments.of(
            "camunda:formRef=\"ask\"", "camunda:formRef=\"aks\"", ask, "choose one of ask"),
        Arguments.of(
            "camunda:formRef=\"ask\"", "camunda:formKey=\"embedded:x.html\"", ask, "form by key"),
        Arguments.of(
            "formRefBinding=\"deployment\"", "formRefBinding=\"latest\"", ask, "stay together"),
        Arguments.of(
            "candidateGroups=\"operator\"", "candidateGroups=\"operators\"", ask, "nobody is in"),
        Arguments.of("camunda:candidateGroups=\"operator\"", "", ask, "is for nobody"),
        // calls
        Arguments.of("calledElement=\"erase\"", "calledElement=\"earse\"", call, "does not exist"),
        Arguments.of(
            "calledElement=\"erase\"",
            "calledElement=\"unheardOf\"",
            call,
            "whose variables are not declared; choose one of erase, sample"),
        Arguments.of(
            "calledElement=\"erase\"", "calledElement=\"${wished}\"", call, "does not exist"),
        Arguments.of(
            "source=\"employee\" target",
            "source=\"employe\" target",
            call,
            "'employe', which is not a variable of the calling process; use one of employee, part"),
        Arguments.of(
            "target=\"employee\"",
            "target=\"decision\"",
            call,
            "to 'decision', which is not a variable of the called process; use one of serial, employee"),
        Arguments.of(
            "${wished}\" target=\"serial\"",
            "${serial}\" target=\"serial\"",
            call,
            "'serial' is not a variable of this process"),
        Arguments.of(
            "out source=\"serial\"",
            "out source=\"wished\"",
            call,
            "'wished', which is not a variable of the called process"),
        Arguments.of(
            "target=\"problem\"",
            "target=\"serial\"",
            call,
            "to 'serial', which is not a variable of the calling process"),
        Arguments.of(
            "out sourceExpression=\"${serial}\"",
            "out sourceExpression=\"${wished}\"",
            call,
            "'wished' is not a variable"),
        Arguments.of(" target=\"problem\"", "", call, "name both source and target"),
        Arguments.of("out source=\"serial\"", "out", call, "name both source and target"),
        Arguments.of(
            "<camunda:out source=\"serial\" target=\"problem\" />",
            "<camunda:out variables=\"all\" />",
            call,
            "takes over every variable"),
        Arguments.of(
            "#{execution.processBusinessKey}",
            "#{execution.processInstanceId}",
            call,
            "reaches for the engine"),
        Arguments.of("#{execution.processBusinessKey}", "mine", call, "hand on the case's own"),
        Arguments.of(
            "sourceExpression=\"${wished}\"",
            "sourceExpression=\"#{execution.processBusinessKey}\"",
            call,
            "reaches for the engine"),
        Arguments.of(
            "name=\"Call\" camunda:asyncBefore=\"true\"",
            "name=\"Call\"",
            call,
            "tick 'asynchronous before'"),
        // starts
        Arguments.of(
            "<bpmn:startEvent id=\"begun\" name=\"Begun\" camunda:asyncAfter=\"true\" />",
            "",
            "'sample' (Sample)",
            "no start event without a trigger, so nothing can start it; draw one"),
        Arguments.of(
            "name=\"Begun\" camunda:asyncAfter=\"true\" />",
            "name=\"Begun\" camunda:asyncAfter=\"true\"><bpmn:messageEventDefinition id=\"m\" messageRef=\"deviceAwake\" /></bpmn:startEvent>",
            "'sample' (Sample)",
            "no start event without a trigger"),
        // names
        Arguments.of("\"problem\"", "\"trouble\"", "'refused' (Refused)", "sets 'trouble'"),
        Arguments.of("\"parts\"", "\"pieces\"", "'each' (Each part)", "sets 'pieces'"),
        Arguments.of("name=\"colour\"", "name=\"color\"", decide, "asks for: colour"),
        Arguments.of("\"choice\"", "\"chioce\"", decide, "'chioce', which does not exist"),
        Arguments.of("resultVariable=\"wished\"", "resultVariable=\"wish\"", decide, "sets 'wish'"),
        Arguments.of(
            "process id=\"sample\"",
            "process id=\"mine\"",
            "'mine' (Sample)",
            "keep the id of the process you edit (erase, sample)"),
        Arguments.of("isExecutable=\"true\"", "", "'sample' (Sample)", "not executable"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("otherFiles")
  void refusesATableOrAForm(String file, String good, String bad, String element, String words) {
    var files = files();
    var text = files.getOrDefault(file, "");
    assertThat(text).contains(good);
    files.put(file, text.replace(good, bad));

    assertThat(check(files))
        .anySatisfy(
            problem -> {
              assertThat(problem.element()).isEqualTo(element);
              assertThat(problem.what() + "; " + problem.remedy()).contains(words);
            });
  }

  static Stream<Arguments> otherFiles() {
    var table = "sample/choice.dmn";
    var choice = "'choice' (Choice)";
    var form = "sample/ask.form";
    var ask = "'ask' (Ask somebody)";
    return Stream.of(
        Arguments.of(table, "\"red\",", "\"red", "'first' (Red is good.)", "no FEEL"),
        Arguments.of(
            table, "<text>\"yes\"</text>", "<text></text>", "'first' (Red is good.)", "empty"),
        Arguments.of(
            table,
            "<inputEntry id=\"c1\">",
            "<inputEntry id=\"c1\" expressionLanguage=\"groovy\">",
            "'c1'",
            "write it in FEEL"),
        // words that nothing understands
        Arguments.of(
            table,
            "\"no\"",
            "\"yess\"",
            "'second'",
            "row 2 of 'choice', column 'wished' says \"yess\", which nothing here understands; write \"yes\" or \"no\""),
        Arguments.of(table, "\"no\"", "\"nay\"", "'second'", "write \"no\" or \"yes\""),
        Arguments.of(table, "\"no\"", "\"No\"", "'second'", "says \"No\""),
        Arguments.of(table, "\"no\"", "true", "'second'", "says true"),
        Arguments.of(table, "\"no\"", "null", "'second'", "is worked out by 'null'"),
        Arguments.of(
            table,
            "\"no\"",
            "if colour = \"blue\" then \"no\" else \"two\"",
            "'second'",
            "nobody can see what it says; write"),
        Arguments.of(table, "\"no\"", "\"n\" + \"o\"", "'second'", "nobody can see what it says"),
        Arguments.of(table, "<text>\"no\"</text>", "<text></text>", "'second'", "is empty; write"),
        Arguments.of(table, "name=\"wished\"", "name=\"wish\"", choice, "no column 'wished'"),
        Arguments.of(
            table,
            "<rule id=\"first\">",
            "<output id=\"o2\" name=\"wished\" /><rule id=\"first\">",
            choice,
            "more than once"),
        Arguments.of(
            table,
            "name=\"wished\" typeRef=\"string\"",
            "name=\"wished\" typeRef=\"boolean\"",
            "'o1' (wished)",
            "of the type 'boolean'; make it 'string'"),
        Arguments.of(table, "<text>colour</text>", "<text>col our (</text>", "'e1'", "no FEEL"),
        Arguments.of(table, "<definitions", "<definitons", "the file", "no XML that can be read"),
        Arguments.of(
            table,
            "<definitions",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><definitions",
            "the file",
            "no XML that can be read"),
        Arguments.of(form, "\"type\": \"radio\"", "\"type\": \"filepicker\"", "'decision'", "7.24"),
        Arguments.of(
            form, "{{problem}}", "{{trouble}}", ask, "no variables of the process: trouble"),
        Arguments.of(form, "\"key\": \"decision\"", "\"key\": \"verdict\"", ask, "verdict"),
        Arguments.of(form, "\"components\": [", "\"components\": ", "the file", "is no JSON"));
  }

  @Test
  void letsACallHandOverEverything() {
    var files = files();
    files.put(
        "sample/sample.bpmn",
        DIAGRAM.replace(
            "<camunda:in source=\"employee\" target=\"employee\" />",
            "<camunda:in variables=\"all\" />"));

    assertThat(check(files)).isEmpty();
  }

  @Test
  void refusesAFormulaInPlaceOfATableWhoseWordsAreDeclared() {
    var files = files();
    files.put(
        "sample/choice.dmn",
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="n">
          <decision id="choice" name="Choice"><literalExpression id="l"><text>"yes"</text></literalExpression></decision>
        </definitions>
        """);

    assertThat(check(files)).extracting(Problem::what).contains("is no decision table");
  }

  @Test
  void readsAWordInBracketsAsTheWord() {
    var files = files();
    files.put("sample/choice.dmn", TABLE.replace("\"no\"", "(\"no\")"));

    assertThat(check(files)).isEmpty();
  }

  @Test
  void refusesFilesThatAreNoneOfItsKind() {
    var files = files();
    files.put("sample/evil.groovy", "1");

    assertThat(check(files))
        .extracting(Problem::file, Problem::what)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "sample/evil.groovy", "is no diagram (.bpmn), table (.dmn) or form (.form)"));
  }

  @Test
  void tellsAllProblemsOfAllFilesAtOnce() {
    var files = files();
    files.put("sample/sample.bpmn", DIAGRAM.replace("${paint}", "${pant}").replace("PT2H", "2h"));
    files.put("sample/choice.dmn", TABLE.replace("\"red\",", "\"red"));

    assertThat(new RefusedDeployment(check(files)).getMessage())
        .contains("because of 3 problems")
        .contains("sample/sample.bpmn, 'paint' (Paint it): names the step 'pant'")
        .contains("sample/choice.dmn, 'first' (Red is good.)");
  }

  private List<Problem> check(Map<String, String> files) {
    var bytes = new HashMap<String, byte[]>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return gate.check(
        bytes, Set.of(), Map.of("erase", process("erase"), "unheardOf", process("unheardOf")));
  }

  private static Element process(String key) {
    return Xml.children(
            Xml.read(
                """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">
                  <bpmn:process id="%s" />
                </bpmn:definitions>
                """
                    .formatted(key)
                    .getBytes(StandardCharsets.UTF_8)))
        .get(0);
  }

  private static Map<String, String> files() {
    return new HashMap<>(
        Map.of("sample/sample.bpmn", DIAGRAM, "sample/choice.dmn", TABLE, "sample/ask.form", FORM));
  }

  private static final class Paint extends Step {
    @Override
    protected void run(DelegateExecution execution) {}
  }

  private static final class Listener implements TaskListener {
    @Override
    public void notify(DelegateTask task) {}
  }

  /** What an expression may ask. */
  @AllowedInModels
  public static final class Hours {
    /** The hour of a person. */
    public String hour(String employee) {
      return employee;
    }
  }
}
