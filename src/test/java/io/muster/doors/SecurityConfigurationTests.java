package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.lifecycle.ProcessTest;
import io.muster.remote.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.camunda.bpm.admin.impl.web.SetupResource;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.rest.dto.identity.UserCredentialsDto;
import org.camunda.bpm.engine.rest.dto.identity.UserDto;
import org.camunda.bpm.engine.rest.dto.identity.UserProfileDto;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityConfigurationTests {
  private static final String RESUME = "/api/destruction/pause?reason=looked";

  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final String NEW_ADMINISTRATOR =
      "{\"profile\":{\"id\":\"mallory\",\"firstName\":\"M\",\"lastName\":\"M\"},\"credentials\":{\"password\":\"long enough to be taken\"}}";

  private static final String MARKED = "muster.test.marked";
  private static final String MARK_BY_REFLECTION =
      "${''.getClass().forName('java.lang.System').getMethod('setProperty',''.getClass(),''.getClass()).invoke(null,'muster.test.marked','x')}";

  @LocalServerPort private int port;
  @Autowired private IdentityService identity;
  @Autowired private FilterService filters;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mappings;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void somebodyOfEachRole() {
    for (var role : Role.values()) {
      var user = identity.newUser("some" + role.group());
      user.setPassword(PASSWORD);
      identity.saveUser(user);
      identity.createMembership(user.getId(), role.group());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/engine",
        "/engine-rest/task",
        "/engine-rest/user",
        "/engine-rest/version",
        "/engine-rest/openapi.json",
        "/engine-rest/engine/default/process-instance",
        "/camunda/api/engine/engine/default/task",
        "/camunda/api/engine/engine/default/user",
        "/camunda/api/cockpit/plugin/base/default/process-definition/statistics",
        "/api/events/hr/1",
        "/api/anything",
        "/api/doctor",
        "/api/leavers",
        "/api/leavers/summary",
        "/api/leavers/some-case",
        "/actuator",
        "/actuator/metrics",
        "/actuator/prometheus",
        "/actuator/info",
        "/hr/v1/sources/hr/events",
        "/hooks/entra",
        "/hooks/entra/acme",
        "/hooks/entra/acme/more",
        "/hooks/okta",
        "/hooks/okta/acme/more",
        "/hooks/anything/acme",
        "/hooks/google/acme",
        "/hooks/bamboohr/acme",
        "/scim/v2",
        "/scim/v2/Users",
        "/scim/v2/ServiceProviderConfig",
        "/api/scim/clients",
        "/h2-console",
        "/anything"
      })
  void showsNothingToAStranger(String path) throws Exception {
    assertThat(get(path, null).statusCode()).isIn(401, 403);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/hr/events, 405",
    "/api/nothing, 404",
    "/api/sources/hr/readings/abc, 400",
    "/api/events?most=many, 400"
  })
  void saysAsAProblemWhatIsWrongWithARequest(String path, int status) throws Exception {
    var answer = get(path, "someadministrator");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/health", "/actuator/health/liveness", "/camunda/app/tasklist/"})
  void showsAStrangerWhetherItIsWellAndWhereToSignIn(String path) throws Exception {
    assertThat(get(path, null).statusCode()).isIn(200, 302);
    assertThat(get("/actuator/health", null).body())
        .isEqualTo("{\"status\":\"UP\",\"groups\":[\"liveness\",\"readiness\"]}");
    assertThat(get("/actuator/health/readiness", null).body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasklist", "cockpit", "admin"})
  void opensEachPageAtItsSignInAndNotAtASetup(String page) throws Exception {
    var answer = get("/camunda/app/" + page + "/default/", null);

    assertThat(answer.headers().firstValue("Location").orElse("")).isEmpty();
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/engine-rest/task,                 somehr,            200",
    "/engine-rest/task,                 nobody,            401",
    "/actuator/info,                    someoperator,      200",
    "/actuator/info,                    someauditor,       403",
    "/actuator/metrics,                 someoperator,      200",
    "/actuator/metrics,                 someadministrator, 200",
    "/actuator/metrics,                 someauditor,       403",
    "/actuator/metrics,                 somehr,            403",
    "/actuator/prometheus,              someoperator,      200",
    "/actuator/prometheus,              someadministrator, 200",
    "/actuator/prometheus,              someauditor,       403",
    "/actuator/prometheus,              someapprover,      403",
    "/actuator/prometheus,              somehr,            403",
    "/actuator/prometheus,              nobody,            401",
    "/api/leavers,                      someoperator,      200",
    "/api/leavers,                      someauditor,       200",
    "/api/leavers,                      someapprover,      403",
    "/api/leavers,                      nobody,            401",
    "/api/audit,                        someauditor,       200",
    "/api/audit,                        someadministrator, 200",
    "/api/audit,                        someoperator,      403",
    "/api/audit,                        somehr,            403",
    "/api/cases/c-1/evidence,           someauditor,       404",
    "/api/cases/c-1/evidence,           someoperator,      403",
    "/api/cases/c-1/evidence,           someapprover,      403",
    "/api/cases/c-1/evidence,           nobody,            401",
    "/api/evidence/verifier,            someauditor,       200",
    "/api/evidence/verifier,            someoperator,      403",
    "/api/events/hr/unknown,            someoperator,      404",
    "/api/events/hr/unknown,            someauditor,       404",
    "/api/events/hr/unknown,            someapprover,      403",
    "/api/events/hr/unknown,            someprocessowner,  403",
    "/api/people/4711/timeline,         someoperator,      404",
    "/api/people/4711/timeline,         someauditor,       404",
    "/api/people/4711/timeline,         someapprover,      404",
    "/api/people/4711/timeline,         somehr,            404",
    "/api/people/4711/timeline,         someadministrator, 404",
    "/api/people/4711/timeline,         someprocessowner,  403",
    "/api/people/4711/timeline,         nobody,            401",
    "/api/people/4711/groups,           somehr,            403",
    "/api/doctor,                       someoperator,      200",
    "/api/doctor,                       someauditor,       403",
    "/api/scim/clients,                 someadministrator, 200",
    "/api/scim/clients,                 someoperator,      403",
    "/api/scim/clients,                 someauditor,       403",
    "/api/sources,                      someoperator,      200",
    "/api/destruction,                  someoperator,      200",
    "/api/destruction,                  someauditor,       200",
    "/api/destruction,                  someapprover,      403",
    "/api/destruction,                  somehr,            403",
    "/api/destruction/pause,            someoperator,      200",
    "/api/models,                       someprocessowner,  200",
    "/api/models,                       someauditor,       200",
    "/api/models,                       somehr,            403",
    "/api/models,                       someapprover,      403",
    "/api/destruction/lists,            someauditor,       200",
    "/api/held-leavers,                 someauditor,       200",
    "/api/held-leavers,                 somehr,            403",
    "/api/sources,                      someauditor,       200",
    "/api/sources,                      somehr,            403",
    "/api/docs/openapi.yaml,            somehr,            200",
    "/scim/v2/Users,                    someadministrator, 401",
    "/anything,                         someadministrator, 401",
  })
  void letsEachRoleThroughItsOwnDoors(String path, String user, int status) throws Exception {
    assertThat(get(path, user).statusCode()).isEqualTo(status);
  }

  @Test
  void asksABrowserForANameAndTakesNoChangeThatAnotherSiteCouldHaveItSend() throws Exception {
    assertThat(get("/api/docs", null).headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(asked -> assertThat(asked).startsWith("Basic"));
    assertThat(
            mappings.getHandlerMethods().keySet().stream()
                .filter(it -> it.getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .filter(it -> it.getPatternValues().stream().anyMatch(to -> to.startsWith("/api/")))
                .filter(it -> !it.getPatternValues().contains("/api/hr/events"))
                .filter(it -> it.getConsumesCondition().isEmpty()))
        .as("changes that are taken whatever their content type")
        .isEmpty();
    var form =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/hr/events".formatted(port)))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(("somehr:" + PASSWORD).getBytes(StandardCharsets.UTF_8)))
            .header("Idempotency-Key", "from-another-site")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/hr/events,                            somehr,           400",
    "/api/hr/events,                            someoperator,     403",
    "/api/hr/events,                            someauditor,      403",
    "/api/hr/events,                            nobody,           401",
    "/api/events/hr/unknown/replay,             someoperator,     404",
    "/api/destruction/pause,                    someauditor,      403",
    "/api/destruction/pause,                    someapprover,     403",
    "/api/destruction/pause,                    somehr,           403",
    "/api/destruction/pause,                    nobody,           401",
    "/api/destruction/breaker/close,            someoperator,     400",
    "/api/destruction/breaker/close,            someapprover,     403",
    "/api/destruction/lists,                    someoperator,     400",
    "/api/destruction/lists,                    somehr,           403",
    "/api/destruction/lists/7/agree,            someoperator,     400",
    "/api/destruction/lists/7/agree,            someauditor,      403",
    "/api/forecast,                             someoperator,     400",
    "/api/forecast,                             someauditor,      403",
    "/api/forecast,                             somehr,           403",
    "/api/forecast/csv,                         someoperator,     415",
    "/api/forecast/csv,                         someapprover,     403",
    "/api/held-leavers/hr/agree,                someoperator,     400",
    "/api/held-leavers/hr/agree,                somehr,           403",
    "/api/held-leavers/hr/decline,              someoperator,     400",
    "/api/held-leavers/hr/decline,              someprocessowner, 403",
    "/api/tables/wipe-decision/replay,          someprocessowner, 415",
    "/api/tables/wipe-decision/replay,          someauditor,      415",
    "/api/tables/wipe-decision/replay,          someoperator,     403",
    "/api/tables/wipe-decision/replay,          somehr,           403",
    "/api/evidence/erasures,                    someadministrator, 400",
    "/api/evidence/erasures,                    someauditor,      403",
    "/api/evidence/erasures,                    someoperator,     403",
    "/api/events/hr/unknown/replay,             someauditor,      403",
    "/api/events/hr/unknown/replay,             somehr,           403",
    "/api/sources/hr/readings/7/let-through,    someoperator,     404",
    "/api/sources/hr/readings/7/let-through,    someauditor,      403",
    "/api/sources/hr/readings/7/let-through,    someprocessowner, 403",
    "/api/sources/hr/readings/7/anything-else,  someadministrator, 403",
  })
  void letsEachRoleDoItsOwnThings(String path, String user, int status) throws Exception {
    assertThat(send("POST", path, user, "{}").statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/events,                            nobody,       401, name and password",
    "/api/events,                            whoever,      401, name and password",
    "/api/events,                            somehr,       403, None of your groups",
    "/api/events/hr/unknown,                 someoperator, 404, under the id 'unknown' from the source 'hr'",
    "/api/sources/nowhere/readings,          someoperator, 404, no source 'nowhere'",
    "/api/sources/nowhere/readings/7,        someoperator, 404, no reading 7",
    "/api/people/E-UNKNOWN/groups,           someoperator, 404, E-UNKNOWN",
  })
  void saysWhyNothingIsShownAndWhatToDo(String path, String user, int status, String why)
      throws Exception {
    var answer = get(path, user);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body()).contains("\"status\":" + status, why);
    assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
  }

  @Test
  void saysThatThereIsNothingToReplayOrLetThrough() throws Exception {
    assertThat(send("POST", "/api/events/hr/unknown/replay", "someoperator", "{}").body())
        .contains("under the id 'unknown'");
    assertThat(send("POST", "/api/sources/hr/readings/7/let-through", "someoperator", "{}").body())
        .contains("no reading 7");
    var unknown = send("POST", "/api/events/hr/unknown/replay", null, "{}");
    assertThat(unknown.body()).contains("name and password");
    assertThat(unknown.headers().firstValue("WWW-Authenticate"))
        .as("no browser asks for a password because another site has it send something")
        .isEmpty();
  }

  @Test
  void letsOneOperatorPauseWipesAndTwoPeopleGoOn() throws Exception {
    var paused =
        send("POST", "/api/destruction/pause", "someoperator", "{\"reason\":\"an attack?\"}");
    assertThat(paused.statusCode()).isEqualTo(200);
    assertThat(paused.body()).contains("\"paused\":true", "\"by\":\"someoperator\"", "an attack?");
    assertThat(get("/api/destruction/pause", "someauditor").body()).contains("an attack?");
    assertThat(send("DELETE", "/api/destruction/pause", "someauditor", "{}").statusCode())
        .isEqualTo(403);
    var silent = send("DELETE", "/api/destruction/pause", "someoperator", "{}");
    assertThat(silent.statusCode()).isEqualTo(400);
    assertThat(silent.body()).contains("?reason=");
    assertThat(get("/api/destruction/pause", "someauditor").body()).contains("\"resuming\":[]");
    assertThat(send("DELETE", RESUME, "someoperator", "{}").statusCode()).isEqualTo(202);
    var again = send("DELETE", RESUME, "someoperator", "{}");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("second person");
    var over = send("DELETE", RESUME, "someadministrator", "{}");
    assertThat(over.statusCode()).isEqualTo(200);
    assertThat(over.body()).contains("\"paused\":false");
    assertThat(send("DELETE", RESUME, "someadministrator", "{}").body()).contains("not paused");
  }

  @Test
  void takesAListOfPeopleFromTwo() throws Exception {
    var list =
        send(
            "POST",
            "/api/destruction/lists",
            "someoperator",
            "{\"employees\":[\"E2\",\"E1\",\"E2\"],\"reason\":\"site closes\"}");
    assertThat(list.statusCode()).isEqualTo(201);
    assertThat(list.body()).contains("\"people\":[\"E1\",\"E2\"]", "\"agreedAt\":null");
    var number = list.body().replaceFirst(".*\"number\":(\\d+).*", "$1");
    var digest = list.body().replaceFirst(".*\"digest\":\"(\\w+)\".*", "$1");
    var yes = "{\"list\":\"%s\",\"reason\":\"rehearsed\"}".formatted(digest);
    var agree = "/api/destruction/lists/%s/agree".formatted(number);
    assertThat(send("POST", agree, "someoperator", yes).statusCode()).isEqualTo(202);
    assertThat(send("POST", agree, "someoperator", yes).statusCode()).isEqualTo(409);
    assertThat(send("POST", agree, "someadministrator", yes.replace(digest, "x")).statusCode())
        .isEqualTo(409);
    assertThat(send("POST", agree, "someadministrator", yes).statusCode()).isEqualTo(200);
    assertThat(
            send(
                    "POST",
                    "/api/destruction/lists",
                    "someoperator",
                    "{\"employees\":[\"${x}\"],\"reason\":\"x\"}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void letsOperatorsPlaceALegalHoldButOnlyAdministratorsLiftIt() throws Exception {
    var why = "{\"reason\":\"a lawsuit\"}";
    for (var user : new String[] {"somehr", "someapprover", "someauditor", "someprocessowner"}) {
      assertThat(send("PUT", "/api/legal-holds/E7", user, why).statusCode()).isEqualTo(403);
    }
    assertThat(send("PUT", "/api/legal-holds/E7", null, why).statusCode()).isEqualTo(401);
    assertThat(send("PUT", "/api/legal-holds/E7", "someoperator", "{}").statusCode())
        .isEqualTo(400);
    assertThat(send("PUT", "/api/legal-holds/E7", "someoperator", why).statusCode()).isEqualTo(200);
    assertThat(get("/api/legal-holds", "someauditor").body())
        .contains("\"E7\"", "someoperator", "a lawsuit");

    var lift = "/api/legal-holds/E7/lift";
    assertThat(send("POST", lift, "someoperator", why).statusCode()).isEqualTo(403);
    assertThat(send("POST", lift, "someadministrator", "{\"reason\":\" \"}").body())
        .contains("Say why");
    assertThat(get("/api/legal-holds", "someauditor").body()).contains("\"E7\"");
    var asked = send("POST", lift, "someadministrator", why);
    assertThat(asked.statusCode()).isEqualTo(202);
    assertThat(asked.body()).contains("\"change\":");
    assertThat(get("/api/legal-holds", "someauditor").body())
        .as("it stands until another person agreed and a day has passed")
        .contains("\"E7\"");
    for (var reader : new String[] {"someauditor", "someoperator", "someapprover"}) {
      assertThat(get("/api/models/pending", reader).body())
          .as(reader)
          .contains("\"kind\":\"HOLD\"", "someadministrator", "a lawsuit");
    }
    assertThat(get("/api/models/pending", "someprocessowner").body()).isEqualTo("[]");
    assertThat(send("POST", "/api/legal-holds/E8/lift", "someadministrator", why).statusCode())
        .isEqualTo(404);
    var refuse =
        "/api/models/pending/%s/refuse"
            .formatted(asked.body().replaceFirst(".*\"change\":(\\d+).*", "$1"));
    assertThat(send("POST", refuse, "someadministrator", why).statusCode()).isEqualTo(200);
  }

  @Test
  void hearsEntraAtItsHookWhichThenWantsToKnowWhoSpeaks() throws Exception {
    assertThat(post("/hooks/entra/acme", null, "{}").statusCode())
        .as("inside, where no such connection is configured")
        .isEqualTo(404);
    for (var path : new String[] {"/hooks/entra", "/hooks/entra/acme/more"}) {
      assertThat(post(path, null, "{}").statusCode()).isIn(401, 403);
    }
  }

  @Test
  void hearsBambooHrAtItsHookWhichThenWantsToKnowWhoSpeaks() throws Exception {
    assertThat(post("/hooks/bamboohr/acme", null, "{}").statusCode())
        .as("inside, where no such company is configured")
        .isEqualTo(404);
    for (var path : new String[] {"/hooks/bamboohr", "/hooks/bamboohr/acme/more"}) {
      assertThat(post(path, null, "{}").statusCode()).isIn(401, 403);
    }
  }

  @Test
  void hearsDirectoriesAtTheirHooksAndNobodyElseThere() throws Exception {
    assertThat(post("/hooks/google/acme", null, "{}").statusCode())
        .as("at the door, and then turned away for want of the channel's token")
        .isEqualTo(404);
    for (var path : new String[] {"/hooks", "/hooks/google", "/hooks/google/acme/more"}) {
      assertThat(post(path, null, "{}").statusCode()).isIn(401, 403);
      assertThat(post(path, "someadministrator", "{}").statusCode()).isIn(401, 403);
    }
  }

  @Test
  void letsOnlyProcessOwnersAndAdministratorsDeploy() throws Exception {
    assertThat(deploy("someoperator")).isEqualTo(403);
    assertThat(deploy("somehr")).isEqualTo(403);
    assertThat(deploy("someapprover")).isEqualTo(403);
  }

  @Test
  void letsHrStartWhatHappensToAPersonAndNothingElse() throws Exception {
    for (var process : new String[] {"onboarding", "transfer", "leave", "offboarding"}) {
      assertThat(
              post(
                      "/engine-rest/process-definition/key/%s/start".formatted(process),
                      "somehr",
                      "{}")
                  .body())
          .as("%s without the facts it needs", process)
          .contains("employeeId: is missing");
    }
    assertThat(
            post("/engine-rest/process-definition/key/directory-sync/start", "somehr", "{}")
                .statusCode())
        .isIn(403, 404);
  }

  @Test
  void letsNobodyButAdministratorsMakeUsers() throws Exception {
    for (var user : new String[] {"someoperator", "someprocessowner", "someauditor", "somehr"}) {
      assertThat(post("/engine-rest/user/create", user, NEW_ADMINISTRATOR).statusCode())
          .isEqualTo(403);
    }
    assertThat(identity.createUserQuery().userId("mallory").count()).isZero();
  }

  /** What the door below is shut against: CVE-2026-77226. */
  @Test
  void behindTheDoorTheSetupPageStillMakesAnybodyAdministrator() throws Exception {
    var profile = new UserProfileDto();
    profile.setId("anybody");
    profile.setFirstName("A");
    profile.setLastName("B");
    var credentials = new UserCredentialsDto();
    credentials.setPassword(UUID.randomUUID().toString());
    var user = new UserDto();
    user.setProfile(profile);
    user.setCredentials(credentials);
    var keeper = letTheKeeperGo();
    try {
      assertThat(get("/camunda/app/tasklist/default/", null).headers().firstValue("Location"))
          .as("the only thing the setup page asks about")
          .hasValueSatisfying(shown -> assertThat(shown).contains("/setup/"));
      new SetupResource().createInitialUser("default", user);
      assertThat(identity.createUserQuery().memberOfGroup("camunda-admin").list())
          .extracting(org.camunda.bpm.engine.identity.User::getId)
          .containsExactly("anybody");
    } finally {
      identity.deleteUser("anybody");
      identity.createMembership(keeper, "camunda-admin");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/camunda/api/admin/setup/default/user/create",
        "/camunda/api/admin/setup/default/user/create/",
        "/camunda/api/admin/setup;x=1/default/user/create",
        "/camunda/api/admin//setup/default/user/create",
        "/camunda/api/admin/./setup/default/user/create",
        "/camunda/api/admin/%73etup/default/user/create",
        "/camunda/api/admin/x/../setup/default/user/create",
        "/camunda/api/admin/%2e/setup/default/user/create",
        "/camunda/api/admin/setup%2fdefault/user/create",
        "/camunda/api/ADMIN/setup/default/user/create",
        "/camunda/api/admin/SETUP/default/user/create",
        "/camunda/api;x=1/admin/setup/default/user/create",
        "/camunda;x/api/admin/setup/default/user/create",
        "/camunda//api/admin/setup/default/user/create",
        "//camunda/api/admin/setup/default/user/create",
        "/camunda/api/admin/setup/%64efault/user/create",
        "/camunda/api/admin/set%75p/default/user/create/",
        "/camunda/api/admin/setup/default/user/create;jsessionid=1",
        "/camunda/api/admin/%2573etup/default/user/create",
        "/camunda/api/admin%5csetup/default/user/create"
      })
  void makesNobodyAdministratorAtTheSetupPage(String path) throws Exception {
    var keeper = letTheKeeperGo();
    try {
      assertThat(post(path, null, NEW_ADMINISTRATOR).statusCode()).isIn(400, 401, 403, 404);
      assertThat(identity.createUserQuery().userId("mallory").count()).isZero();
    } finally {
      identity.createMembership(keeper, "camunda-admin");
    }
  }

  /** Empties the group that the setup page asks about, so that only the door is left. */
  private String letTheKeeperGo() {
    var keeper = identity.createUserQuery().memberOfGroup("camunda-admin").singleResult().getId();
    identity.deleteMembership(keeper, "camunda-admin");
    return keeper;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/task",
        "/engine-rest/task/",
        "/engine-rest/task;x=1",
        "/engine-rest/task?firstResult=0&maxResults=1",
        "/engine-rest/task/count",
        "/engine-rest/engine/default/task",
        "/engine-rest/engine/default/task/count",
        "/camunda/api/engine/engine/default/task",
        "/camunda/api/engine/engine/default/task/count"
      })
  void runsNoCodeFromAQueryWhoeverAsks(String path) throws Exception {
    for (var expression :
        new String[] {"assigneeExpression", "candidateGroupExpression", "dueBeforeExpression"}) {
      for (var query :
          new String[] {"{\"orQueries\":[{%s}]}", "{%s}", "{\"orQueries\":[{},{%s}]}"}) {
        for (var user : new String[] {"somehr", "someadministrator"}) {
          var answer =
              post(
                  path,
                  user,
                  query.formatted("\"%s\":\"%s\"".formatted(expression, MARK_BY_REFLECTION)));
          assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
          assertThat(System.getProperty(MARKED)).isNull();
        }
      }
    }
  }

  @Test
  void runsNoCodeFromAFilterWhoeverAsks() throws Exception {
    var hidden = "{\"orQueries\":[{\"assigneeExpression\":\"%s\"}]}".formatted(MARK_BY_REFLECTION);
    var open = "{\"assigneeExpression\":\"%s\"}".formatted(MARK_BY_REFLECTION);
    for (var query : new String[] {hidden, open}) {
      var filter = "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":%s}".formatted(query);
      for (var user : new String[] {"somehr", "someapprover", "someadministrator"}) {
        assertThat(post("/engine-rest/filter/create", user, filter).statusCode())
            .isGreaterThanOrEqualTo(400);
      }
      var id = filters.createFilterQuery().filterName("Leavers").singleResult().getId();
      for (var way : new String[] {"list", "count", "singleResult"}) {
        assertThat(
                post("/engine-rest/filter/%s/%s".formatted(id, way), "someadministrator", query)
                    .statusCode())
            .isGreaterThanOrEqualTo(400);
      }
    }
    assertThat(System.getProperty(MARKED)).isNull();
  }

  @Test
  void givesNobodyThePasswordOfWhoeverNamesThemInTheirOwnProfile() throws Exception {
    var caller = identity.newUser("twofaced");
    caller.setPassword(PASSWORD);
    identity.saveUser(caller);
    identity.createMembership("twofaced", Role.ADMINISTRATOR.group());
    var victim = identity.newUser("faceless");
    victim.setPassword("a password of their own");
    identity.saveUser(victim);
    var profile = "{\"id\":\"%s\",\"firstName\":\"F\",\"lastName\":\"F\"}";

    for (var path : new String[] {"/engine-rest", "/engine-rest/engine/default"}) {
      var own = path + "/user/twofaced/profile";
      assertThat(send("PUT", own, "twofaced", profile.formatted("faceless")).statusCode())
          .isGreaterThanOrEqualTo(400);
    }
    assertThat(identity.checkPassword("faceless", PASSWORD)).isFalse();
    assertThat(identity.checkPassword("faceless", "a password of their own")).isTrue();

    for (var account : new String[] {"twofaced", "faceless"}) {
      var answer =
          send(
              "PUT",
              "/engine-rest/user/" + account + "/profile",
              "twofaced",
              profile.formatted(account));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }
  }

  @Test
  void makesWhoeverGuessesWaitUntilTheAccountIsUnlocked() throws Exception {
    var user = identity.newUser("guessed");
    user.setPassword(PASSWORD);
    identity.saveUser(user);
    for (int guess = 0; guess < 3; guess++) {
      assertThat(get("/engine-rest/engine", "guessed", "wrong" + guess).statusCode())
          .isEqualTo(401);
    }
    assertThat(get("/engine-rest/engine", "guessed").statusCode()).isEqualTo(401);
    identity.unlockUser("guessed");
    assertThat(get("/engine-rest/engine", "guessed").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsNoSessionAtTheEnginesDoor() throws Exception {
    var answer = get("/engine-rest/engine", "someoperator");
    assertThat(answer.headers().allValues("set-cookie")).isEmpty();
  }

  @Test
  void makesOneAdministratorAndNoOtherUser() {
    assertThat(identity.createUserQuery().userId("admin").count()).isEqualTo(1);
    assertThat(identity.checkPassword("admin", "admin")).isFalse();
    assertThat(identity.createUserQuery().userId("demo").count()).isZero();
  }

  @Test
  void doesNotStartWithoutASecretAndSaysWhich() {
    assertThatThrownBy(() -> new AdminProperties("admin", null).demandPassword())
        .isInstanceOfSatisfying(
            MissingSecret.class,
            missing -> assertThat(missing.remedy()).contains("MUSTER_ADMIN_PASSWORD"));
    assertThatThrownBy(() -> new AdminProperties("admin", new Secret("tooshort")).demandPassword())
        .hasMessageContaining("too short")
        .hasMessageNotContaining("tooshort");
  }

  private int deploy(String user) throws IOException, InterruptedException {
    var body =
        """
        --line
        Content-Disposition: form-data; name="deployment-name"

        x
        --line
        Content-Disposition: form-data; name="data"; filename="x.txt"

        x
        --line--
        """
            .replace("\n", "\r\n");
    var request =
        request("/engine-rest/deployment/create", user, PASSWORD)
            .header("Content-Type", "multipart/form-data; boundary=line")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private HttpResponse<String> get(String path, @Nullable String user)
      throws IOException, InterruptedException {
    return get(path, user, PASSWORD);
  }

  private HttpResponse<String> get(String path, @Nullable String user, String password)
      throws IOException, InterruptedException {
    return http.send(
        request(path, user, password).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, @Nullable String user, String json)
      throws IOException, InterruptedException {
    return send("POST", path, user, json);
  }

  private HttpResponse<String> send(String method, String path, @Nullable String user, String json)
      throws IOException, InterruptedException {
    return http.send(
        request(path, user, PASSWORD)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, @Nullable String user, String password) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (user != null) {
      var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return request;
  }
}
