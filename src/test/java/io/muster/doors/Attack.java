package io.muster.doors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One person at every door: knows all numbers, makes accounts where that is open, and tries. */
final class Attack {
  private static final String YES =
      "{\"variables\":{\"decision\":{\"value\":\"approve\",\"type\":\"String\"},\"comment\":{\"value\":\"agreed by me\",\"type\":\"String\"}}}";
  private static final String NO =
      "{\"variables\":{\"decision\":{\"value\":\"decline\",\"type\":\"String\"},\"comment\":{\"value\":\"never at all\",\"type\":\"String\"}}}";
  private static final int BAD_REQUEST = 400;
  private static final String PASSWORD = "made up by the attacker";
  private static final List<String> GROUPS =
      List.of("approver", "administrator", "operator", "hr", "processowner", "camunda-admin");

  /** What the plan is made of, and what would be worth writing over it. */
  private static final List<String> VARIABLES =
      List.of(
          "approval=none",
          "approvers=administrator",
          "approvers=hr",
          "onSilence=wipe",
          "approvalTimeout=PT4H30M",
          "wipeKind=complete",
          "decision=approve",
          "otherNumbers=none",
          "plan=$plan",
          "employee=$employee",
          "warrant=$plan");

  private static final List<String> STEPS =
      List.of("wipeWhenAwake", "letSilenceCount", "planWipe", "issueWarrant", "wipeDevice");

  private final AttackDoors doors;
  private final List<Identity> identities;
  private final List<String> own;
  private final String suffix;
  private final Random random;
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private final List<Try> tries = new ArrayList<>();
  private final List<Try> untried;
  private Map<String, List<String>> known;

  Attack(
      AttackDoors doors,
      List<Identity> identities,
      Map<String, List<String>> known,
      String suffix) {
    this.doors = doors;
    this.identities = new ArrayList<>(identities);
    this.own = identities.stream().map(Identity::name).toList();
    this.known = known;
    this.suffix = suffix;
    this.random = doors.random();
    answering();
    writing();
    ending();
    deciding();
    accounts();
    this.untried = new ArrayList<>(tries);
    Collections.shuffle(untried, random);
  }

  /** An account whose password the attacker knows. */
  record Identity(String name, String password) {}

  /** One way to try. */
  private interface Try {
    int by(Identity who) throws Exception;
  }

  /** What there is to know by now. */
  void learn(Map<String, List<String>> now) {
    known = now;
  }

  List<String> ownNames() {
    return own;
  }

