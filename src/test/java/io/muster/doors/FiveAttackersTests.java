package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.Platform;
import io.muster.guard.AgreedDeployments;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/**
 * Approver, leaver, process owner, HR and administrator, each alone, try every door at random. Each
 * knows every number there is and uses every account made on the way. Two people are to agree, so
 * no wipe may ever come of it, and no answer in another's name.
 *
 * <p>{@code -Dmuster.attacks=1000} tries as often; {@code -Dmuster.attacks.seed=…} tries the same.
 */
@ProcessTest
// the context of ConsoleStage: the web applications find their engine by its name in this JVM
@TestPropertySource(properties = "camunda.bpm.process-engine-name=webapps")
@DirtiesContext // nobody else has to see what they leave
class FiveAttackersTests {
  private static final int TRIES = Integer.getInteger("muster.attacks", 60);
  private static final long SEED = Long.getLong("muster.attacks.seed", 20261130);
  private static final int ROUNDS = 3;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Map<String, Object> YES = Map.of("decision", "approve", "comment", "agreed");

  /** In all rounds longer than silence has to last where it counts, shorter than people have. */
  private static final Duration ROUND = Duration.ofMinutes(100);

  @LocalServerPort private int port;
  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private JdbcClient jdbc;

  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final String secret = UUID.randomUUID().toString();
  private final List<String> people = new ArrayList<>();
  private final List<Deployment> deployed = new ArrayList<>();

  /** Who attacks. */
  private enum Attacker {
    APPROVER,
    LEAVER,
    PROCESSOWNER,
    HR,
    ADMINISTRATOR
  }

  /** Somebody who leaves, their laptop, and their case. */
  private record Leaving(Worker worker, DeviceId device, ProcessInstance offboarding) {}

  @BeforeEach
  void twoPeopleHaveToAgree() throws Exception {
    walk.set(walk.now().plusSeconds(1));
    var table =
        Files.readString(Path.of("processes/offboarding/wipe-decision.dmn"))
            .replace("\"one\"", "\"two\"");
    deployed.add(
        AgreedDeployments.deploy(
            engine,
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .addString("wipe-decision.dmn", table)));
    for (var group : List.of("approver", "approver", "administrator", "operator")) {
      person("by" + people.size(), "by%d@example.com".formatted(people.size()), group);
    }
  }

  @AfterEach
  void asBefore() {
    engine.getIdentityService().clearAuthentication();
    var identity = engine.getIdentityService();
    identity.createUserQuery().list().stream()
        .filter(user -> user.getId().contains(suffix))
        .forEach(user -> identity.deleteUser(user.getId()));
    jdbc.sql("delete from muster_removed_member").update();
    jdbc.sql("update muster_loosening set state = 'REPLACED' where state = 'WAITING'").update();
    deployed.forEach(one -> engine.getRepositoryService().deleteDeployment(one.getId(), true));
  }

  @ParameterizedTest
  @EnumSource
  void alone(Attacker attacker) throws Exception {
    var asked = leaver();
    pass(asked, MINUTE);
    var half = leaver();
    walk.passUntil(half.offboarding(), "planWipe"); // what the table said is not in the safe yet
    var agreed = leaver();
    pass(agreed, MINUTE);
    if (attacker != Attacker.APPROVER) { // who would rightly be the other of two
      agree(agreed, people.get(0));
      pass(agreed, MINUTE);
    }
    var leavers = List.of(asked, half, agreed);
    var attack =
        new Attack(
            new AttackDoors(port, new Random(SEED + attacker.name().hashCode())),
            identities(attacker, asked.worker()),
            knowledge(leavers),
            suffix);
    for (int round = 0; round < ROUNDS; round++) {
      attack.tries(TRIES / ROUNDS);
      leavers.forEach(one -> pass(one, ROUND.dividedBy(leavers.size())));
      attack.learn(knowledge(leavers));
    }

    var context = "seed %d, %s".formatted(SEED, attack);
    for (var one : leavers) {
      assertThat(fleet.wipes(one.device())).as(context).isZero();
      assertThat(warrants(one)).as(context).isZero();
    }
    nobodyIsForgotten(leavers, context);
    assertThat(answersOfOthers(attack)).as(context).isEmpty();
    assertThat(attack.refused()).as(context).isPositive();
  }

  /** Each case goes on, or has ended as its diagram says. */
  private void nobodyIsForgotten(List<Leaving> leavers, String context) {
    for (var one : leavers) {
      assertThat(
              engine
                  .getHistoryService()
                  .createHistoricProcessInstanceQuery()
                  .processInstanceId(one.offboarding().getId())
                  .singleResult()
                  .getState())
          .as(context)
          .isIn(HistoricProcessInstance.STATE_ACTIVE, HistoricProcessInstance.STATE_COMPLETED);
    }
    assertThat(engine.getManagementService().createJobQuery().suspended().count())
        .as(context)
        .isZero();
    assertThat(engine.getManagementService().createJobDefinitionQuery().suspended().count())
        .as(context)
        .isZero();
  }

  @Test
  void theRightPeopleTogetherWipe() {
    var one = leaver();
    pass(one, MINUTE);
    agree(one, people.get(0));
    pass(one, MINUTE);
    agree(one, people.get(1));
    pass(one, MINUTE.multipliedBy(5));
    assertThat(fleet.wipes(one.device())).as("what is counted here").isEqualTo(1);
    assertThat(warrants(one)).isEqualTo(1);
  }

