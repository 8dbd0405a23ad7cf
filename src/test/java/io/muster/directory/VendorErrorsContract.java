package io.muster.directory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.VendorError.Outcome;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import io.muster.simulator.Answer;
import io.muster.simulator.Faults;
import io.muster.testing.MovableClock;
import io.muster.testing.Stumble;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What becomes of a case when a vendor answers every call with one of its published errors, through
 * the real adapter, over HTTP, in the real engine: no wait and no retry is without an end.
 */
public abstract class VendorErrorsContract extends WholeEngine {
  private static final int MOST_TRIES = 20;
  private static final int USUAL_TRIES = 7;
  private static final Path PAGE = Path.of("src/docs/directory-errors.md");
  private static final String DIAGRAM =
      """
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
        <bpmn:error id="refusal" name="Refused" errorCode="refused" />
        <bpmn:process id="sample" name="Sample" isExecutable="true">
          <bpmn:startEvent id="begun" name="Begun" camunda:asyncAfter="true" />
          <bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="stumble" />
          <bpmn:serviceTask id="stumble" name="Stumble" camunda:asyncBefore="true"
              camunda:delegateExpression="${stumble}" />
          <bpmn:boundaryEvent id="refused" name="Refused" attachedToRef="stumble">
            <bpmn:errorEventDefinition errorRef="refusal" />
          </bpmn:boundaryEvent>
          <bpmn:sequenceFlow id="f2" sourceRef="refused" targetRef="asked" />
          <bpmn:endEvent id="asked" name="Asked" />
        </bpmn:process>
      </bpmn:definitions>
      """;

  @Autowired private Stumble stumble;
  private SoftAssertions softly = new SoftAssertions();
  private int number;

  /** How a case ended. */
  protected enum End {
    /** It went on. */
    THROUGH,
    /** A task asks somebody. */
    TASK,
    /** An incident asks somebody. */
    INCIDENT,
    /** Nobody was asked in all that time. */
    NEVER
  }

  /**
   * How a case went.
   *
   * @param end how it ended
   * @param tries how often the step ran
   * @param told whether an incident said that the wait was long before it was over
   */
  protected record Story(End end, int tries, boolean told) {}

  /** The errors the vendor publishes. */
  protected abstract List<VendorError> table();

  /** A simulated vendor and the real adapter to it. */
  protected abstract DirectoryWorld world();

  /** What goes wrong at the vendor. */
  protected abstract Faults faults();

  /** Which paths are calls of the interface, rather than requests for a token. */
  protected abstract String paths();

  /** The vendor's own way to say no. */
  protected abstract Answer body(int status, String reason, String text);

  private MovableClock clock() {
    return world().clock();
  }

  private Directory directory() {
    return world().directory();
  }

  private void answer(Set<String> methods, int status, String reason, String text) {
    for (var method : methods) {
      faults().next(100_000, method, paths()).answer(body(status, reason, text));
    }
  }

  private void recover() {
    faults().clear();
  }

  /** Things a step asks of the adapter, by a name for people; each on an account of its own. */
  private Map<String, Runnable> wishes() {
    var account = world().account("p%d@example.com".formatted(++number), null);
    var newcomer = newcomer("N-%d".formatted(number), "n%d@example.com".formatted(number));
    clock().advance(Duration.ofMinutes(5));
    return Map.of(
        "suspending", () -> directory().ensureSuspended(account),
        "ending sessions", () -> directory().ensureSessionsEnded(account),
        "retiring", () -> directory().ensureRetired(account),
        "making an account", () -> directory().ensureAccount(newcomer));
  }

  private static Worker newcomer(String number, String login) {
    return new Worker(
        new EmployeeId(number),
        "Ada",
        "King",
        login,
        "Sales",
        "Analyst",
        "London",
        null,
        null,
        ZoneOffset.UTC,
        LocalDate.parse("2026-03-02"),
        false);
  }

  @BeforeEach
  void deploy() {
    engine
        .getRepositoryService()
        .createDeployment()
        .name("vendor-errors")
        .addString("sample/sample.bpmn", DIAGRAM)
        .deploy();
    softly = new SoftAssertions();
  }

  @AfterEach
  void reset() {
    stumble.doing(() -> {});
    ClockUtil.reset();
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("sample")
        .list()
        .stream()
        .forEach(it -> engine.getRuntimeService().deleteProcessInstance(it.getId(), "over"));
  }

  @Test
  void everyPublishedErrorOfAWriteEndsAsTheTableSays() {
    for (var error : table()) {
      var wishes = wishes();
      answer(Set.of("POST", "PUT", "PATCH", "DELETE"), error);
      wishes.forEach((name, wish) -> endsAsSaid(error, name, story(wish)));
      recover();
    }
    softly.assertAll();
  }

  @Test
  void noPublishedErrorOfAnyCallIsRetriedForEver() {
    for (var error : table()) {
      var wishes = wishes();
      answer(Set.of("GET", "POST", "PUT", "PATCH", "DELETE"), error);
      wishes.forEach(
          (name, wish) ->
              softly
                  .assertThat(story(wish).end())
                  .as("%s at %s", error.sign(), name)
                  .isNotEqualTo(End.NEVER));
      recover();
    }
    softly.assertAll();
  }

