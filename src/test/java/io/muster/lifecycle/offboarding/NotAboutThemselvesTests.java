package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.Worker;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody answers a question about themselves, under whatever name and by whatever door. */
class NotAboutThemselvesTests extends LeaverStage {
  private static final Map<String, Object> LEAVE_IT =
      Map.of("decision", "goOn", "comment", "nothing to see here");

  @AfterEach
  void nobodyIsSignedIn() {
    engine.getIdentityService().clearAuthentication();
    engine.getIdentityService().deleteUser("al");
  }

  /** Every way in which a task is answered. */
  private enum Door {
    COMPLETE {
      @Override
      void answer(TaskService tasks, FormService forms, String task, Map<String, Object> answers) {
        tasks.complete(task, answers);
      }
    },
    COMPLETE_AND_RETURN {
      @Override
      void answer(TaskService tasks, FormService forms, String task, Map<String, Object> answers) {
        tasks.completeWithVariablesInReturn(task, answers, false);
      }
    },
    SUBMIT {
      @Override
      void answer(TaskService tasks, FormService forms, String task, Map<String, Object> answers) {
        forms.submitTaskForm(task, answers);
      }
    },
    SUBMIT_AND_RETURN {
      @Override
      void answer(TaskService tasks, FormService forms, String task, Map<String, Object> answers) {
        forms.submitTaskFormWithVariablesInReturn(task, answers, false);
      }
    },
    RESOLVE {
      @Override
      void answer(TaskService tasks, FormService forms, String task, Map<String, Object> answers) {
        tasks.resolveTask(task, answers);
      }
    };

    abstract void answer(
        TaskService tasks, FormService forms, String task, Map<String, Object> answers);
  }

  @ParameterizedTest
  @EnumSource
  void theLeaverClosesNothingOfTheirOwnByAnyDoor(Door door) {
    var task = anAccountThatStaysOpen();
    signIn(ada.workEmail());
    assertThatThrownBy(
            () ->
                door.answer(
                    engine.getTaskService(), engine.getFormService(), task.getId(), LEAVE_IT))
        .hasMessageContaining(ada.id().value())
        .hasMessageContaining("the group operator");
    assertThat(stillThere(task).getAssignee()).isNull();
  }

  @Test
  void theLeaverIsKnownUnderEveryNameAndToTheirAccountsAddress() {
    var earlier = ada.workEmail();
    workforce.know(withAddress("ada.king@example.com"));
    okta.rename(account, "adm-ada@example.com");
    var task = anAccountThatStaysOpen();
    for (var name :
        Stream.of(
                ada.id().value(),
                earlier,
                earlier.substring(0, earlier.indexOf('@')),
                "Ada.King@example.com",
                "ada.king",
                "adm-ada@example.com",
                "adm-ada")
            .toList()) {
      signIn(name);
      assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), LEAVE_IT))
          .as(name)
          .hasMessageContaining("nobody answers about themselves");
    }
    engine.getIdentityService().clearAuthentication();
    var al = engine.getIdentityService().newUser("al");
    al.setEmail("ada.king@example.com");
    engine.getIdentityService().saveUser(al);
    signIn("al");
    assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), LEAVE_IT))
        .hasMessageContaining("nobody answers about themselves");
    signIn("grace");
    engine.getTaskService().complete(task.getId(), LEAVE_IT);
  }

  @Test
  void theLeaverWritesOffNoDeviceOfTheirOwn() {
    var mac = laptop();
    fleet.lie(Deed.LOCK, mac, Lie.FAILS);
    var offboarding = fired();
    pass(offboarding, MINUTE);
    var task = Objects.requireNonNull(walk.task(offboarding, "seeToDevice"));
    engine.getIdentityService().setAuthentication(ada.workEmail(), List.of(group(task)));
    assertThatThrownBy(
            () ->
                engine
                    .getTaskService()
                    .complete(
                        task.getId(), Map.of("decision", "writeOff", "comment", "it is mine")))
        .hasMessageContaining("nobody answers about themselves");
    assertThat(outcome(offboarding, Kind.LOCK, mac.toString()))
        .hasValueSatisfying(lock -> assertThat(lock.state()).isEqualTo(State.CONTRADICTED));
  }

  @Test
  void theLeaverEndsNoAlarmAboutThemselves() {
    okta.mishaps().failAlways("ensureSuspended", down());
    var offboarding = fired();
    pass(offboarding, MINUTE.multipliedBy(10));
    assertThat(alarm()).isPresent();
    var task =
        engine
            .getTaskService()
            .createTaskQuery()
            .processVariableValueEquals("source", "leaver." + ada.id())
            .singleResult();
    signIn(ada.workEmail());
    assertThatThrownBy(
            () ->
                engine
                    .getTaskService()
                    .complete(task.getId(), Map.of("decision", "seenTo", "comment", "all is well")))
        .hasMessageContaining("nobody answers about themselves");
  }

  @Test
  void aDiagramThatNamesSomebodyElseMakesNoDifference() {
    var task = anAccountThatStaysOpen();
    engine.getRuntimeService().setVariable(task.getExecutionId(), "employee", "E-somebody");
    signIn(ada.workEmail());
    assertThatThrownBy(() -> engine.getTaskService().complete(task.getId(), LEAVE_IT))
        .hasMessageContaining("nobody answers about themselves");
  }

  @Test
  void whoeverBeginsAnswersNothingAboutThatEither() {
    okta.remove(account);
    okta.take(ada.workEmail());
    var onboarding = walk.start(new Hired(walk.origin(), ada));
    pass(onboarding, MINUTE);
    var task = tasks(onboarding).get(0);
    assertThat(walk.whole(onboarding)).isWaitingAt("resolveAccount");
    signIn(ada.workEmail());
    assertThatThrownBy(
            () ->
                engine
                    .getTaskService()
                    .complete(task.getId(), Map.of("decision", "tryAgain", "comment", "let me in")))
        .hasMessageContaining("nobody answers about themselves");
  }

  private Task anAccountThatStaysOpen() {
    okta.mishaps().refuseNext("ensureSuspended");
    var offboarding = fired();
    run(offboarding);
    answer(offboarding, "resolveSuspend", "goOn");
    return Objects.requireNonNull(walk.task(offboarding, "resolveAccounts"));
  }

  private @Nullable Task find(Task task) {
    return engine.getTaskService().createTaskQuery().taskId(task.getId()).singleResult();
  }

  private Task stillThere(Task task) {
    engine.getIdentityService().clearAuthentication();
    return Objects.requireNonNull(find(task), "the task was left");
  }

  private void signIn(String name) {
    engine.getIdentityService().setAuthentication(name, List.of("operator"));
  }

  private Worker withAddress(String address) {
    return new Worker(
        ada.id(),
        ada.givenName(),
        "King",
        address,
        ada.department(),
        ada.title(),
        ada.location(),
        ada.costCenter(),
        ada.manager(),
        ada.zone(),
        ada.startDate(),
        false);
  }
}
