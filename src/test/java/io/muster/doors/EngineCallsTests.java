package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Which of the engine's calls each role is given, out of all that the engine's classes declare. */
class EngineCallsTests {
  private static final Set<String> EVERYBODYS_CHANGES =
      Set.of(
          "POST /task/{id}/claim",
          "POST /task/{id}/unclaim",
          "POST /task/{id}/assignee",
          "POST /task/{id}/complete",
          "POST /task/{id}/submit-form",
          "POST /task/{id}/comment/create",
          "POST /task/{id}/identity-links",
          "POST /task/{id}/identity-links/delete",
          "PUT /task/{id}",
          "PUT /user/{id}/credentials",
          "PUT /user/{id}/profile");

  /** Endpoints that take a question as their body. */
  private static final Set<String> QUESTIONS =
      Set.of("task", "process-instance", "execution", "variable-instance", "external-task", "job")
          .stream()
          .flatMap(it -> List.of("POST /" + it, "POST /" + it + "/count").stream())
          .collect(Collectors.toSet());

  @ParameterizedTest
  @CsvSource({
    "HR, POST /process-definition/key/{key}/start | POST /process-definition/{id}/start",
    "APPROVER,",
    "AUDITOR,",
    "PROCESSOWNER, POST /deployment/create",
    "OPERATOR, PUT /job/{id}/retries | PUT /job-definition/{id}/retries | POST /job/retries"
        + " | POST /process-instance/job-retries | PUT /incident/{id}/annotation"
        + " | DELETE /incident/{id}/annotation"
  })
  void eachRoleHasItsOwnChangesAndNoOthers(Role role, @Nullable String own) {
    var expected = new TreeSet<>(EVERYBODYS_CHANGES);
    if (own != null) {
      expected.addAll(List.of(own.split(" [|] ")));
    }
    if (role != Role.HR
        && role != Role.AUDITOR) { // the engine asks whether a process is for their group
      expected.add("POST /process-definition/{id}/submit-form");
      expected.add("POST /process-definition/key/{key}/submit-form");
    }
    assertThat(changes(member(role))).isEqualTo(expected);
  }

  @Test
  void nobodyHasWhatNoneOfTheRolesIsThereFor() {
    var open = changes(member(Role.ADMINISTRATOR));
    assertThat(open)
        .containsAll(EVERYBODYS_CHANGES)
        .contains("POST /user/create", "DELETE /process-instance/{id}", "POST /deployment/create")
        .doesNotContain("POST /job/{id}/execute", "POST /identity/verify", "POST /message")
        .noneMatch(it -> it.matches(".*/(modification|migration|signal|external-task|case-).*"))
        .noneMatch(it -> it.contains("restart") || it.contains("bpmnError"));
    assertThat(changes(stranger())).isEmpty();
  }

  @Test
  void everythingThatIsOpenIsAnEndpointOfTheEngine() {
    var declared = EngineEndpoint.all();
    assertThat(declared).hasSizeGreaterThan(450);
    assertThat(
            declared.stream()
                .filter(it -> isOpen(member(Role.ADMINISTRATOR), it.method(), "/engine-rest", it))
                .count())
        .as("a renamed endpoint closes, and this number says so")
        .isEqualTo(318);
  }

