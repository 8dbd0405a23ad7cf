package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.GroupId;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.Worker;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ProcessTest
class DirectoryChangeListenerTests {
  private static final Duration A_WHILE = Duration.ofSeconds(12);

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory acquired;
  @Autowired private InMemoryFleet fleet;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private List<LifecycleProcess> processes;

  private Worker ada;
  private ProcessInstance onboarding;
  private AccountId account;

  @BeforeEach
  void aPersonWaitingForTheRules() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    acquired.clear();
    fleet.clear();
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.holdRules(true);
    ada = walk.person("Engineering", "Developer", "Paris");
    onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForRules");
    account = okta.find(ada.id()).orElseThrow().id();
  }

  @Test
  void hasTheCaseLookAtOnceWhenItsAccountIsInTheNews() {
    walk.set(walk.now().plus(A_WHILE));
    okta.holdRules(false);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForRules");
    tell(account);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void looksOnceHoweverManyNewsThereAre() {
    walk.set(walk.now().plus(A_WHILE));
    for (int number = 0; number < 100; number++) {
      tell(account);
      walk.run(onboarding);
    }
    assertThat(looks()).as("the first, and one for all the news").isEqualTo(2);
    walk.pass(onboarding, Duration.ofSeconds(10));
    assertThat(looks()).as("one more, for the news since the last look").isEqualTo(3);
  }

  @Test
  void letsAnAccountNobodyKnowsAndOneOfAnotherConnectionPass() {
    walk.set(walk.now().plus(A_WHILE));
    var due = due();
    tell(new AccountId("somebody"));
    events.publishEvent(new DirectoryChangedEvent("acquired", Set.of(account), Set.of()));
    events.publishEvent(new DirectoryChangedEvent("okta", Set.of(), Set.of()));
    assertThat(due()).isEqualTo(due);
  }

  @Test
  void hearsNewsOnlyOnceTheyAreCommitted() {
    walk.set(walk.now().plus(A_WHILE));
    var due = due();
    var transaction = new TransactionTemplate(transactions);
    transaction.executeWithoutResult(
        it -> {
          tell(account);
          it.setRollbackOnly();
        });
    assertThat(due()).isEqualTo(due);
    transaction.executeWithoutResult(
        it -> {
          tell(account);
          assertThat(due()).isEqualTo(due);
        });
    assertThat(due()).isEqualTo(walk.now());
  }

  @Test
  void hasEverybodyWaitingBehindTheConnectionLookWhenOnlyAGroupIsNamed() {
    walk.set(walk.now().plus(A_WHILE));
    var due = due();
    events.publishEvent(new DirectoryChangedEvent("acquired", Set.of(), Set.of(new GroupId("g"))));
    assertThat(due()).isEqualTo(due);
    events.publishEvent(new DirectoryChangedEvent("okta", Set.of(), Set.of(new GroupId("g"))));
    assertThat(due()).isEqualTo(walk.now());
  }

  @Test
  void keepsLookingByItselfWhenNoNewsCome() {
    okta.holdRules(false);
    walk.pass(onboarding, Duration.ofSeconds(30));
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void namesOnlyWaitsThatAreInTheDiagrams() {
    for (var process : processes) {
      var definition =
          engine
              .getRepositoryService()
              .createProcessDefinitionQuery()
              .processDefinitionKey(process.key())
              .latestVersion()
              .singleResult();
      var model = engine.getRepositoryService().getBpmnModelInstance(definition.getId());
      for (var wait : process.waitsForDirectory()) {
        Object element = model.getModelElementById(wait);
        assertThat(element).as("%s in %s", wait, process.key()).isNotNull();
      }
    }
  }

  private void tell(AccountId about) {
    events.publishEvent(new DirectoryChangedEvent("okta", Set.of(about), Set.of()));
  }

  private Instant due() {
    return engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(onboarding.getId())
        .activityId("waitForRules")
        .singleResult()
        .getDuedate()
        .toInstant();
  }

  private long looks() {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(onboarding.getId())
        .activityId("checkGroups")
        .count();
  }
}
