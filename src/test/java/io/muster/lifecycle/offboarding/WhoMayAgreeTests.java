package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.process.AnswerGiven;
import io.muster.safety.DeviceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Whoever attacks an approval: approver, leaver, process owner, HR, administrator, each alone. */
@RecordApplicationEvents
class WhoMayAgreeTests extends LeaverStage {
  private static final Map<String, Object> YES = Map.of("decision", "approve", "comment", "agreed");

  @Autowired private ApplicationEvents events;

  private DeviceId mac;

  @BeforeEach
  void approversAndOthers() {
    mac = laptop();
    walk.member("ann", "approver");
    walk.member("bob", "approver");
    walk.member("olga", "operator");
    walk.member("harry", "hr");
    walk.member("adam", "administrator");
  }

  @AfterEach
  void nobodyIsSignedIn() {
    engine.getIdentityService().clearAuthentication();
  }

  @Test
  void nobodyIsGivenADecisionAndNothingButTheClaimChangesIt() {
    var task = asked();
    var tasks = engine.getTaskService();
    var copy = tasks.createTaskQuery().taskId(task.getId()).singleResult();
    copy.setAssignee("harry");
    List<Consumer<TaskService>> attempts =
        List.of(
            it -> it.setAssignee(task.getId(), "harry"),
            it -> it.setAssignee(task.getId(), "ann"),
            it -> it.setOwner(task.getId(), "ann"),
            it -> it.delegateTask(task.getId(), "harry"),
            it -> it.addCandidateUser(task.getId(), "harry"),
            it -> it.addCandidateGroup(task.getId(), "hr"),
            it -> it.addUserIdentityLink(task.getId(), "harry", "candidate"),
            it -> it.addGroupIdentityLink(task.getId(), "hr", "candidate"),
            it -> it.deleteCandidateGroup(task.getId(), "approver"),
            it -> it.deleteGroupIdentityLink(task.getId(), "approver", "candidate"),
            it -> it.deleteCandidateUser(task.getId(), "ann"),
            it -> it.deleteUserIdentityLink(task.getId(), "ann", "assignee"),
            it -> it.setPriority(task.getId(), 1),
            it -> it.setName(task.getId(), "Lunch"),
            it -> it.setDescription(task.getId(), "Lunch"),
            it -> it.setDueDate(task.getId(), Date.from(Instant.EPOCH)),
            it -> it.setFollowUpDate(task.getId(), Date.from(Instant.EPOCH)),
            it -> it.saveTask(copy),
            it -> it.claim(task.getId(), "harry"));
    for (var who : List.of("ann", "adam")) {
      for (int number = 0; number < attempts.size(); number++) {
        var attempt = attempts.get(number);
        signIn(who);
        assertThatThrownBy(() -> attempt.accept(tasks))
            .as("%s, attempt %d", who, number)
            .hasMessageContaining("Nothing was done");
      }
    }
    signIn("ann");
    tasks.claim(task.getId(), "ann");
    tasks.setAssignee(task.getId(), null);
  }