  @Test
  void readingIsForWhoeverIsSignedInAndForNobodyElse() {
    var calls = new EnginePaths("default", "/engine-rest", "/camunda").rest();
    for (var path :
        List.of("/engine-rest/task", "/engine-rest/task/", "/engine-rest/engine/default/task")) {
      assertThat(calls.areOpen(member(Role.HR), request("GET", path))).isTrue();
      assertThat(calls.areOpen(stranger(), request("GET", path))).isFalse();
    }
    assertThat(calls.areOpen(member(Role.AUDITOR), request("GET", "/engine-rest/authorization")))
        .isFalse();
    assertThat(
            calls.areOpen(member(Role.ADMINISTRATOR), request("GET", "/engine-rest/authorization")))
        .isTrue();
    for (var path : List.of("/engine-rest/optimize/task-instance/completed", "/engine-rest")) {
      assertThat(calls.areOpen(member(Role.ADMINISTRATOR), request("GET", path))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/job/7/execute",
        "/engine-rest/job/7/execute/",
        "/engine-rest/job/7/%65xecute",
        "/engine-rest/%6aob/7/execute",
        "/engine-rest/job/7/EXECUTE",
        "/engine-rest/job/7/execute.",
        "/engine-rest/job/7/execute;x=1",
        "/engine-rest/job;x=1/7/execute",
        "/engine-rest/engine/default/job/7/execute",
        "/engine-rest/engine/%64efault/job/7/execute",
        "/engine-rest//job/7/execute"
      })
  void noSpellingOpensACallThatIsShut(String path) {
    var calls = new EnginePaths("default", "/engine-rest", "/camunda").rest();
    assertThat(calls.areOpen(member(Role.ADMINISTRATOR), request("POST", path))).isFalse();
  }

  @Test
  void theCallsAreWhereTheSettingsSay() {
    var paths = new EnginePaths("default", "rest/v1/", "/bpm/web/");
    assertThat(paths.restRoot()).isEqualTo("/rest/v1");
    assertThat(paths.webappRoot()).isEqualTo("/bpm/web");
    var anybody = member(Role.HR);
    assertThat(paths.rest().areOpen(anybody, request("GET", "/rest/v1/task"))).isTrue();
    assertThat(paths.rest().areOpen(anybody, request("GET", "/engine-rest/task"))).isFalse();
    assertThat(
            paths
                .webapp()
                .areOpen(anybody, request("GET", "/bpm/web/api/engine/engine/default/task")))
        .isTrue();
    assertThat(
            paths.webapp().areOpen(anybody, request("GET", "/camunda/api/engine/engine/default/x")))
        .isFalse();
    assertThat(paths.isWebapp().matches(request("GET", "/bpm/web/app/%61dmin"))).isTrue();
    assertThat(paths.isWebapp().matches(request("GET", "/bpm/web"))).isTrue();
    assertThat(paths.isWebapp().matches(request("GET", "/camunda/app"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/api", "api/", "/scim/v2", "/hr", "/hooks", "/actuator/camunda"})
  void aPathThatIsOursIsNotGivenToTheEngine(String path) {
    assertThatThrownBy(() -> new EnginePaths("default", "/engine-rest", path))
        .hasMessageContaining("camunda.bpm.webapp.application-path");
    assertThatThrownBy(() -> new EnginePaths("default", path, "/camunda"))
        .hasMessageContaining("spring.jersey.application-path");
  }

  private static Set<String> changes(Authentication caller) {
    return EngineEndpoint.all().stream()
        .filter(it -> !it.isRead())
        .filter(it -> isOpen(caller, it.method(), "/engine-rest", it))
        .map(EngineEndpoint::toString)
        .filter(it -> !isQuestion(it))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isQuestion(String endpoint) {
    return QUESTIONS.contains(endpoint)
        || (endpoint.matches("POST /(history/[a-z-]+|group|job-definition)(/count)?")
            && !endpoint.equals("POST /history/cleanup"))
        || endpoint.matches("POST /filter/[{]id[}]/(list|count|singleResult)")
        || endpoint.equals("POST /identity/password-policy");
  }

  private static boolean isOpen(
      Authentication caller, String method, String root, EngineEndpoint endpoint) {
    return new EnginePaths("default", root, "/camunda")
        .rest()
        .areOpen(caller, request(method, root + endpoint.path().replaceAll("[{][^}]*[}]", "x")));
  }

  private static MockHttpServletRequest request(String method, String path) {
    return new MockHttpServletRequest(method, path);
  }

  private static Authentication member(Role role) {
    return UsernamePasswordAuthenticationToken.authenticated(
        "somebody", null, EngineAccounts.authorities(List.of(role.group())));
  }

  private static Authentication stranger() {
    return new AnonymousAuthenticationToken(
        "key", "anonymous", EngineAccounts.authorities(List.of("anonymous")));
  }
}
