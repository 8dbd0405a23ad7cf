package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.muster.lifecycle.ProcessTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every endpoint of the engine that changes something, asked by everybody who may not. */
@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedRequestsTests {
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final List<String> PEOPLE =
      List.of(
          "otherhr",
          "otherapprover",
          "otheroperator",
          "otherprocessowner",
          "otherauditor",
          "noone");

  /**
   * What a role is there for, so that it is no refused request. Of a start of HR's that is refused
   * for its facts, the event is kept on purpose.
   */
  private static final Set<String> WANTED =
      Set.of(
          "otherhr POST /process-definition/key/{key}/start",
          "otherhr POST /process-definition/{id}/start",
          "otheroperator PUT /job/{id}/retries",
          "otheroperator PUT /job-definition/{id}/retries",
          "otheroperator POST /job/retries",
          "otheroperator POST /process-instance/job-retries");

  @LocalServerPort private int port;
  @Autowired private IdentityService identity;
  @Autowired private RuntimeService runtime;
  @Autowired private RepositoryService repository;
  @Autowired private ManagementService management;
  @Autowired private HistoryService history;
  @Autowired private TaskService tasks;
  @Autowired private FilterService filters;
  @Autowired private AuthorizationService authorizations;
  @Autowired private JdbcClient jdbc;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> ids = new HashMap<>();
  private String everyTable = "";

  @BeforeAll
  void somebodyOfEachRoleAndACaseThatIsUnderWay() {
    for (var role : Role.values()) {
      user("other" + role.group());
      identity.createMembership("other" + role.group(), role.group());
    }
    user("noone");
    user("victim");
    var facts = new TreeMap<String, Object>();
    facts.put("employeeId", "R1");
    facts.put("givenName", "Ada");
    facts.put("familyName", "Long");
    facts.put("workEmail", "ada.long@acme.example");
    facts.put("department", "Sales");
    facts.put("startDate", "2026-12-01");
    facts.put("title", "Consultant");
    facts.put("location", "Berlin");
    facts.put("timeZone", "Europe/Berlin");
    var started = runtime.startProcessInstanceByKey("onboarding", "refused-1", facts);
    var task = tasks.newTask("standing");
    task.setName("Standing alone");
    tasks.saveTask(task);
    ids.put("process-instance", started.getId());
    ids.put("execution", started.getId());
    ids.put("process-definition", started.getProcessDefinitionId());
    ids.put("task", "standing");
    ids.put("user", "victim");
    ids.put("group", "approver");
    ids.put(
        "job",
        management
            .createJobQuery()
            .processInstanceId(started.getId())
            .listPage(0, 1)
            .get(0)
            .getId());
    ids.put("job-definition", management.createJobDefinitionQuery().listPage(0, 1).get(0).getId());
    ids.put("deployment", repository.createDeploymentQuery().listPage(0, 1).get(0).getId());
    ids.put("filter", filters.createFilterQuery().listPage(0, 1).get(0).getId());
    ids.put(
        "authorization", authorizations.createAuthorizationQuery().listPage(0, 1).get(0).getId());
    ids.put(
        "decision-definition",
        repository.createDecisionDefinitionQuery().listPage(0, 1).get(0).getId());
    everyTable =
        jdbc
            .sql(
                "select tablename from pg_tables where schemaname = current_schema()"
                    + " and (tablename like 'act\\_%' or tablename like 'muster\\_%')"
                    + " and tablename not like 'act_ru_meter_log%' order by 1")
            .query(String.class)
            .list()
            .stream()
            .map(
                table ->
                    "select '%1$s' as name, count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as state from %1$s t"
                        .formatted(table))
            .collect(Collectors.joining(" union all "));
  }

  /** The example that the kind was found by. */
  @Test
  void aJobThatSomebodyMayNotRunKeepsItsRetriesAndItsDueDate() throws Exception {
    for (var person : PEOPLE) {
      assertThat(send("GET", "/engine-rest/engine", person, "")).isEqualTo(200);
    }
    var before = database();
    for (var person : PEOPLE) {
      assertThat(send("POST", "/engine-rest/job/" + ids.get("job") + "/execute", person, ""))
          .isEqualTo(403);
    }
    assertThat(database()).isEqualTo(before);
  }

  /** Such as the removal of old history, which belongs to no process. */
  @Test
  void aJobOfTheEnginesOwnIsRunByAdministratorsOnly() {
    var cleanup = history.cleanUpHistoryAsync(true).getId();
    identity.setAuthentication("noone", List.of());
    try {
      assertThatThrownBy(() -> management.executeJob(cleanup))
          .isInstanceOf(AuthorizationException.class);
    } finally {
      identity.clearAuthentication();
    }
  }

  @Test
  void aJobIsNotRunFromInsideEitherByWhoMayNot() {
    var before = database();
    identity.setAuthentication("noone", List.of());
    try {
      assertThat(catchThrowable(() -> management.executeJob(ids.get("job"))))
          .isInstanceOf(AuthorizationException.class);
    } finally {
      identity.clearAuthentication();
    }
    assertThat(database()).isEqualTo(before);
  }

  @Test
  void noRefusedRequestChangesARow() throws Exception {
    var faults = new ArrayList<String>();
    var endpoints = EngineEndpoint.all().stream().filter(it -> !it.isRead()).toList();
    assertThat(endpoints).as("endpoints that the engine's classes declare").hasSizeGreaterThan(180);
    for (var person : PEOPLE) {
      // what the first sign-in from an address leaves
      assertThat(send("GET", "/engine-rest/engine", person, "")).isEqualTo(200);
    }
    var before = database();
    for (var endpoint : endpoints) {
      var answers = new TreeMap<String, Integer>();
      for (var person : PEOPLE) {
        if (!WANTED.contains(person + " " + endpoint)) {
          answers.put(
              person,
              send(
                  endpoint.method(),
                  "/engine-rest" + filled(endpoint.path()),
                  person,
                  body(endpoint)));
        }
      }
      var after = database();
      if (!after.equals(before)) {
        faults.add(
            "%s changed %s, answers %s".formatted(endpoint, changed(before, after), answers));
        before = after;
      }
    }
    assertThat(faults).isEmpty();
  }

  private static String changed(Map<String, String> before, Map<String, String> after) {
    return after.entrySet().stream()
        .filter(it -> !Objects.equals(before.get(it.getKey()), it.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  private Map<String, String> database() {
    var state = new TreeMap<String, String>();
    jdbc.sql(everyTable)
        .query((row, number) -> state.put(row.getString(1), row.getString(2)))
        .list();
    return state;
  }

  private String filled(String path) {
    var resource = path.substring(1).replaceAll("/.*", "");
    return path.replace("{id}", encoded(ids.getOrDefault(resource, "unknown")))
        .replace("{key}", "onboarding")
        .replace("{userId}", "victim")
        .replace("{groupId}", "approver")
        .replace("{varId}", "employee")
        .replaceAll("[{][^}]*[}]", "unknown");
  }

  /** Something that the endpoint can read, with the ids of what is there. */
  private String body(EngineEndpoint endpoint) {
    if (endpoint.method().equals("DELETE")) {
      return "";
    }
    return BODIES
        .getOrDefault(endpoint.toString(), "{}")
        .replace("$instance", ids.get("process-instance"))
        .replace("$definition", ids.get("process-definition"))
        .replace("$job", ids.get("job"))
        .replace("$password", PASSWORD);
  }

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("PUT /job/{id}/retries", "{\"retries\":0}"),
          Map.entry("POST /job/retries", "{\"retries\":0,\"jobIds\":[\"$job\"]}"),
          Map.entry("PUT /job/{id}/duedate", "{\"duedate\":\"2030-01-01T00:00:00.000+0000\"}"),
          Map.entry("PUT /job/{id}/suspended", "{\"suspended\":true}"),
          Map.entry("PUT /job/{id}/priority", "{\"priority\":7}"),
          Map.entry(
              "PUT /job/suspended", "{\"suspended\":true,\"processInstanceId\":\"$instance\"}"),
          Map.entry("PUT /job-definition/{id}/retries", "{\"retries\":0}"),
          Map.entry("PUT /job-definition/{id}/suspended", "{\"suspended\":true}"),
          Map.entry("PUT /process-instance/{id}/suspended", "{\"suspended\":true}"),
          Map.entry("PUT /process-definition/{id}/suspended", "{\"suspended\":true}"),
          Map.entry(
              "POST /process-instance/job-retries",
              "{\"retries\":0,\"processInstances\":[\"$instance\"]}"),
          Map.entry("POST /process-instance/delete", "{\"processInstanceIds\":[\"$instance\"]}"),
          Map.entry(
              "PUT /process-instance/{id}/variables/{varId}",
              "{\"value\":\"x\",\"type\":\"String\"}"),
          Map.entry("PUT /task/{id}/variables/{varId}", "{\"value\":\"x\",\"type\":\"String\"}"),
          Map.entry(
              "POST /message", "{\"messageName\":\"changed\",\"processInstanceId\":\"$instance\"}"),
          Map.entry("POST /task/create", "{\"id\":\"made\",\"name\":\"made\"}"),
          Map.entry("POST /task/{id}/claim", "{\"userId\":\"someone\"}"),
          Map.entry("POST /task/{id}/assignee", "{\"userId\":\"someone\"}"),
          Map.entry("POST /task/{id}/comment/create", "{\"message\":\"x\"}"),
          Map.entry(
              "POST /filter/create", "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{}}"),
          Map.entry("PUT /filter/{id}", "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{}}"),
          Map.entry("POST /group/create", "{\"id\":\"made\",\"name\":\"x\",\"type\":\"WORKFLOW\"}"),
          Map.entry(
              "PUT /group/{id}", "{\"id\":\"approver\",\"name\":\"x\",\"type\":\"WORKFLOW\"}"),
          Map.entry("POST /tenant/create", "{\"id\":\"made\",\"name\":\"x\"}"),
          Map.entry(
              "POST /user/create",
              "{\"profile\":{\"id\":\"made\",\"firstName\":\"M\",\"lastName\":\"M\"},\"credentials\":{\"password\":\"$password\"}}"),
          Map.entry(
              "PUT /user/{id}/profile",
              "{\"id\":\"victim\",\"firstName\":\"M\",\"lastName\":\"M\"}"),
          Map.entry(
              "PUT /user/{id}/credentials",
              "{\"password\":\"taken over by me\",\"authenticatedUserPassword\":\"$password\"}"),
          Map.entry("POST /identity/verify", "{\"username\":\"victim\",\"password\":\"guessed\"}"),
          Map.entry(
              "POST /authorization/create",
              "{\"type\":1,\"permissions\":[\"ALL\"],\"groupId\":\"hr\",\"resourceType\":0,\"resourceId\":\"*\"}"),
          Map.entry("POST /telemetry/configuration", "{\"enableTelemetry\":true}"),
          Map.entry(
              "POST /external-task/fetchAndLock",
              "{\"workerId\":\"w\",\"maxTasks\":1,\"topics\":[{\"topicName\":\"t\",\"lockDuration\":1000}]}"));

  private void user(String id) {
    var user = identity.newUser(id);
    user.setPassword(PASSWORD);
    identity.saveUser(user);
  }

  private int send(String method, String path, String person, String json)
      throws IOException, InterruptedException {
    var pair = (person + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }
}