  @Test
  void onlyMembersOfTheGroupClaim() {
    var task = asked();
    for (var who : List.of("olga", "harry", "adam")) {
      signIn(who);
      assertThatThrownBy(() -> engine.getTaskService().claim(task.getId(), who))
          .as(who)
          .isInstanceOf(ProcessEngineException.class);
      assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), YES))
          .as(who)
          .isInstanceOf(ProcessEngineException.class);
    }
    engine.getIdentityService().clearAuthentication();
    pass(caseOf(task), HOUR.multipliedBy(9));
    signIn("olga");
    assertThatThrownBy(() -> engine.getTaskService().claim(task.getId(), "olga"))
        .as("the operators see a reminded task, and do not decide")
        .hasMessageContaining("in none of the groups");
    nothingIsWiped(task);
  }

  @Test
  void anUnclaimedOrAnothersPageDoesNotAnswer() {
    var task = asked();
    signIn("bob");
    assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), YES))
        .hasMessageContaining("Claim the task");
    signIn("ann");
    engine.getTaskService().claim(task.getId(), "ann");
    signIn("bob");
    assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), YES))
        .hasMessageContaining("claimed by somebody else");
    assertThatThrownBy(() -> engine.getFormService().submitTaskForm(task.getId(), YES))
        .hasMessageContaining("claimed by somebody else");
    nothingIsWiped(task);
    signIn("ann");
    engine.getTaskService().complete(task.getId(), YES);
  }

  @Test
  void whoeverWasTakenOutOfTheGroupMeanwhileDoesNotAnswer() {
    walk.member("gone", "approver");
    var task = asked();
    signIn("gone");
    engine.getTaskService().claim(task.getId(), "gone");
    engine.getIdentityService().clearAuthentication();
    engine.getIdentityService().deleteMembership("gone", "approver");
    // the session still says what it said when it began
    engine.getIdentityService().setAuthentication("gone", List.of("approver"));
    assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), YES))
        .hasMessageContaining("in none of the groups");
    engine.getIdentityService().clearAuthentication();
    engine.getIdentityService().deleteUser("gone");
    nothingIsWiped(task);
  }

  @Test
  void whoeverStartedTheCaseDoesNotAgreeToItsWipe() {
    engine.getIdentityService().setAuthentication("ann", List.of("approver", "hr"));
    fired();
    engine.getIdentityService().clearAuthentication();
    var offboarding =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("offboarding")
            .variableValueEquals("employee", ada.id().value())
            .singleResult();
    pass(offboarding, MINUTE);
    var task = Objects.requireNonNull(walk.task(offboarding, "approveWipe"));
    signIn("ann");
    assertThatThrownBy(() -> engine.getTaskService().claim(task.getId(), "ann"))
        .hasMessageContaining("started this case");
    signIn("bob");
    engine.getTaskService().claim(task.getId(), "bob");
    engine.getTaskService().complete(task.getId(), YES);
  }

  @Test
  void whoeverDeployedTheTableDoesNotAgreeToWhatItAsks() throws Exception {
    var table =
        new ClassPathResource("processes/offboarding/wipe-decision.dmn")
            .getContentAsString(StandardCharsets.UTF_8);
    engine.getIdentityService().setAuthentication("ann", List.of("approver", "administrator"));
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .addString("wipe-decision.dmn", table)
            .deploy();
    engine.getIdentityService().clearAuthentication();
    try {
      var task = asked();
      signIn("ann");
      assertThatThrownBy(() -> engine.getTaskService().claim(task.getId(), "ann"))
          .hasMessageContaining("deployed wipeDecision");
      signIn("bob");
      engine.getTaskService().claim(task.getId(), "bob");
      engine.getTaskService().complete(task.getId(), YES);
    } finally {
      engine.getIdentityService().clearAuthentication();
      engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }
  }

  @Test
  void aYesIsOnlyToThePlanThatTheFormShowed() {
    var task = asked();
    signIn("ann");
    engine.getTaskService().claim(task.getId(), "ann");
    var shown = engine.getTaskService().getVariables(task.getId());
    for (var name : List.of("serial", "whatIsErased", "ownership", "device", "plan")) {
      engine.getIdentityService().clearAuthentication();
      engine.getRuntimeService().setVariable(task.getExecutionId(), name, "something else");
      signIn("ann");
      assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), YES))
          .as(name)
          .hasMessageContaining(name.equals("plan") ? "no wipe plan" : "did not show");
      engine.getIdentityService().clearAuthentication();
      engine.getRuntimeService().setVariable(task.getExecutionId(), name, shown.get(name));
    }
    nothingIsWiped(task);
    signIn("ann");
    engine.getTaskService().complete(task.getId(), YES);
  }

  @Test
  void twoPeopleAgreeWhereTheTableSaysTwo() throws Exception {
    var table =
        new ClassPathResource("processes/offboarding/wipe-decision.dmn")
            .getContentAsString(StandardCharsets.UTF_8)
            .replace("\"one\"", "\"two\"");
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .addString("wipe-decision.dmn", table)
            .deploy();
    try {
      var task = asked();
      var offboarding = caseOf(task);
      walk.complete(task, "ann", "approver", YES);
      pass(offboarding, MINUTE.multipliedBy(5));
      assertThat(fleet.wipes(mac)).isZero();
      var second = Objects.requireNonNull(walk.task(offboarding, "approveWipe"));
      signIn("ann");
      assertThatThrownBy(() -> engine.getTaskService().claim(second.getId(), "ann"))
          .hasMessageContaining("two different people");
      engine.getIdentityService().clearAuthentication();
      walk.complete(second, "bob", "approver", YES);
      pass(offboarding, MINUTE.multipliedBy(5));
      assertThat(fleet.wipes(mac)).isEqualTo(1);
    } finally {
      engine.getIdentityService().clearAuthentication();
      engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }
  }

  @Test
  void tellsWhoSaidWhatToWhichWords() {
    var task = asked();
    var offboarding = caseOf(task);
    walk.complete(task, "ann", "approver", YES);
    assertThat(events.stream(AnswerGiven.class))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.caseId()).isEqualTo(offboarding.getId());
              assertThat(kept.task()).isEqualTo("approveWipe");
              assertThat(kept.by()).isEqualTo("ann");
              assertThat(kept.said()).contains("decision: approve", "comment: agreed");
              assertThat(kept.shown())
                  .contains(
                      "Shall this device be wiped?",
                      ada.fullName(),
                      fleet.read(mac).orElseThrow().serial(),
                      "( ) Wipe it = approve");
              assertThat(kept.models())
                  .containsPattern("offboardDevice:[0-9]+ offboarding:[0-9]+ wipeDecision:[0-9]+");
            });
  }

  private Task asked() {
    var offboarding = left();
    pass(offboarding, MINUTE);
    return Objects.requireNonNull(walk.task(offboarding, "approveWipe"));
  }

  private ProcessInstance caseOf(Task task) {
    var part =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(task.getProcessInstanceId())
            .singleResult();
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceId(part.getRootProcessInstanceId())
        .singleResult();
  }

  private void nothingIsWiped(Task task) {
    engine.getIdentityService().clearAuthentication();
    pass(caseOf(task), MINUTE);
    assertThat(fleet.wipes(mac)).isZero();
    assertThat(engine.getTaskService().createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  private void signIn(String name) {
    engine.getIdentityService().clearAuthentication();
    var groups =
        engine.getIdentityService().createGroupQuery().groupMember(name).list().stream()
            .map(group -> group.getId())
            .toList();
    engine.getIdentityService().setAuthentication(name, groups);
  }
}