  private void agree(Leaving one, String approver) {
    var task = Objects.requireNonNull(walk.task(one.offboarding(), "approveWipe"));
    walk.complete(task, approver, "approver", YES);
  }

  private List<Attack.Identity> identities(Attacker attacker, Worker leaver) {
    var own =
        attacker == Attacker.LEAVER
            ? List.of(
                attacker("second", leaver.workEmail(), "approver"),
                attacker("third", leaver.workEmail(), "operator"))
            : List.of(
                attacker(
                    "attacker", "attacker@example.com", attacker.name().toLowerCase(Locale.ROOT)));
    return own.stream().map(name -> new Attack.Identity(name, passwordOf(name))).toList();
  }

  private Leaving leaver() {
    var worker = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(worker);
    okta.ensureAccount(worker);
    fleet.ensureUser(worker);
    var device = fleet.enrol(worker.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var lastDay = LocalDate.ofInstant(walk.now(), ZoneOffset.UTC).minusDays(1);
    return new Leaving(worker, device, walk.leaveAfter(worker.id(), lastDay));
  }

  private void pass(Leaving one, Duration time) {
    var end = walk.now().plus(time).plusMillis(1);
    while (walk.runs(one.offboarding()) && walk.now().isBefore(end)) {
      try {
        walk.pass(one.offboarding(), Duration.between(walk.now(), end));
      } catch (RemoteFailure | ProcessEngineException triedAgain) {
        // as an executor would
      }
    }
  }

  /** Somebody whose password the attacker knows. */
  private String attacker(String name, String address, String group) {
    return person(name, address, group, true);
  }

  /** Somebody else; a password that nobody knows would only cost time to make. */
  private String person(String name, String address, String group) {
    return person(name, address, group, false);
  }

  private String person(String name, String address, String group, boolean hasPassword) {
    var identity = engine.getIdentityService();
    var user = identity.newUser(name + suffix);
    user.setEmail(address);
    if (hasPassword) {
      user.setPassword(passwordOf(user.getId()));
    }
    identity.saveUser(user);
    identity.createMembership(user.getId(), group);
    people.add(user.getId());
    return user.getId();
  }

  /** Nobody knows another's. */
  private String passwordOf(String account) {
    return secret + Integer.toHexString(account.hashCode());
  }

  /** Every number there is, by what it is a number of. */
  private Map<String, List<String>> knowledge(List<Leaving> leavers) {
    var known = new TreeMap<String, List<String>>();
    leavers.stream()
        .filter(one -> walk.runs(one.offboarding()))
        .forEach(
            one -> {
              add(known, "employee", one.worker().id().value());
              walk.parts(one.offboarding()).forEach(part -> learn(part, known));
            });
    var repository = engine.getRepositoryService();
    repository
        .createProcessDefinitionQuery()
        .latestVersion()
        .list()
        .forEach(
            each -> {
              add(known, "definition", each.getId());
              add(known, "deployment", each.getDeploymentId());
            });
    repository
        .createDecisionDefinitionQuery()
        .latestVersion()
        .list()
        .forEach(each -> add(known, "deployment", each.getDeploymentId()));
    people.forEach(name -> add(known, "user", name));
    add(known, "now", walk.now().toString());
    jdbc.sql("select id || ':' || content from muster_loosening where state = 'WAITING'")
        .query(String.class)
        .list()
        .forEach(change -> add(known, "change", change));
    jdbc.sql("select id from muster_wipe_plan order by planned_at desc limit 5")
        .query(String.class)
        .list()
        .forEach(plan -> add(known, "plan", plan));
    return known;
  }

  private void learn(String part, Map<String, List<String>> known) {
    add(known, "instance", part);
    engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(part)
        .list()
        .forEach(task -> add(known, "task", task.getId()));
    engine
        .getRuntimeService()
        .createExecutionQuery()
        .processInstanceId(part)
        .list()
        .forEach(each -> add(known, "execution", each.getId()));
    engine
        .getManagementService()
        .createJobQuery()
        .processInstanceId(part)
        .list()
        .forEach(
            job -> {
              add(known, "job", job.getId());
              add(known, "jobDefinition", job.getJobDefinitionId());
            });
  }

  private static void add(Map<String, List<String>> known, String kind, String id) {
    known.computeIfAbsent(kind, unused -> new ArrayList<>()).add(id);
  }

  private long warrants(Leaving one) {
    return jdbc.sql(
            """
            select count(*) from muster_wipe_warrant
            where plan in (select id from muster_wipe_plan where employee = ?)
            """)
        .param(one.worker().id().value())
        .query(Long.class)
        .single();
  }

  /** What was said here by others than the bystander, who agreed once, and attackers themselves. */
  private List<String> answersOfOthers(Attack attack) {
    return jdbc
        .sql("select answered_by || ' ' || answer from muster_wipe_vote where answered_by like ?")
        .param("%" + suffix)
        .query(String.class)
        .list()
        .stream()
        .filter(said -> !said.startsWith(people.get(0)))
        .filter(said -> attack.ownNames().stream().noneMatch(said::startsWith))
        .toList();
  }
}
