package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.safety.WipeHistory;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.util.HtmlUtils;

/** Approving on the console: what is shown, and that an answer counts as one in Tasklist does. */
class ApprovePageTests extends ConsoleStage {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern PLAN = Pattern.compile("name=\"plan\" value=\"([^\"]+)\"");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired private WipeHistory wipes;

  private ProcessInstance offboarding;
  private Task task;
  private String number;

  @BeforeEach
  void aLaptopThatSomebodyIsAskedAbout() {
    number = "ASK" + NUMBER.incrementAndGet();
    var leaver = worker(number, "Asked", "About" + NUMBER);
    laptopOf(leaver);
    offboarding = fired(leaver);
    task = walk.task(offboarding, "approveWipe");
  }

  @Test
  void showsEverythingToDecideAndTheFormsOwnWords() throws Exception {
    var shown = page(Role.APPROVER, address());
    for (var name :
        List.of("who", "deviceName", "deviceModel", "serial", "lastSeen", "ifNobodyAnswers")) {
      assertThat(shown)
          .as(name)
          .contains(escaped(engine.getTaskService().getVariable(task.getId(), name)));
    }
    assertThat(shown)
        .contains(
            "Everything on the device, for good",
            "Nobody has answered yet",
            "Involuntary",
            "ordinary in a day",
            "this person (");
  }