  @Test
  void asksAfterThreeTriesAboutAnErrorThatNobodyPublished() {
    for (var status : List.of(400, 403, 418, 499)) {
      var wishes = wishes();
      answer(Set.of("POST", "PUT", "PATCH", "DELETE"), status, "E0000999", "Something new.");
      wishes.forEach(
          (name, wish) ->
              softly
                  .assertThat(story(wish))
                  .as("%d at %s", status, name)
                  .isEqualTo(new Story(End.TASK, 3, false)));
      recover();
    }
    softly.assertAll();
  }

  @Test
  void everyErrorHasARemedyAndASource() {
    for (var error : table()) {
      softly.assertThat(error.source()).as(error.toString()).startsWith("https://");
      if (error.outcome() != Outcome.DONE) {
        softly.assertThat(error.remedy()).as(error.toString()).isNotBlank();
      }
    }
    softly.assertThat(new LinkedHashSet<>(table())).as("no row twice").hasSameSizeAs(table());
    softly.assertAll();
  }

  /** The page is made of the tables; where it differs, what it should say is in target. */
  @Test
  void thePageSaysWhatTheTableSays() throws IOException {
    var wanted = section();
    var made = Path.of("target/docs/directory-errors-%s.md".formatted(world().directory().kind()));
    Files.createDirectories(made.getParent());
    Files.writeString(made, wanted);
    assertThat(Files.readString(PAGE)).contains(wanted);
  }

  private String section() {
    var rows = new StringBuilder();
    rows.append("## %s\n\n".formatted(world().directory().kind()));
    rows.append(
        "| Status | Reason | Says | Outcome | What to do | Source |\n|---|---|---|---|---|---|\n");
    for (var error : table()) {
      var sign = error.sign();
      rows.append(
          "| %s | %s | %s | %s | %s | <%s> |\n"
              .formatted(
                  sign.status() == 0 ? "any" : sign.status(),
                  sign.reason().isEmpty() ? "any" : "`" + sign.reason() + "`",
                  sign.text().isEmpty() ? "" : "\"" + sign.text() + "\"",
                  error.outcome().word(),
                  error.remedy(),
                  error.source()));
    }
    return rows.toString();
  }

  @Test
  void findsEachErrorByItsOwnRow() {
    for (var error : table()) {
      var sign = error.sign();
      softly
          .assertThat(
              VendorError.find(
                  table(),
                  status(error),
                  sign.reason().isEmpty() ? Set.of() : Set.of(sign.reason()),
                  sign.text()))
          .as("hidden behind another: %s", sign)
          .contains(error);
    }
    softly.assertAll();
  }

  private void endsAsSaid(VendorError error, String wish, Story story) {
    var said = softly.assertThat(story).as("%s at %s", error.sign(), wish);
    switch (error.outcome()) {
      case PERSON -> said.isEqualTo(new Story(End.TASK, 1, false));
      case MISCONFIGURED -> said.isEqualTo(new Story(End.INCIDENT, 1, false));
      case BUSY -> said.returns(End.TASK, Story::end);
      case SLOW_DOWN ->
          said.matches(
              it -> it.end() == End.INCIDENT && (it.told() || it.tries() <= USUAL_TRIES),
              "ends in an incident, and says so before where it waits");
      case RETRY -> said.matches(it -> it.end() == End.INCIDENT || it.end() == End.TASK);
      case DONE -> said.matches(it -> it.end() != End.NEVER);
    }
  }

  private void answer(Set<String> methods, VendorError error) {
    answer(methods, status(error), error.sign().reason(), error.sign().text());
  }

  /** A status that such an error may have, where the table takes any. */
  private static int status(VendorError error) {
    return error.sign().status() == 0 ? 403 : error.sign().status();
  }

  private Story story(Runnable wish) {
    stumble.doing(wish);
    var begun = clock().instant();
    at(begun);
    var running =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("sample", Variables.putValue("employee", "4711"))
            .getId();
    engine.getManagementService().executeJob(requireNonNull(job(running)).getId());
    var told = false;
    for (var tries = 1; tries <= MOST_TRIES; tries++) {
      var job = requireNonNull(job(running));
      try {
        engine.getManagementService().executeJob(job.getId());
      } catch (RuntimeException failed) {
        assertThat(failed).isInstanceOf(RemoteFailure.class);
      }
      var now = job(running);
      if (now == null) {
        return new Story(isAsked(running) ? End.TASK : End.THROUGH, tries, told);
      }
      if (now.getRetries() == 0) {
        return new Story(End.INCIDENT, tries, told);
      }
      told |=
          engine.getRuntimeService().createIncidentQuery().processInstanceId(running).count() > 0;
      // those who wait for ever are let wait for two days before the last tries
      at(tries == 5 ? begun.plus(Duration.ofDays(2)) : due(now));
    }
    return new Story(End.NEVER, MOST_TRIES, told);
  }

  private Instant due(Job job) {
    var due = job.getDuedate();
    return due == null || due.toInstant().isBefore(clock().instant())
        ? clock().instant()
        : due.toInstant();
  }

  private void at(Instant now) {
    clock().set(now);
    ClockUtil.setCurrentTime(Date.from(now));
  }

  private boolean isAsked(String running) {
    return engine
            .getHistoryService()
            .createHistoricActivityInstanceQuery()
            .processInstanceId(running)
            .activityId("asked")
            .count()
        > 0;
  }

  private @Nullable Job job(String running) {
    return engine.getManagementService().createJobQuery().processInstanceId(running).singleResult();
  }
}
