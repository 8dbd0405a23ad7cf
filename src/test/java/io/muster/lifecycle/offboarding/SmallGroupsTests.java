package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.safety.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;

/** Operators are asked where nobody, or too few, can agree to a wipe; the doctor says so before. */
@ExtendWith(OutputCaptureExtension.class)
class SmallGroupsTests extends LeaverStage {
  private static final Map<String, Object> YES = Map.of("decision", "approve", "comment", "agreed");

  @Autowired private ApproverGroups groups;
  @Autowired private Expectations expected;

  private DeviceId mac;
  private Optional<Deployment> edited = Optional.empty();

  @BeforeEach
  void nobodyIsInAnyGroup() {
    clear();
    mac = laptop();
    walk.member("otto", "administrator");
  }

  @AfterEach
  void asBefore() {
    edited.ifPresent(one -> engine.getRepositoryService().deleteDeployment(one.getId(), true));
    clear();
  }

  @Test
  void asksOperatorsWhereNobodyIsInTheGroup() {
    var offboarding = leaves();
    pass(offboarding, MINUTE);
    assertThat(asked())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains(
                        "1 more of approver", "nobody can", ada.id().value(), mac.toString()));
    assertThat(doctor()).anySatisfy(one -> assertThat(one).contains("1 of approver", "nobody"));

    walk.member("bob", "approver");
    agree(offboarding, "bob");
    assertThat(asked()).as("answered").isEmpty();
    pass(offboarding, MINUTE.multipliedBy(5));
    assertThat(fleet.wipes(mac)).isEqualTo(1);
    assertThat(doctor()).noneSatisfy(one -> assertThat(one).contains("of approver"));
  }

  @Test
  void asksNobodyWhereOneMustAgreeAndOneCan() {
    walk.member("bob", "approver");
    pass(leaves(), MINUTE);
    assertThat(asked()).isEmpty();
  }

  @Test
  void asksOperatorsWhereOnlyTheLeaverIsInTheGroup() {
    var identity = engine.getIdentityService();
    walk.member("bob", "approver");
    var bob = identity.createUserQuery().userId("bob").singleResult();
    bob.setEmail(ada.workEmail());
    identity.saveUser(bob);
    pass(leaves(), MINUTE);
    assertThat(asked()).hasValueSatisfying(words -> assertThat(words).contains("nobody can"));
  }

  @Test
  void asksOperatorsWhereTwoMustAgreeAndOneCan(CapturedOutput log) throws Exception {
    walk.member("bob", "approver");
    twoMustAgree();
    assertThat(log)
        .contains("asks 2 of approver to agree to a wipe, and only one person there can");
    assertThat(doctor())
        .anySatisfy(one -> assertThat(one).contains("2 of approver", "only one person"));
    var offboarding = leaves();
    pass(offboarding, MINUTE);
    assertThat(asked())
        .hasValueSatisfying(words -> assertThat(words).contains("2 more of approver", "only bob"));

    walk.member("ann", "approver");
    assertThat(doctor()).noneSatisfy(one -> assertThat(one).contains("of approver"));
    agree(offboarding, "bob");
    agree(offboarding, "ann");
    pass(offboarding, MINUTE.multipliedBy(5));
    assertThat(fleet.wipes(mac)).isEqualTo(1);
  }

  @Test
  void asksNobodyWhereTwoMustAgreeAndTwoCan(CapturedOutput log) throws Exception {
    walk.member("bob", "approver");
    walk.member("ann", "approver");
    twoMustAgree();
    assertThat(log).doesNotContain("of approver to agree to a wipe");
    pass(leaves(), MINUTE);
    assertThat(asked()).isEmpty();
  }

  @Test
  void saysSoAgainWhereTheApproversAreReminded() {
    walk.member("bob", "approver");
    var offboarding = leaves();
    pass(offboarding, MINUTE);
    engine.getIdentityService().deleteUser("bob");
    pass(offboarding, DAY.plus(HOUR));
    assertThat(asked()).hasValueSatisfying(words -> assertThat(words).contains("nobody can"));
  }

  /** Nobody is there but whom the test has named. */
  private ProcessInstance leaves() {
    var offboarding = left();
    engine.getIdentityService().deleteUser(Walk.APPROVER);
    return offboarding;
  }

  private void twoMustAgree() throws Exception {
    var table =
        new ClassPathResource("processes/offboarding/wipe-decision.dmn")
            .getContentAsString(StandardCharsets.UTF_8)
            .replace("\"one\"", "\"two\"");
    edited =
        Optional.of(
            engine
                .getRepositoryService()
                .createDeployment()
                .addString("wipe-decision.dmn", table)
                .deploy());
  }

  private void agree(ProcessInstance offboarding, String person) {
    var task = Objects.requireNonNull(walk.task(offboarding, "approveWipe"));
    walk.complete(task, person, "approver", YES);
    pass(offboarding, MINUTE);
  }

  private List<String> doctor() {
    return groups.check(expected).stream().map(Finding::what).toList();
  }

  private Optional<String> asked() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("source-alarm")
        .variableValueEquals("source", "approval.%s.%s".formatted(ada.id(), mac))
        .list()
        .stream()
        .findFirst()
        .map(alarm -> (String) engine.getRuntimeService().getVariable(alarm.getId(), "problem"));
  }

  private void clear() {
    var identity = engine.getIdentityService();
    identity.clearAuthentication();
    identity
        .createUserQuery()
        .memberOfGroup("approver")
        .list()
        .forEach(user -> identity.deleteUser(user.getId()));
  }
}