  @Test
  void takesAYesThatCountsLikeOneInTasklist() throws Exception {
    var answer = post(Role.APPROVER, "approve", "compared with the list");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).contains("/console/approve?done=approve"));
    assertThat(wipes.of(offboarding.getId()))
        .singleElement()
        .satisfies(
            wipe -> {
              assertThat(wipe.answer()).isEqualTo("APPROVED");
              assertThat(wipe.answeredBy()).isEqualTo(nameOf(Role.APPROVER));
            });
    assertThat(as(Role.APPROVER).get(address()).statusCode()).isEqualTo(404);
    assertThat(page(Role.APPROVER, address())).contains("not open any more");
  }

  @Test
  void takesANo() throws Exception {
    assertThat(post(Role.APPROVER, "decline", "still needed").statusCode()).isEqualTo(302);
    assertThat(wipes.of(offboarding.getId()))
        .singleElement()
        .satisfies(wipe -> assertThat(wipe.answer()).isEqualTo("DECLINED"));
  }

  @Test
  void refusesAPageThatHasGrownStale() throws Exception {
    var before = form(Role.APPROVER);
    var answer =
        as(Role.APPROVER)
            .post(
                address(), "plan=another&decision=approve&comment=seen+to&_csrf=" + before.token());
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("changed since this page was opened", "seen to");
    isStillOpen();
  }

  @Test
  void leavesNothingClaimedWhereTheAnswerIsRefused() throws Exception {
    var answer = post(Role.APPROVER, "approve", "x");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("at least 3 characters").doesNotContain("ENGINE-");
    isStillOpen();
    assertThat(open().getAssignee()).isNull();
    assertThat(post(Role.APPROVER, "explode", "seen to").statusCode()).isEqualTo(409);
    isStillOpen();
  }

  @Test
  void isAnsweredByNobodyWhileSomebodyElseHasClaimedIt() throws Exception {
    var form = form(Role.APPROVER);
    var colleague = walk.member("colleague", "approver");
    engine.getIdentityService().setAuthentication(colleague, List.of("approver"));
    try {
      engine.getTaskService().claim(task.getId(), colleague);
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
    var answer = as(Role.APPROVER).post(address(), body(form, "approve", "seen to"));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("claimed");
    assertThat(page(Role.APPROVER, address()))
        .contains("colleague")
        .doesNotContain("name=\"plan\"");
    isStillOpen();
  }

  @Test
  void isAnsweredByNobodyWhoIsNotAsked() throws Exception {
    var form = form(Role.APPROVER);
    for (var role : Role.values()) {
      if (role == Role.APPROVER) {
        continue;
      }
      var token = token(page(role, "/console"));
      var answer = as(role).post(address(), body(new Form(form.plan(), token), "approve", "mine"));
      assertThat(answer.statusCode()).as("%s", role).isIn(403, 409);
      isStillOpen();
      assertThat(open().getAssignee()).as("%s", role).isNull();
    }
    assertThat(page(Role.AUDITOR, address())).contains("not yours to answer");
  }

  @Test
  void isNotAnsweredWithoutTheTokenOfThePage() throws Exception {
    var form = form(Role.APPROVER);
    var answer =
        as(Role.APPROVER)
            .post(address(), body(new Form(form.plan(), "guessed"), "approve", "seen to"));
    assertThat(answer.statusCode()).isEqualTo(403);
    isStillOpen();
  }

  @Test
  void isNotAnsweredByTheLeaver() throws Exception {
    person(number, Role.APPROVER);
    var leaver = new ConsoleVisitor(port);
    leaver.signIn(number, password(), "");
    var shown = leaver.get(address()).body();
    var answer =
        leaver.post(address(), body(new Form(plan(shown), token(shown)), "decline", "it is mine"));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("Nothing was done");
    isStillOpen();
  }

  @Test
  void isNoQuestionAnyMoreOnceSomebodyElseHasAnswered() throws Exception {
    var form = form(Role.APPROVER);
    walk.complete(task, "approver", "decline");
    var answer = as(Role.APPROVER).post(address(), body(form, "approve", "seen to"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("not open any more");
    assertThat(wipes.of(offboarding.getId()))
        .singleElement()
        .satisfies(wipe -> assertThat(wipe.answer()).isEqualTo("DECLINED"));
  }

  @Test
  void listsMineAllIMayAndWhatIsOverdue() throws Exception {
    assertThat(page(Role.APPROVER, "/console/approve")).contains("About" + NUMBER);
    assertThat(page(Role.APPROVER, "/console/approve?show=mine")).doesNotContain("About" + NUMBER);
    assertThat(page(Role.APPROVER, "/console/approve?show=overdue"))
        .doesNotContain("About" + NUMBER);
    // an operator is not asked, but may look
    assertThat(page(Role.OPERATOR, "/console/approve")).doesNotContain("About" + NUMBER);
    assertThat(page(Role.OPERATOR, "/console/approve?show=everybodys")).contains("About" + NUMBER);
    assertThat(page(Role.APPROVER, "/console/approve?show=everybodys"))
        .as("no such choice for approvers")
        .doesNotContain("everybody");
    engine.getIdentityService().setAuthentication(nameOf(Role.APPROVER), List.of("approver"));
    try {
      engine.getTaskService().claim(task.getId(), nameOf(Role.APPROVER));
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
    assertThat(page(Role.APPROVER, "/console/approve?show=mine")).contains("About" + NUMBER);
    assertThat(page(Role.APPROVER, "/console")).contains(address());
  }

  private String address() {
    return "/console/approve/" + task.getId();
  }

  private void isStillOpen() {
    assertThat(wipes.of(offboarding.getId()))
        .singleElement()
        .satisfies(wipe -> assertThat(wipe.answer()).isNull());
    assertThat(open()).isNotNull();
  }

  private Task open() {
    return engine.getTaskService().createTaskQuery().taskId(task.getId()).singleResult();
  }

  private HttpResponse<String> post(Role role, String decision, String comment) throws Exception {
    return as(role).post(address(), body(form(role), decision, comment));
  }

  private record Form(String plan, String token) {}

  private Form form(Role role) throws Exception {
    var shown = page(role, address());
    return new Form(plan(shown), token(shown));
  }

  private static String body(Form form, String decision, String comment) {
    return "plan=%s&decision=%s&comment=%s&_csrf=%s"
        .formatted(form.plan(), decision, coded(comment), coded(form.token()));
  }

  private static String plan(String page) {
    return found(PLAN, page);
  }

  private static String token(String page) {
    return found(TOKEN, page);
  }

  private static String found(Pattern pattern, String page) {
    var match = pattern.matcher(page);
    return match.find() ? Objects.requireNonNull(match.group(1)) : "";
  }

  private static String escaped(Object shown) {
    return HtmlUtils.htmlEscape(String.valueOf(shown));
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