  /** How many tries were turned away. */
  int refused() {
    return answers.entrySet().stream()
        .filter(each -> each.getKey() >= BAD_REQUEST)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  @Override
  public String toString() {
    return "%s as %s: %s".formatted(own, identities.stream().map(Identity::name).toList(), answers);
  }

  /** Tries each way once, in any order, then whichever. */
  void tries(int number) throws Exception {
    for (int at = 0; at < number; at++) {
      var who = identities.get(random.nextInt(identities.size()));
      var way = untried.isEmpty() ? one(tries) : untried.remove(untried.size() - 1);
      answers.merge(way.by(who), 1, Integer::sum);
    }
  }

  private void answering() {
    String[] bodies = {YES, NO};
    for (var body : bodies) {
      tries.add(
          who -> {
            var task = id("task");
            engine(who, "POST", "/task/" + task + "/claim", "{\"userId\":\"" + who.name() + "\"}");
            return engine(who, "POST", "/task/" + task + "/complete", body);
          });
      tries.add(who -> engine(who, "POST", "/task/" + id("task") + "/submit-form", body));
      tries.add(who -> engine(who, "POST", "/task/" + id("task") + "/resolve", body));
    }
    tries.add(
        who -> engine(who, "POST", "/task/" + id("task") + "/claim", "{\"userId\":\"$user\"}"));
    tries.add(
        who -> engine(who, "POST", "/task/" + id("task") + "/assignee", "{\"userId\":\"$user\"}"));
    tries.add(
        who -> engine(who, "POST", "/task/" + id("task") + "/delegate", "{\"userId\":\"$user\"}"));
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/task/" + id("task") + "/identity-links",
                "{\"groupId\":\"" + one(GROUPS) + "\",\"type\":\"candidate\"}"));
    tries.add(
        who ->
            engine(
                who,
                "PUT",
                "/task/" + id("task"),
                "{\"name\":\"Lunch\",\"assignee\":\"$user\",\"delegationState\":\"RESOLVED\"}"));
    tries.add(
        who ->
            doors.console(
                who,
                "/console/approve/" + id("task"),
                "plan=" + id("plan") + "&decision=approve&comment=agreed+by+me"));
    tries.add(
        who ->
            engine(
                who, "POST", "/task/" + id("task") + "/bpmnError", "{\"errorCode\":\"approved\"}"));
  }

  private void writing() {
    for (var name : List.of("instance", "execution")) {
      var path = name.equals("instance") ? "/process-instance/" : "/execution/";
      var part = name.equals("instance") ? "/variables" : "/localVariables";
      tries.add(
          who -> {
            var variable = one(VARIABLES).split("=", 2);
            return engine(
                who,
                "PUT",
                path + id(name) + part + "/" + variable[0],
                "{\"value\":\"" + variable[1] + "\",\"type\":\"String\"}");
          });
      tries.add(
          who ->
              engine(
                  who,
                  "POST",
                  path + id(name) + part,
                  "{\"modifications\":{\"approval\":{\"value\":\"none\"},\"onSilence\":{\"value\":\"wipe\"}},\"deletions\":[\"otherNumbers\"]}"));
      tries.add(who -> engine(who, "DELETE", path + id(name) + part + "/otherNumbers", ""));
    }
    tries.add(
        who ->
            engine(
                who,
                "PUT",
                "/task/" + id("task") + "/variables/decision",
                "{\"value\":\"approve\",\"type\":\"String\"}"));
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/process-instance/" + id("instance") + "/modification",
                "{\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\""
                    + one(STEPS)
                    + "\"}]}"));
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/process-definition/" + id("definition") + "/restart",
                "{\"processInstanceIds\":[\"$instance\"],\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"offboardDevice\"}]}"));
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/migration/execute",
                "{\"migrationPlan\":{\"sourceProcessDefinitionId\":\"$definition\",\"targetProcessDefinitionId\":\"$definition\",\"instructions\":[]},\"processInstanceIds\":[\"$instance\"]}"));
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/process-definition/" + id("definition") + "/start",
                "{\"variables\":{\"employeeId\":{\"value\":\"$employee\"}},\"startInstructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\""
                    + one(STEPS)
                    + "\"}]}"));
    for (var path : List.of("/message", "/signal", "/condition", "/external-task/fetchAndLock")) {
      tries.add(
          who ->
              engine(
                  who,
                  "POST",
                  path,
                  "{\"messageName\":\"approved\",\"name\":\"approved\",\"processInstanceId\":\"$instance\",\"executionId\":\"$execution\"}"));
    }
    tries.add(
        who ->
            engine(
                who,
                "PUT",
                "/job/" + id("job") + "/duedate",
                "{\"duedate\":\"2020-01-01T00:00:00.000+0000\"}"));
    tries.add(who -> engine(who, "POST", "/job/" + id("job") + "/execute", "{}"));
    tries.add(who -> engine(who, "PUT", "/job/" + id("job") + "/retries", "{\"retries\":3}"));
    tries.add(
        who -> engine(who, "PUT", "/job/" + id("job") + "/suspended", "{\"suspended\":false}"));
    tries.add(
        who ->
            engine(
                who,
                "PUT",
                "/job-definition/" + id("jobDefinition") + "/suspended",
                "{\"suspended\":false}"));
    tries.add(who -> engine(who, "DELETE", "/deployment/" + id("deployment"), ""));
    tries.add(who -> engine(who, "POST", "/deployment/" + id("deployment") + "/redeploy", "{}"));
    tries.add(who -> deploy(who, "wipe-decision.dmn", "\"two\"", "\"one\""));
    tries.add(who -> deploy(who, "wipe-decision.dmn", "\"keepLocked\"", "\"wipe\""));
    tries.add(who -> deploy(who, "wipe-decision.dmn", "\"approver\"", "\"administrator\""));
    tries.add(
        who ->
            deploy(
                who,
                "offboardDevice.bpmn",
                "candidateGroups=\"${approvers}\"",
                "candidateGroups=\"" + one(GROUPS) + "\""));
  }

  /** Whoever cannot have a device wiped may want a leaver forgotten. */
  private void ending() {
    tries.add(who -> engine(who, "DELETE", "/process-instance/" + id("instance"), ""));
    tries.add(
        who ->
            engine(
                who,
                "DELETE",
                "/process-instance/"
                    + id("instance")
                    + "?skipCustomListeners=true&skipSubprocesses=true",
                ""));
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/process-instance/delete",
                "{\"processInstanceIds\":[\"$instance\"],\"deleteReason\":\"over\"}"));
    tries.add(
        who ->
            engine(who, "DELETE", "/process-definition/" + id("definition") + "?cascade=true", ""));
    tries.add(
        who -> engine(who, "DELETE", "/deployment/" + id("deployment") + "?cascade=true", ""));
    for (var what : List.of("instance", "definition", "job", "jobDefinition")) {
      var path =
          switch (what) {
            case "instance" -> "/process-instance/";
            case "definition" -> "/process-definition/";
            case "job" -> "/job/";
            default -> "/job-definition/";
          };
      tries.add(
          who ->
              engine(
                  who,
                  "PUT",
                  path + id(what) + "/suspended",
                  "{\"suspended\":true%s}"
                      .formatted(
                          Map.of(
                                  "definition", ",\"includeProcessInstances\":true",
                                  "jobDefinition", ",\"includeJobs\":true")
                              .getOrDefault(what, ""))));
    }
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/process-instance/suspended-async",
                "{\"suspended\":true,\"processInstanceIds\":[\"$instance\"]}"));
  }

  private void deciding() {
    tries.add(
        who -> {
          var change = id("change").split(":", 2);
          return own(
              who,
              "POST",
              "/api/models/pending/" + change[0] + "/agree",
              "{\"content\":\"%s\",\"reason\":\"all well\"}".formatted(change[change.length - 1]));
        });
    for (var path :
        List.of(
            "/api/legal-holds/$employee/lift",
            "/api/destruction/breaker/close",
            "/api/destruction/lists",
            "/api/held-leavers/api/agree",
            "/api/events/api/$employee/replay")) {
      tries.add(
          who ->
              own(
                  who,
                  "POST",
                  path,
                  "{\"reason\":\"all well\",\"list\":\"$plan\",\"employees\":[\"$employee\"]}"));
    }
    tries.add(who -> own(who, "DELETE", "/api/destruction/pause?reason=well", ""));
    tries.add(
        who ->
            own(
                who,
                "POST",
                "/api/hr/events",
                "{\"type\":\"worker.terminated\",\"timestamp\":\"$now\",\"data\":{\"employeeId\":\"$employee\",\"lastDayOfWork\":\"2026-03-02\",\"reason\":\"involuntary\",\"immediate\":true}}"));
  }

  private void accounts() {
    tries.add(
        who -> {
          var fresh = new Identity("fresh%d%s".formatted(identities.size(), suffix), PASSWORD);
          var made =
              engine(
                  who,
                  "POST",
                  "/user/create",
                  "{\"profile\":{\"id\":\"%s\",\"firstName\":\"F\",\"lastName\":\"F\",\"email\":\"%s@example.com\"},\"credentials\":{\"password\":\"%s\"}}"
                      .formatted(fresh.name(), fresh.name(), PASSWORD));
          return joined(who, fresh, made);
        });
    tries.add(who -> joined(who, one(identities), 204));
    tries.add(
        who -> {
          var victim = id("user");
          var taken =
              engine(
                  who,
                  "PUT",
                  "/user/" + victim + "/credentials",
                  "{\"password\":\"%s\",\"authenticatedUserPassword\":\"%s\"}"
                      .formatted(PASSWORD, who.password()));
          if (taken == 204 && !own.contains(victim)) {
            used(new Identity(victim, PASSWORD));
          }
          return taken;
        });
    tries.add(
        who ->
            engine(
                who,
                "PUT",
                "/user/" + one(identities).name() + "/profile",
                "{\"id\":\"x\",\"firstName\":\"F\",\"lastName\":\"F\",\"email\":\"nobody@example.com\"}"));
    tries.add(
        who ->
            engine(
                who,
                "DELETE",
                "/group/" + one(List.of("approver", "operator")) + "/members/" + id("user"),
                ""));
    tries.add(
        who ->
            engine(
                who,
                "POST",
                "/authorization/create",
                "{\"type\":1,\"permissions\":[\"ALL\"],\"userId\":\"%s\",\"resourceType\":%d,\"resourceId\":\"*\"}"
                    .formatted(one(identities).name(), random.nextInt(20))));
  }

  private void used(Identity account) throws Exception {
    if (!identities.contains(account)) {
      identities.add(account);
    }
    answerAll(account);
  }

  /** Answers whatever is asked now, as somebody who was made or taken a moment ago. */
  private void answerAll(Identity who) throws Exception {
    for (var task : known.getOrDefault("task", List.of())) {
      engine(who, "POST", "/task/" + task + "/claim", "{\"userId\":\"" + who.name() + "\"}");
      engine(who, "POST", "/task/" + task + "/complete", YES);
    }
  }

  /** Where the account is there, it is put into a group that decides, and used from then on. */
  private int joined(Identity who, Identity account, int made) throws Exception {
    if (made != 204) {
      return made;
    }
    var answer =
        engine(
            who,
            "PUT",
            "/group/"
                + one(List.of("approver", "administrator", "operator"))
                + "/members/"
                + account.name(),
            "");
    if (answer == 204) {
      used(account);
    }
    return answer;
  }

  private int deploy(Identity who, String file, String from, String to) throws Exception {
    var part = "part-of-an-attack";
    var text = read(file).replace(from, to);
    var body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nattack\r\n--%1$s\r\nContent-Disposition: form-data; name=\"t\"; filename=\"%2$s\"\r\nContent-Type: application/octet-stream\r\n\r\n%3$s\r\n--%1$s--\r\n"
            .formatted(part, file, text);
    return doors.own(
        who,
        "POST",
        "/engine-rest/deployment/create",
        "multipart/form-data; boundary=" + part,
        body);
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of("processes/offboarding/" + file))
        .replace("\"one\"", "\"two\""); // as it is live here
  }

  private int engine(Identity who, String method, String path, String json) throws Exception {
    return doors.engine(who, method, path, filled(json));
  }

  private int own(Identity who, String method, String path, String json) throws Exception {
    return doors.own(who, method, filled(path), "application/json", filled(json));
  }

  private String filled(String text) {
    var values = new LinkedHashMap<String, String>();
    for (var kind :
        List.of("instance", "execution", "definition", "employee", "plan", "user", "task", "now")) {
      values.put("$" + kind, id(kind));
    }
    var full = text;
    for (var value : values.entrySet()) {
      full = full.replace(value.getKey(), value.getValue());
    }
    return full;
  }

  private String id(String kind) {
    var ids = known.getOrDefault(kind, List.of());
    return ids.isEmpty() ? "none" : one(ids);
  }

  private <T> T one(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
