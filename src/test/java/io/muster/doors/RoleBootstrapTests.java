package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a new version opens on an installation that is there already. */
@ProcessTest
class RoleBootstrapTests {
  @Autowired private RoleBootstrap house;
  @Autowired private AuthorizationService authorizations;
  @Autowired private IdentityService identity;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void everythingAsItWasMade() {
    jdbc.sql("delete from muster_granted").update();
    house.afterSingletonsInstantiated();
  }

  @ParameterizedTest
  @ValueSource(strings = {"onboarding", "transfer", "leave", "offboarding"})
  void hrMayStartEveryProcessOfALife(String process) {
    assertThat(mayStart(process)).isTrue();
  }

  @Test
  void aProcessThatIsNewIsOpenedToHrWhereTheRoleIsThereAlready() {
    takeAway("leave");
    jdbc.sql("delete from muster_granted where process = 'leave'").update();
    house.afterSingletonsInstantiated();
    assertThat(mayStart("leave")).isTrue();
  }

  @Test
  void whatAnAdministratorTookAwayStaysAway() {
    takeAway("transfer");
    house.afterSingletonsInstantiated();
    assertThat(mayStart("transfer")).isFalse();
    assertThat(mayStart("offboarding")).isTrue();
  }

  @Test
  void whatAnAdministratorNarrowedDownIsLeftAloneThoughTheProcessIsNew() {
    var grant = grants("leave").get(0);
    grant.removePermission(ProcessDefinitionPermissions.CREATE_INSTANCE);
    authorizations.saveAuthorization(grant);
    jdbc.sql("delete from muster_granted where process = 'leave'").update();
    house.afterSingletonsInstantiated();
    assertThat(mayStart("leave")).isFalse();
    takeAway("leave");
  }

  @Test
  void aRoleThatIsMadeAnewBeginsWithAllOfThem() {
    List.of("onboarding", "transfer", "leave", "offboarding").forEach(this::takeAway);
    authorizations
        .createAuthorizationQuery()
        .groupIdIn(Role.HR.group())
        .list()
        .forEach(grant -> authorizations.deleteAuthorization(grant.getId()));
    identity.deleteGroup(Role.HR.group());
    house.afterSingletonsInstantiated();
    assertThat(mayStart("transfer")).isTrue();
  }

  private boolean mayStart(String process) {
    return authorizations.isUserAuthorized(
        "somebody" + UUID.randomUUID(),
        List.of(Role.HR.group()),
        ProcessDefinitionPermissions.CREATE_INSTANCE,
        Resources.PROCESS_DEFINITION,
        process);
  }

  private void takeAway(String process) {
    grants(process).forEach(grant -> authorizations.deleteAuthorization(grant.getId()));
  }

  private List<Authorization> grants(String process) {
    return authorizations
        .createAuthorizationQuery()
        .groupIdIn(Role.HR.group())
        .resourceType(Resources.PROCESS_DEFINITION)
        .resourceId(process)
        .list();
  }
}
