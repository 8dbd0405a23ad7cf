package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.evidence.CaseEvidence;
import io.muster.ledger.CaseRef;
import io.muster.lifecycle.CaseRepairs;
import io.muster.lifecycle.LifecycleProcess;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.Worker;
import io.muster.process.CaseAction.Kind;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an operator does to a case by hand, and that what is refused does nothing. */
class CaseActionsTests extends ConsoleStage {
  private static final Path GROUPS = Path.of("processes/onboarding/expected-groups.dmn");
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired private CaseRepairs repairs;
  @Autowired private CaseEvidence evidence;
  @Autowired private List<LifecycleProcess> processes;
  @Autowired private JdbcClient jdbc;

  private boolean edited;

  @BeforeEach
  void noRuleIsAtWork() {
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    okta.holdRules(true);
  }

  @AfterEach
  void theTableAsItIsShipped() throws Exception {
    okta.holdRules(false);
    if (edited) {
      deploy(Files.readString(GROUPS));
      edited = false;
    }
  }

  @AfterAll
  void noRules() {
    okta.clearRules();
  }

  @Test
  void triesAFailedStepAgainAndRecordsWhoAndWhy() throws Exception {
    var onboarding = joins(0);
    fail(onboarding);
    assertThat(page(Role.OPERATOR, address(onboarding))).contains("Try again what failed");
    assertThat(page(Role.AUDITOR, address(onboarding))).doesNotContain("Try again what failed");

    assertThat(post(Role.OPERATOR, onboarding, "retry", "the network is back").statusCode())
        .isEqualTo(302);

    assertThat(jobs(onboarding)).allSatisfy(job -> assertThat(job.getRetries()).isEqualTo(1));
    assertThat(repairs.done(onboarding.getId()))
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.kind()).isEqualTo(Kind.RETRIED);
              assertThat(action.by()).isEqualTo(nameOf(Role.OPERATOR));
              assertThat(action.reason()).isEqualTo("the network is back");
            });
    assertThat(page(Role.AUDITOR, address(onboarding)))
        .contains("What people did by hand", "the network is back", nameOf(Role.OPERATOR));
    assertThat(inEvidence(onboarding)).contains("byHand", "the network is back");
  }

  @Test
  void hasNothingToTryAgainWhereNothingHasFailed() throws Exception {
    var onboarding = joins(0);
    refused(onboarding, "retry", "reason=just+so", "No step of this case has failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "  ab  "})
  void doesNothingWithoutAReason(String reason) throws Exception {
    var onboarding = joins(0);
    fail(onboarding);
    refused(onboarding, "retry", "reason=" + coded(reason), "Say why");
    refused(onboarding, "cancel", "reason=" + coded(reason), "Say why");
  }

  @Test
  void takesAReasonOfThreeToAThousandCharacters() throws Exception {
    var onboarding = joins(0);
    fail(onboarding);
    refused(onboarding, "retry", "reason=" + "x".repeat(1001), "Say why");
    refused(onboarding, "retry", "reason=abc%00", "Say why");
    assertThat(post(Role.OPERATOR, onboarding, "retry", "abc").statusCode()).isEqualTo(302);
    fail(onboarding);
    assertThat(post(Role.OPERATOR, onboarding, "retry", "x".repeat(1000)).statusCode())
        .isEqualTo(302);
  }

  @Test
  void isDoneByOperatorsAloneAndWithTheTokenOfThePage() throws Exception {
    var onboarding = joins(0);
    fail(onboarding);
    for (var role : Role.values()) {
      if (role == Role.OPERATOR || role == Role.ADMINISTRATOR) {
        continue;
      }
      for (var action : List.of("retry", "hand-over", "back", "cancel")) {
        assertThat(post(role, onboarding, action, "may I").statusCode())
            .as("%s %s", role, action)
            .isEqualTo(403);
      }
      assertThat(as(role).get(address(onboarding) + "/back?step=expectGroups").statusCode())
          .isEqualTo(403);
    }
    for (var action : List.of("retry", "hand-over", "back", "cancel")) {
      assertThat(
              as(Role.OPERATOR)
                  .post(address(onboarding) + "/" + action, "reason=may+I&_csrf=guessed")
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(jobs(onboarding)).allSatisfy(job -> assertThat(job.getRetries()).isZero());
    assertThat(repairs.done(onboarding.getId())).isEmpty();
  }

  @Test
  void isNotDoneByThePersonTheCaseIsAbout() throws Exception {
    var onboarding = joins(0);
    fail(onboarding);
    var number =
        String.valueOf(engine.getRuntimeService().getVariable(onboarding.getId(), "employee"));
    person(number, Role.OPERATOR);
    var self = new ConsoleVisitor(port);
    self.signIn(number, password(), "");
    var token = found(TOKEN, self.get(address(onboarding)).body());
    for (var action : List.of("retry", "cancel", "hand-over", "back")) {
      var answer =
          self.post(address(onboarding) + "/" + action, "reason=it+is+me&_csrf=" + coded(token));
      assertThat(answer.statusCode()).as(action).isEqualTo(409);
      assertThat(answer.body()).contains("Somebody else has to do it");
    }
    assertThat(repairs.done(onboarding.getId())).isEmpty();
  }

  @Test
  void goesBackToATableThatWasCorrectedOnceThePreviewIsAgreedTo() throws Exception {
    var onboarding = joins(0);
    walk.run(onboarding);
    assertThat(stands(onboarding)).containsExactly("groupsSettle");
    deploy(withoutBerlin());

    var preview = page(Role.OPERATOR, address(onboarding) + "/back?step=expectGroups");
    assertThat(preview)
        .contains(
            "Work out the expected groups",
            "Give the person an account",
            "Wait for the groups",
            ">Berlin<",
            "live now");
    assertThat(afterwards(preview)).contains(">Engineering<").doesNotContain(">Berlin<");
    assertThat(stands(onboarding)).as("nothing yet").containsExactly("groupsSettle");
    assertThat(groups(onboarding)).contains("Berlin");

    assertThat(back(onboarding, found(STATE, preview), "Berlin has closed").statusCode())
        .isEqualTo(302);
    walk.run(onboarding);
    assertThat(groups(onboarding)).containsExactly("Engineering");
    assertThat(stands(onboarding)).containsExactly("groupsSettle");
    assertThat(repairs.done(onboarding.getId()))
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.kind()).isEqualTo(Kind.WENT_BACK);
              assertThat(action.detail())
                  .isEqualTo("to 'Work out the expected groups', from Wait for the groups");
            });
  }

  @Test
  void goesBackToNothingThatWasNotShown() throws Exception {
    var onboarding = joins(0);
    walk.run(onboarding);
    var state = found(STATE, page(Role.OPERATOR, address(onboarding) + "/back?step=expectGroups"));
    // the table is another one than the preview says
    deploy(withoutBerlin());
    refused(
        onboarding,
        "back",
        "step=expectGroups&reason=it+was+mended&state=" + state,
        "changed since the preview");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "createAccount",
        "chooseConnection",
        "assignPolicies",
        "chooseDevice",
        "onboarded",
        "nowhere",
        ""
      })
  void goesBackOnlyToADeclaredStepThatLiesBehind(String step) throws Exception {
    var onboarding = joins(0);
    walk.run(onboarding);
    assertThat(as(Role.OPERATOR).get(address(onboarding) + "/back?step=" + step).statusCode())
        .isEqualTo(409);
    refused(onboarding, "back", "step=" + step + "&reason=i+like+it&state=any", "cannot go back");
  }

  @Test
  void neverGoesBackWithinALeaving() throws Exception {
    var leaver = worker("HAND" + NUMBER.incrementAndGet(), "Leaving", "Hand");
    laptopOf(leaver);
    var offboarding = fired(leaver);
    assertThat(page(Role.OPERATOR, address(offboarding)))
        .doesNotContain("Go back to a step")
        .contains("It cannot be cancelled here", "Have HR rescind the termination");
    for (var step : List.of("containDevices", "containAccounts", "offboardDevice")) {
      refused(offboarding, "back", "step=" + step + "&reason=let+me&state=x", "cannot go back");
    }
    refused(offboarding, "cancel", "reason=a+mistake", "ended by HR alone");
    // nor in what it has called, which is no case of its own
    for (var part : walk.parts(offboarding)) {
      if (!part.equals(offboarding.getId())) {
        var token = found(TOKEN, page(Role.OPERATOR, "/console"));
        for (var action : List.of("retry", "back", "cancel")) {
          assertThat(
                  as(Role.OPERATOR)
                      .post(
                          "/console/cases/%s/%s".formatted(part, action),
                          "step=decideWipe&reason=let+me&state=x&_csrf=" + coded(token))
                      .statusCode())
              .isEqualTo(409);
        }
      }
    }
  }

  @Test
  void onlyProcessesThatContainNobodyNameSafeStepsAndEachIsATable() {
    for (var process : processes) {
      if (process.safeSteps().isEmpty()) {
        continue;
      }
      assertThat(process.key()).isIn("onboarding", "transfer");
      var definition =
          engine
              .getRepositoryService()
              .createProcessDefinitionQuery()
              .processDefinitionKey(process.key())
              .latestVersion()
              .singleResult();
      var model = engine.getRepositoryService().getBpmnModelInstance(definition.getId());
      assertThat(process.safeSteps())
          .allSatisfy(
              step -> assertThat(model.<BusinessRuleTask>getModelElementById(step)).isNotNull());
    }
  }

  @Test
  void cancelsAJoinerOfWhomNothingWasDone() throws Exception {
    var onboarding = joins(30);
    walk.run(onboarding);
    assertThat(page(Role.OPERATOR, address(onboarding))).contains("Cancel the case");

    assertThat(post(Role.OPERATOR, onboarding, "cancel", "entered twice").statusCode())
        .isEqualTo(302);

    assertThat(walk.runs(onboarding)).isFalse();
    assertThat(page(Role.AUDITOR, address(onboarding)))
        .contains("Cancelled", "entered twice", nameOf(Role.OPERATOR));
    assertThat(
            engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(onboarding.getId())
                .singleResult())
        .extracting(HistoricProcessInstance::getDeleteReason)
        .isEqualTo("cancelled by %s: entered twice".formatted(nameOf(Role.OPERATOR)));
    assertThat(inEvidence(onboarding)).contains("entered twice");
    assertThat(
            jdbc.sql("select count(*) from muster_case where case_id = ?")
                .param(onboarding.getId())
                .query(Long.class)
                .single())
        .isZero();
    refusedAfterTheEnd(onboarding);
  }

  @Test
  void doesNotCancelWhatHasChangedSomethingElsewhere() throws Exception {
    var onboarding = joins(30);
    walk.run(onboarding);
    var employee =
        new EmployeeId(
            String.valueOf(engine.getRuntimeService().getVariable(onboarding.getId(), "employee")));
    new CaseRef("onboarding", onboarding.getId(), employee, "createAccount")
        .during(() -> ledger.perform("okta", "account.create", "new", () -> true));
    assertThat(page(Role.OPERATOR, address(onboarding)))
        .doesNotContain("Cancel the case")
        .contains("It has changed something in another system already");
    refused(onboarding, "cancel", "reason=entered+twice", "changed something in another system");
  }

  @Test
  void doesNothingWhileAStepRuns() throws Exception {
    var onboarding = joins(30);
    walk.run(onboarding);
    jdbc.sql(
            """
            update act_ru_job set lock_owner_ = 'another', lock_exp_time_ = ? where process_instance_id_ = ?
            """)
        .params(Timestamp.from(walk.now().plus(Duration.ofMinutes(1))), onboarding.getId())
        .update();
    refused(onboarding, "cancel", "reason=entered+twice", "runs at this moment");
    jdbc.sql("update act_ru_job set lock_exp_time_ = ? where process_instance_id_ = ?")
        .params(Timestamp.from(walk.now().minus(Duration.ofMinutes(1))), onboarding.getId())
        .update();
    assertThat(post(Role.OPERATOR, onboarding, "cancel", "entered twice").statusCode())
        .isEqualTo(302);
  }

  @Test
  void handsATaskToAnotherOperatorAndBackToTheGroup() throws Exception {
    var onboarding = joins(0);
    walk.pass(onboarding, Duration.ofDays(3));
    var task = walk.task(onboarding, "resolveGroups");
    assertThat(task).isNotNull();
    var colleague = "colleague" + NUMBER.incrementAndGet();
    person(colleague, Role.OPERATOR);
    assertThat(page(Role.OPERATOR, address(onboarding))).contains("Hand over", colleague);

    assertThat(handOver(onboarding, task.getId(), colleague).statusCode()).isEqualTo(302);
    assertThat(assignee(task.getId())).isEqualTo(colleague);
    refused(
        onboarding,
        "hand-over",
        "task=%s&to=%s&reason=again".formatted(task.getId(), colleague),
        "is there already");
    assertThat(handOver(onboarding, task.getId(), "").statusCode()).isEqualTo(302);
    assertThat(assignee(task.getId())).isNull();
    refused(
        onboarding,
        "hand-over",
        "task=%s&to=&reason=again".formatted(task.getId()),
        "there already");
    for (var stranger : List.of(nameOf(Role.APPROVER), nameOf(Role.AUDITOR), "nobody")) {
      refused(
          onboarding,
          "hand-over",
          "task=%s&to=%s&reason=do+it".formatted(task.getId(), stranger),
          "in none of the groups");
    }
    assertThat(repairs.done(onboarding.getId()))
        .extracting(action -> action.detail())
        .containsExactly(
            "'%s', from its groups to %s".formatted(task.getName(), colleague),
            "'%s', from %s to its groups".formatted(task.getName(), colleague));
  }

  @Test
  void givesADecisionToNobodyButFreesItOfAClaim() throws Exception {
    var leaver = worker("HAND" + NUMBER.incrementAndGet(), "Claimed", "Hand");
    laptopOf(leaver);
    var offboarding = fired(leaver);
    var task = walk.task(offboarding, "approveWipe");
    refused(
        offboarding,
        "hand-over",
        "task=%s&to=%s&reason=do+it".formatted(task.getId(), nameOf(Role.APPROVER)),
        "not changed by hand");
    engine.getIdentityService().setAuthentication(nameOf(Role.APPROVER), List.of("approver"));
    try {
      engine.getTaskService().claim(task.getId(), nameOf(Role.APPROVER));
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
    assertThat(handOver(offboarding, task.getId(), "").statusCode()).isEqualTo(302);
    assertThat(assignee(task.getId())).isNull();
  }

  @Test
  void handsOverNoTaskOfAnotherCase() throws Exception {
    var one = joins(0);
    var other = joins(0);
    walk.pass(other, Duration.ofDays(3));
    var task = walk.task(other, "resolveGroups");
    refused(
        one,
        "hand-over",
        "task=%s&to=%s&reason=do+it".formatted(task.getId(), nameOf(Role.OPERATOR)),
        "no such open task");
    assertThat(assignee(task.getId())).isNull();
  }

  /** Somebody who is hired, and starts after so many days. */
  private ProcessInstance joins(int days) {
    var number = "HAND" + NUMBER.incrementAndGet();
    var worker =
        new Worker(
            new EmployeeId(number),
            "Joining",
            "Hand",
            number.toLowerCase(Locale.ROOT) + "@example.com",
            "Engineering",
            "Developer",
            "Berlin",
            null,
            null,
            ZoneId.of("Europe/Berlin"),
            LocalDate.ofInstant(walk.now(), ZoneOffset.UTC).plusDays(days),
            false);
    var receipt =
        inbox.take(
            new Hired(new Origin("hr", "hire-" + number, walk.now()), worker),
            "{\"type\":\"worker.hired\",\"data\":{}}");
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceId(receipt.caseId())
        .singleResult();
  }

  private void fail(ProcessInstance instance) {
    jobs(instance).forEach(job -> engine.getManagementService().setJobRetries(job.getId(), 0));
  }

  private List<Job> jobs(ProcessInstance instance) {
    return engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(instance.getId())
        .list();
  }

  /** The refusal says why, and leaves everything as it was. */
  private void refused(ProcessInstance instance, String action, String form, String why)
      throws Exception {
    var before = snapshot(instance);
    var token = found(TOKEN, page(Role.OPERATOR, "/console"));
    var answer =
        as(Role.OPERATOR).post(address(instance) + "/" + action, form + "&_csrf=" + coded(token));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(answer.body()).contains("Nothing was done", why).doesNotContain("ENGINE-");
    assertThat(snapshot(instance)).isEqualTo(before);
  }

  private void refusedAfterTheEnd(ProcessInstance instance) throws Exception {
    var before = repairs.done(instance.getId());
    for (var action : List.of("retry", "back", "cancel", "hand-over")) {
      var token = found(TOKEN, page(Role.OPERATOR, "/console"));
      assertThat(
              as(Role.OPERATOR)
                  .post(address(instance) + "/" + action, "reason=once+more&_csrf=" + coded(token))
                  .statusCode())
          .isEqualTo(409);
    }
    assertThat(repairs.done(instance.getId())).isEqualTo(before);
  }

  private List<Object> snapshot(ProcessInstance instance) {
    var all = new ArrayList<Object>();
    for (var part : walk.parts(instance)) {
      all.add(engine.getRuntimeService().getActivityInstance(part).toString());
      engine
          .getManagementService()
          .createJobQuery()
          .processInstanceId(part)
          .list()
          .forEach(job -> all.add(List.of(job.getId(), job.getRetries())));
      engine
          .getTaskService()
          .createTaskQuery()
          .processInstanceId(part)
          .list()
          .forEach(task -> all.add(task.getId() + task.getAssignee()));
    }
    all.add(repairs.done(instance.getId()).size());
    return all;
  }

  private HttpResponse<String> back(ProcessInstance instance, String state, String reason)
      throws Exception {
    var token = found(TOKEN, page(Role.OPERATOR, "/console"));
    return as(Role.OPERATOR)
        .post(
            address(instance) + "/back",
            "step=expectGroups&state=%s&reason=%s&_csrf=%s"
                .formatted(state, coded(reason), coded(token)));
  }

  private HttpResponse<String> handOver(ProcessInstance instance, String task, String to)
      throws Exception {
    var token = found(TOKEN, page(Role.OPERATOR, "/console"));
    return as(Role.OPERATOR)
        .post(
            address(instance) + "/hand-over",
            "task=%s&to=%s&reason=ill+today&_csrf=%s".formatted(task, to, coded(token)));
  }

  private HttpResponse<String> post(
      Role role, ProcessInstance instance, String action, String reason) throws Exception {
    var token = found(TOKEN, page(role, "/console"));
    return as(role)
        .post(
            address(instance) + "/" + action,
            "reason=%s&_csrf=%s".formatted(coded(reason), coded(token)));
  }

  private List<String> stands(ProcessInstance instance) {
    return Arrays.stream(
            engine
                .getRuntimeService()
                .getActivityInstance(instance.getId())
                .getChildActivityInstances())
        .map(at -> at.getActivityId())
        .toList();
  }

  private List<String> groups(ProcessInstance instance) {
    var groups = engine.getRuntimeService().getVariable(instance.getId(), "expectedGroups");
    return groups instanceof Collection<?> many
        ? many.stream().map(String::valueOf).sorted().toList()
        : List.of(String.valueOf(groups));
  }

  private String assignee(String task) {
    return engine.getTaskService().createTaskQuery().taskId(task).singleResult().getAssignee();
  }

  private String inEvidence(ProcessInstance instance) throws Exception {
    var pack = evidence.pack(instance.getId(), "the test").orElseThrow();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(pack))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("case.json")) {
          return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    return "";
  }

  private static String withoutBerlin() throws Exception {
    return Files.readString(GROUPS).replace("\"Berlin\"", "\"Bremen\"");
  }

  private void deploy(String table) {
    edited = true;
    engine
        .getRepositoryService()
        .createDeployment()
        .name("corrected groups")
        .addString("expected-groups.dmn", table)
        .deploy();
  }

  /** What the live table says, in the preview. */
  private static String afterwards(String preview) {
    return preview
        .substring(preview.indexOf("answered"), preview.indexOf("What is interrupted"))
        .replaceFirst("(?s)^.*?</tr>", "");
  }

  private static String address(ProcessInstance instance) {
    return "/console/cases/" + instance.getId();
  }

  private static String found(Pattern pattern, String page) {
    var match = pattern.matcher(page);
    return match.find() ? Objects.requireNonNull(match.group(1)) : "";
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
