package io.muster.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.ledger.Entry;
import io.muster.ledger.Entry.Answer;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.PersonErased;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.tickets.TicketDesk;
import io.muster.testing.SampleProcess;
import io.muster.testing.WholeEngine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A case that opens a ticket and waits for it, in the whole service and over real HTTP. It has a
 * context of its own, because systems are settings.
 */
@ExtendWith(OutputCaptureExtension.class)
class GeneralStepsTests extends WholeEngine {
  private static final String SECRET = "a-secret-for-call-backs-of-32-characters";
  private static final TicketDesk desk =
      new TicketDesk(SimulatorSettings.onLoopback(), Connections.TOKEN);
  private static final EmployeeId ADA = new EmployeeId("4711");

  private static final String BODY =
      "{&#34;short_description&#34;: &#34;Collect the laptop of {{person.name}}&#34;, "
          + "&#34;correlation_id&#34;: &#34;{{key}}&#34;, &#34;u_call_back&#34;: &#34;{{callBack}}&#34;}";

  private static final String DIAGRAM =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
        <bpmn:message id="m" name="systemAnswered" />
        <bpmn:error id="e" name="Refused" errorCode="refused" />
        <bpmn:process id="sample" name="Sample" isExecutable="true">
          <bpmn:extensionElements>
            <camunda:properties>
              <camunda:property name="own.1.name" value="own_ticket" />
              <camunda:property name="own.1.type" value="text" />
              <camunda:property name="own.2.name" value="own_urgent" />
              <camunda:property name="own.2.type" value="yesNo" />
              <camunda:property name="own.3.name" value="own_outcome" />
              <camunda:property name="own.3.type" value="text" />
              <camunda:property name="own.4.name" value="own_gone" />
              <camunda:property name="own.4.type" value="text" />
            </camunda:properties>
          </bpmn:extensionElements>
          <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
          <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="callSystem" />
          <bpmn:serviceTask id="callSystem" name="Open a ticket" camunda:asyncBefore="true"
              camunda:delegateExpression="${callSystem}">
            <bpmn:extensionElements>
              <camunda:properties>
                <camunda:property name="system" value="desk" />
                <camunda:property name="method" value="POST" />
                <camunda:property name="path" value="/api/tickets" />
                <camunda:property name="body" value="BODY" />
                <camunda:property name="success" value="/status = success" />
                <camunda:property name="outputs" value="own_ticket = /result/number; own_urgent = /result/urgent" />
                <camunda:property name="waitTask" value="awaitTicket" />
                <camunda:property name="answerWithin" value="P2D" />
              </camunda:properties>
            </bpmn:extensionElements>
          </bpmn:serviceTask>
          <bpmn:boundaryEvent id="refused" name="Refused" attachedToRef="callSystem">
            <bpmn:errorEventDefinition id="ed" errorRef="e" />
          </bpmn:boundaryEvent>
          <bpmn:sequenceFlow id="f2" sourceRef="refused" targetRef="ask" />
          <bpmn:userTask id="ask" name="Ask" camunda:formRef="ask"
              camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
          <bpmn:sequenceFlow id="f3" sourceRef="ask" targetRef="callSystem" />
          <bpmn:sequenceFlow id="f4" sourceRef="callSystem" targetRef="pause" />
          <bpmn:intermediateThrowEvent id="pause" name="Opened" camunda:asyncBefore="true" />
          <bpmn:sequenceFlow id="f5" sourceRef="pause" targetRef="awaitTicket" />
          <bpmn:receiveTask id="awaitTicket" name="Wait for the ticket" messageRef="m"
              camunda:asyncAfter="true">
            <bpmn:extensionElements>
              <camunda:properties>
                <camunda:property name="outputs" value="own_outcome = /ticket/outcome" />
              </camunda:properties>
            </bpmn:extensionElements>
          </bpmn:receiveTask>
          <bpmn:boundaryEvent id="late" name="Late" attachedToRef="awaitTicket">
            <bpmn:timerEventDefinition id="td">
              <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
            </bpmn:timerEventDefinition>
          </bpmn:boundaryEvent>
          <bpmn:sequenceFlow id="f6" sourceRef="late" targetRef="tooLate" />
          <bpmn:endEvent id="tooLate" name="Too late" />
          <bpmn:sequenceFlow id="f7" sourceRef="awaitTicket" targetRef="check" />
          <bpmn:userTask id="check" name="Check" camunda:formRef="ask"
              camunda:formRefBinding="deployment" camunda:candidateGroups="operator" />
        </bpmn:process>
      </bpmn:definitions>
      """
          .replace("BODY", BODY);

  @Autowired private Workforce people;
  @Autowired private Ledger ledger;
  @Autowired private JdbcClient jdbc;
  @Autowired private OpenCalls calls;
  @Autowired private CallBacks callBacks;
  @Autowired private CallBackDelivery delivery;
  @Autowired private CallBackAddress addresses;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private Clock clock;
  @LocalServerPort private int port;
  private String instance = "";
  private int before;

  @DynamicPropertySource
  static void systems(DynamicPropertyRegistry properties) {
    for (var name : List.of("desk", "old-desk")) {
      properties.add("muster.systems." + name + ".url", () -> desk.base().toString());
      properties.add("muster.systems." + name + ".token", () -> Connections.TOKEN);
      properties.add("muster.systems." + name + ".methods", () -> "POST,GET");
      properties.add("muster.systems." + name + ".plain-http", () -> "true");
      properties.add("muster.systems." + name + ".networks[0]", () -> "127.0.0.1");
      properties.add("muster.systems." + name + ".per-minute", () -> "1000");
      properties.add("muster.systems." + name + ".answer-timeout", () -> "2s");
    }
    properties.add("muster.systems.old-desk.key-header", () -> "none");
    properties.add("muster.call-backs.secret", () -> SECRET);
    properties.add("muster.public-url", () -> "http://127.0.0.1:9");
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  @BeforeEach
  void aCaseIsAboutToCall() {
    desk.faults().clear();
    desk.journal().clear();
    before = desk.tickets().size();
    people.know(
        new Worker(
            ADA,
            "Ada",
            "Lovelace",
            "ada@example.com",
            "Engineering",
            "Engineer",
            "London",
            null,
            null,
            ZoneId.of("Europe/London"),
            LocalDate.of(2026, 1, 5),
            false));
    start(DIAGRAM);
  }

  @AfterEach
  void end() {
    ClockUtil.reset();
    if (isRunning()) {
      engine.getRuntimeService().deleteProcessInstance(instance, "the test is over");
    }
  }

  private void start(String diagram) {
    if (!instance.isEmpty()) {
      end();
    }
    deploy(diagram);
    instance =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("sample", Variables.putValue("employee", ADA.value()))
            .getId();
    run();
  }

  private void deploy(String diagram) {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("general steps")
        .enableDuplicateFiltering(false)
        .addString("sample/sample.bpmn", diagram)
        .addString("sample/ask.form", SampleProcess.QUESTION)
        .deploy();
  }

  @Test
  void opensATicketWaitsForItAndGoesOn(CapturedOutput output) {
    run();

    assertThat(ticket().summary()).isEqualTo("Collect the laptop of Ada Lovelace");
    assertThat(variable("own_ticket")).isEqualTo(ticket().number());
    assertThat(variable("own_urgent")).isEqualTo(true);
    var entry = effects().get(0);
    assertThat(entry.connection()).isEqualTo("system.desk");
    assertThat(entry.answer()).isEqualTo(Answer.ACCEPTED);
    assertThat(desk.journal().calls().get(0).call().header("Idempotency-Key"))
        .as("the key is the one of the ledger")
        .contains(entry.target());
    assertThat(desk.journal().calls().get(0).json().path("correlation_id").asText())
        .isEqualTo(entry.target());
    assertThat(rows("muster_system_call")).isZero();

    run();
    assertThat(activities()).containsExactly("awaitTicket");
    assertThat(callBack("{\"ticket\": {\"outcome\": \"collected\"}}")).isEqualTo(204);
    run();
    assertThat(activities()).containsExactly("check");
    assertThat(variable("own_outcome")).isEqualTo("collected");

    assertThat(callBack("{\"ticket\": {\"outcome\": \"something else\"}}"))
        .as("again, it changes nothing")
        .isEqualTo(204);
    assertThat(variable("own_outcome")).isEqualTo("collected");
    leaksNothing(output);
  }

  /** Neither the credentials nor the address are anywhere but on the wire. */
  private void leaksNothing(CapturedOutput output) {
    var address = ticket().callBack();
    assertThat(address).contains("/hooks/systems/");
    for (var secret :
        List.of(Connections.TOKEN, SECRET, address.substring(address.lastIndexOf('.') + 1))) {
      assertThat(output.getAll()).doesNotContain(secret);
      for (var query :
          List.of(
              "select count(*) from act_hi_detail where text_ like ?",
              "select count(*) from act_hi_varinst where text_ like ?",
              "select count(*) from act_ru_variable where text_ like ?",
              "select count(*) from act_ru_job where exception_msg_ like ?",
              "select count(*) from act_hi_incident where incident_msg_ like ?",
              "select count(*) from act_ge_bytearray where position(convert_to(trim('%' from ?), 'UTF8') in bytes_) > 0",
              "select count(*) from muster_effect e where e::text like ?",
              "select count(*) from muster_evidence e where e::text like ?",
              "select count(*) from muster_call_back c where c::text like ?")) {
        assertThat(jdbc.sql(query).param("%" + secret + "%").query(Long.class).single())
            .as(query)
            .isZero();
      }
    }
  }

  @Test
  void asksAgainWithTheSameKeyWhenAnAnswerWasLost() {
    desk.faults().next(2, "POST", "/api/tickets").loseAnswer();

    tryToRun();
    tryToRun();
    run();

    assertThat(desk.journal().calls()).hasSize(3);
    assertThat(keys()).as("one key").hasSize(1);
    assertThat(desk.tickets()).as("one ticket").hasSize(before + 1);
    assertThat(effects())
        .extracting(Entry::answer)
        .containsExactly(Answer.LOST, Answer.LOST, Answer.ACCEPTED);
    assertThat(activities()).containsExactly("pause");
    assertThat(rows("muster_call_back")).as("one address").isOne();
  }

  @Test
  void whatAPersonTriesAgainHasTheSameKeyWhileNobodyKnows() {
    desk.faults().next(1, "POST", "/api/tickets").doAndAnswer(TicketDesk.signInPage());
    run();
    assertThat(activities()).containsExactly("ask");

    answer();
    run();

    assertThat(keys()).hasSize(1);
    assertThat(desk.tickets()).hasSize(before + 1);
    assertThat(activities()).containsExactly("pause");
  }

  @Test
  void goesOnAfterAPersonHasRepairedARefusedCall() {
    desk.faults().next(1, "POST", "/api/tickets").answer(422);
    desk.faults().next(1, "POST", "/api/tickets").answer(TicketDesk.errorInside());

    run();
    assertThat(activities()).containsExactly("ask");
    answer();
    run();
    assertThat(activities()).as("200 with an error inside").containsExactly("ask");
    answer();
    run();

    assertThat(activities()).containsExactly("pause");
    assertThat(desk.tickets()).hasSize(before + 1);
    assertThat(keys()).as("what was refused is another call").hasSize(3);
    assertThat(effects())
        .extracting(Entry::answer)
        .containsExactly(Answer.REFUSED, Answer.REFUSED, Answer.ACCEPTED);
  }

  @Test
  void doesNotCallTwiceWhenOurOwnTransactionFails() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> {
              run();
              transaction.setRollbackOnly();
            });
    assertThat(desk.tickets()).hasSize(before + 1);
    assertThat(activities()).containsExactly("callSystem");

    run();

    assertThat(desk.journal().calls()).hasSize(1);
    assertThat(variable("own_ticket")).isEqualTo(ticket().number());
    assertThat(activities()).containsExactly("pause");
  }

  @Test
  void asksAPersonWhenASystemThatKnowsNoKeysHasLostAnAnswer() {
    start(DIAGRAM.replace("value=\"desk\"", "value=\"old-desk\""));
    desk.faults().next(1, "POST", "/api/tickets").loseAnswer();

    run();

    assertThat(activities()).containsExactly("ask");
    assertThat(desk.journal().calls()).hasSize(1);
    assertThat(effects()).extracting(Entry::answer).containsExactly(Answer.LOST);

    answer();
    run();
    assertThat(desk.journal().calls()).as("the person has looked").hasSize(2);
    assertThat(activities()).containsExactly("pause");
  }

  @Test
  void asksAPersonWhenTheServiceDiedWhileItCalledSuchASystem() {
    start(DIAGRAM.replace("value=\"desk\"", "value=\"old-desk\""));
    var call =
        calls.begin(new OpenCall.Site(instance, instance, "callSystem", job().getId(), "any"));
    calls.sent(call.key());

    run();

    assertThat(activities()).containsExactly("ask");
    assertThat(desk.journal().calls()).isEmpty();
  }

  @Test
  void waitsAsLongAsItIsToldAndSpendsNoRetry() {
    desk.faults().next(1, "POST", "/api/tickets").answer(429, Map.of("Retry-After", "600"));

    tryToRun();

    assertThat(job().getDuedate()).isAfter(Date.from(clock.instant().plusSeconds(500)));
    run();
    assertThat(keys()).hasSize(1);
    assertThat(desk.tickets()).hasSize(before + 1);
    assertThat(effects().get(0).answer()).isEqualTo(Answer.NOT_SENT);
  }

  @Test
  void aWrongCredentialIsAnIncidentAtOnce() {
    desk.faults().next(1, "POST", "/api/tickets").answer(401);

    assertThatThrownBy(this::run)
        .isInstanceOf(RemoteFailure.Misconfigured.class)
        .hasMessageContaining("muster.systems.desk");

    assertThat(job().getRetries()).isZero();
    engine.getManagementService().setJobRetries(job().getId(), 1);
    run();
    assertThat(activities()).containsExactly("pause");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void asksAPersonForAValueThatIsMissing() {
    start(DIAGRAM.replace("{{person.name}}", "{{own_gone}}"));

    run();

    assertThat(activities()).containsExactly("ask");
    assertThat(desk.journal().calls()).isEmpty();
    assertThat(effects()).isEmpty();
    engine.getRuntimeService().setVariable(instance, "own_gone", "Ada");
    answer();
    run();
    assertThat(ticket().summary()).isEqualTo("Collect the laptop of Ada");
  }

  @Test
  void keepsACallBackThatIsFasterThanTheCase() {
    run();
    assertThat(activities()).containsExactly("pause");
    assertThat(callBack("{\"ticket\": {\"outcome\": \"fast\"}}")).isEqualTo(204);
    assertThat(callBack("{\"ticket\": {\"outcome\": \"other\"}}")).isEqualTo(204);

    run();
    assertThat(activities()).containsExactly("awaitTicket");
    anotherNode().deliver(key());
    run();

    assertThat(activities()).containsExactly("check");
    assertThat(variable("own_outcome")).isEqualTo("fast");
    anotherNode().deliver(key());
    delivery.deliverAll();
    assertThat(activities()).as("once").containsExactly("check");
  }

  private CallBackDelivery anotherNode() {
    return new CallBackDelivery(callBacks, engine.getRuntimeService(), transactions);
  }

  @Test
  void whileOneNodeHandsACallBackOverAnotherLeavesItAlone() {
    run();
    callBack("{\"ticket\": {\"outcome\": \"x\"}}");

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> {
              assertThat(callBacks.of(key())).isPresent();
              var other = new TransactionTemplate(transactions);
              other.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
              other.executeWithoutResult(inner -> assertThat(callBacks.of(key())).isEmpty());
            });
  }

  @Test
  void emptiesWhatACallBackSaidWhenThePersonIsErased() throws Exception {
    run();
    callBack("{\"ticket\": {\"outcome\": \"broken by Ada\"}}");
    var ofAnother = UUID.randomUUID();
    callBacks.open(
        new CallBacks.Wait(ofAnother, "of-another", "awaitTicket", "own_outcome = /a"),
        Duration.ofDays(1));
    callBacks.take(ofAnother, new ObjectMapper().readTree("{\"a\": \"theirs\"}"));

    erase();

    assertThat(kept("muster_call_back", instance)).isEqualTo("{\"own_outcome\": null}");
    assertThat(kept("muster_call_back", "of-another")).contains("theirs");
    run();
    anotherNode().deliver(key());
    run();
    assertThat(activities()).containsExactly("check");
    assertThat(variable("own_outcome")).isNull();
    jdbc.sql("delete from muster_call_back where key = ?").param(ofAnother).update();
  }

  @Test
  void emptiesWhatACallAnsweredWhenThePersonIsErased() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> {
              run();
              transaction.setRollbackOnly();
            });
    assertThat(kept("muster_system_call", instance)).contains(ticket().number());

    erase();

    assertThat(kept("muster_system_call", instance))
        .isEqualTo("{\"own_ticket\": null, \"own_urgent\": null}");
    run();
    assertThat(desk.journal().calls()).as("it is not made again").hasSize(1);
    assertThat(activities()).containsExactly("pause");
    assertThat(variable("own_ticket")).isNull();
  }

  private void erase() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(transaction -> events.publishEvent(new PersonErased(ADA)));
  }

  private String kept(String table, String processInstance) {
    return jdbc.sql("select answer from %s where process_instance = ?".formatted(table))
        .param(processInstance)
        .query(String.class)
        .single();
  }

  @Test
  void aWaitEndsAtItsDeadlineAndALateCallBackChangesNothing() {
    run();
    run();
    ClockUtil.setCurrentTime(Date.from(Instant.now().plus(Duration.ofDays(4))));
    run();

    assertThat(isRunning()).isFalse();
    assertThat(callBack("{}")).as("the case is over").isEqualTo(404);
    assertThat(rows("muster_call_back")).isZero();
  }

  @Test
  void theAddressOfAnEarlierCallOpensNothing() {
    desk.faults().next(1, "POST", "/api/tickets").doAndAnswer(TicketDesk.refusal());
    run();
    var earlier = here(ticket().callBack());
    answer();
    run();
    run();

    assertThat(desk.callBack(earlier, "{}")).isEqualTo(404);
    assertThat(activities()).containsExactly("awaitTicket");
    assertThat(callBack("{}")).isEqualTo(204);
    run();
    assertThat(activities()).containsExactly("check");
  }

  @Test
  void anAddressIsGoodForItsTimeOnly() {
    run();
    jdbc.sql("update muster_call_back set until = ? where process_instance = ?")
        .params(java.sql.Timestamp.from(clock.instant().minusSeconds(1)), instance)
        .update();
    assertThat(callBack("{}")).isEqualTo(404);
    delivery.deliverAll();
    assertThat(rows("muster_call_back")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "36", "37", "40", "79"})
  void aForgedAddressIsNotFound(int position) {
    run();
    var good = ticket().callBack();
    var at = good.lastIndexOf('/') + 1 + position;
    var other = good.charAt(at) == 'a' ? 'b' : 'a';
    var forged = good.substring(0, at) + other + good.substring(at + 1);

    assertThat(desk.callBack(here(forged), "{}")).isEqualTo(404);
    assertThat(desk.callBack(here(good) + "x", "{}")).isEqualTo(404);
    assertThat(desk.callBack(here(good.substring(0, good.lastIndexOf('.'))), "{}")).isEqualTo(404);
    assertThat(desk.callBack(here(addresses.of(UUID.randomUUID()).toString()), "{}"))
        .as("signed, and nobody waits")
        .isEqualTo(404);
  }

  @Test
  void theDoorTakesSmallJsonOnly() {
    run();
    run();
    var around = "{\"a\":\"\"}".length();
    var largest = "{\"a\":\"%s\"}".formatted("x".repeat(ConnectedSystem.LARGEST - around));

    assertThat(callBack(largest + " ")).isEqualTo(413);
    assertThat(callBack("{\"ticket\":")).isEqualTo(400);
    assertThat(callBack("{\"ticket\": {\"outcome\": {}}}")).isEqualTo(422);
    assertThat(callBack("{\"ticket\": {\"outcome\": \"a\\u0000b\"}}")).isEqualTo(422);
    assertThat(activities()).as("nothing was kept").containsExactly("awaitTicket");
    assertThat(callBack(largest)).isEqualTo(204);
    run();
    assertThat(activities()).containsExactly("check");
    assertThat(variable("own_outcome")).isNull();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("broken")
  void theGateRefusesWhatCouldNotRunOrMustNot(Map.Entry<String, String> edit, String words) {
    assertThat(DIAGRAM).contains(edit.getKey());

    assertThatThrownBy(() -> deploy(DIAGRAM.replace(edit.getKey(), edit.getValue())))
        .hasMessageContaining(words);
  }

  static List<Arguments> broken() {
    return List.of(
        edit("own_urgent =", "decision =", "takes an answer over as 'decision'"),
        edit("own_urgent =", "employee =", "takes an answer over as 'employee'"),
        edit("own_urgent =", "serial =", "use a variable of your own"),
        edit("own_urgent =", "own_hurry =", "keeps own_hurry of the answer"),
        edit("own_outcome =", "own_end =", "which the diagram does not declare"),
        edit("own_outcome =", "sure =", "takes an answer over as 'sure'"),
        edit("value=\"desk\"", "value=\"helpdesk\"", "choose one of desk, old-desk"),
        edit("value=\"desk\"", "value=\"\"", "names no system"),
        edit("value=\"POST\"", "value=\"DELETE\"", "muster.systems.desk.methods"),
        edit("/api/tickets", "https://evil.example.com/", "may lead elsewhere"),
        edit("/api/tickets", "/../admin", "may lead elsewhere"),
        edit("{{person.name}}", "{{person.salary}}", "sends what nobody knows: person.salary"),
        edit("{{person.name}}", "{{password}}", "sends what nobody knows: password"),
        edit("&#34;{{key}}&#34;", "{{key}}", "a body that is not JSON"),
        edit("{{callBack}}", "none", "does not tell the system where to call back"),
        edit("value=\"awaitTicket\"", "value=\"check\"", "no receive task for the message"),
        edit(
            "<camunda:property name=\"waitTask\" value=\"awaitTicket\" />",
            "",
            "nobody has told where to call"),
        edit(
            "messageRef=\"m\"\n        camunda:asyncAfter=\"true\"",
            "messageRef=\"m\"",
            "tick 'asynchronous after'"),
        edit("attachedToRef=\"awaitTicket\"", "attachedToRef=\"check\"", "without a deadline"),
        edit(
            "name=\"Late\" attachedToRef",
            "name=\"Late\" cancelActivity=\"false\" attachedToRef",
            "without a deadline"),
        edit(
            "</bpmn:extensionElements>\n    </bpmn:serviceTask>",
            "</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics id=\"mi\" camunda:asyncBefore=\"true\" camunda:collection=\"parts\" camunda:elementVariable=\"serial\" /></bpmn:serviceTask>",
            "runs several times at once"),
        edit("P2D", "P2000D", "waits 'P2000D' for a call back"));
  }

  private static Arguments edit(String good, String bad, String words) {
    return Arguments.of(Map.entry(good, bad), words);
  }

  /** An edit that was live before the rule was: what is read at run time is checked then too. */
  @Test
  void theStepItselfFillsNoOtherVariable() {
    assertThatThrownBy(() -> CallSettings.of(Map.of("system", "desk", "outputs", "wipe = /a")))
        .isInstanceOf(Unusable.class);
  }

  private int callBack(String body) {
    return desk.callBack(here(ticket().callBack()), body);
  }

  private String here(String address) {
    return "http://127.0.0.1:%d%s".formatted(port, URI.create(address).getPath());
  }

  private UUID key() {
    var address = ticket().callBack();
    return addresses.key(address.substring(address.lastIndexOf('/') + 1)).orElseThrow();
  }

  private TicketDesk.Ticket ticket() {
    var tickets = desk.tickets();
    return tickets.get(tickets.size() - 1);
  }

  private List<String> keys() {
    return desk.journal().calls().stream()
        .map(entry -> entry.json().path("correlation_id").asText())
        .distinct()
        .toList();
  }

  private List<Entry> effects() {
    return ledger.of(ADA).stream()
        .filter(entry -> entry.onBehalfOf().id().equals(instance))
        .toList();
  }

  private long rows(String table) {
    return jdbc.sql("select count(*) from %s where process_instance = ?".formatted(table))
        .param(instance)
        .query(Long.class)
        .single();
  }

  private @Nullable Object variable(String name) {
    return engine.getRuntimeService().getVariable(instance, name);
  }

  private List<String> activities() {
    var jobs =
        engine.getManagementService().createJobQuery().processInstanceId(instance).list().stream()
            .filter(job -> !job.getJobDefinitionId().isEmpty())
            .map(
                job ->
                    engine
                        .getManagementService()
                        .createJobDefinitionQuery()
                        .jobDefinitionId(job.getJobDefinitionId())
                        .singleResult())
            .filter(definition -> !definition.getJobType().startsWith("timer"))
            .map(definition -> definition.getActivityId());
    var waiting = engine.getRuntimeService().getActiveActivityIds(instance).stream();
    return java.util.stream.Stream.concat(jobs, waiting).distinct().toList();
  }

  private boolean isRunning() {
    return engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(instance)
            .count()
        > 0;
  }

  private Job job() {
    return engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(instance)
        .singleResult();
  }

  private void run() {
    engine.getManagementService().executeJob(job().getId());
  }

  private void tryToRun() {
    assertThatThrownBy(this::run).isInstanceOf(RemoteFailure.Unavailable.class);
  }

  private void answer() {
    var tasks = engine.getTaskService();
    var task = tasks.createTaskQuery().processInstanceId(instance).singleResult().getId();
    engine.getIdentityService().setAuthentication("olivia", List.of("operator"));
    try {
      tasks.complete(task, Map.of("comment", "corrected"));
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }
}
