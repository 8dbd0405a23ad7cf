package io.muster.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.doors.AuditEntry;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosenings.Change;
import io.muster.guard.Loosenings.State;
import io.muster.ledger.CaseRef;
import io.muster.ledger.EffectRecorded;
import io.muster.ledger.EffectRecorded.Stage;
import io.muster.ledger.Entry;
import io.muster.ledger.Entry.Answer;
import io.muster.people.EmployeeId;
import io.muster.people.HoldChanged;
import io.muster.process.AnswerGiven;
import io.muster.safety.Claim;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.safety.WipeRecorded;
import io.muster.safety.WipeRecorded.What;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event has what OCSF 1.3.0 requires of its class, in numbers that agree. */
class OcsfTests {
  private static final Instant NINE = Instant.parse("2026-11-30T09:00:00.123Z");
  private static final EmployeeId ADA = new EmployeeId("E1001");

  /** What each class requires besides what all do. */
  private static final Map<Integer, List<String>> REQUIRED =
      Map.of(
          3001, List.of("user"),
          3002, List.of("user", "service"),
          3004, List.of("entity"),
          3006, List.of("group", "user"));

  /** The activities that each class has a number for; 99 is any other. */
  private static final Map<Integer, Set<Integer>> ACTIVITIES =
      Map.of(
          3001, Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99),
          3002, Set.of(1, 2, 3, 4, 5, 99),
          3004, Set.of(1, 2, 3, 4, 99),
          3006, Set.of(1, 2, 3, 4, 99));

  /** What the schema calls the activities that we use; a reader sorts by these words. */
  private static final Map<Integer, Map<Integer, String>> CAPTIONS =
      Map.of(
          3001, Map.of(1, "Create", 2, "Enable", 5, "Disable", 6, "Delete"),
          3002, Map.of(1, "Logon", 2, "Logoff"),
          3004, Map.of(1, "Create", 3, "Update", 4, "Delete"),
          3006, Map.of(3, "Add User", 4, "Remove User"));

  private static final Map<Integer, String> CLASSES =
      Map.of(
          3001, "Account Change",
          3002, "Authentication",
          3004, "Entity Management",
          3006, "Group Management");

  /** What every event has to have. */
  private static final List<String> ALWAYS =
      List.of(
          "activity_id",
          "category_uid",
          "class_uid",
          "metadata",
          "severity_id",
          "time",
          "type_uid");

  /** What any event may have besides, as far as we use it. */
  private static final Set<String> ANYWHERE =
      Set.of(
          "activity_name",
          "category_name",
          "class_name",
          "type_name",
          "severity",
          "status",
          "status_id",
          "status_detail",
          "message",
          "actor",
          "src_endpoint",
          "unmapped");

  /** Of these, one has to be there. */
  private static final Map<Integer, List<String>> ONE_OF =
      Map.of(3002, List.of("service", "dst_endpoint"), 3006, List.of("privileges", "user"));

  /** What the objects may hold, as far as we use them. */
  private static final Map<String, Set<String>> OBJECTS =
      Map.of(
          "user", Set.of("name", "uid"),
          "group", Set.of("name", "uid"),
          "entity", Set.of("name", "type", "uid"),
          "service", Set.of("name", "uid"),
          "actor", Set.of("user"),
          "src_endpoint", Set.of("ip"),
          "metadata", Set.of("version", "uid", "log_name", "product"));

  static Stream<SecurityEvent> everyEvent() {
    var acts =
        Stream.of(
                "sign-in",
                "account",
                "account-unlocking",
                "account-deletion",
                "group",
                "group-deletion",
                "membership",
                "membership-deletion",
                "grant",
                "grant-deletion",
                "deployment",
                "deployment-deletion",
                "something-new")
            .flatMap(act -> Stream.of(audit(act, true, "10.0.0.1"), audit(act, false, null)));
    var effects =
        Stream.of(
                "account.create",
                "account.update",
                "account.rename",
                "account.activate",
                "account.suspend",
                "account.unsuspend",
                "account.retire",
                "account.restore",
                "account.undelete",
                "account.manager",
                "sessions.end",
                "group.join",
                "group.leave",
                "group.create",
                "group.addMember",
                "user.create",
                "device.lock",
                "device.wipe",
                "device.disenroll",
                "policy.tieToGroup")
            .flatMap(
                action ->
                    Arrays.stream(Answer.values())
                        .flatMap(
                            answer ->
                                Stream.of(
                                    effect(action, answer, Stage.ANSWERED, null),
                                    effect(action, answer, Stage.SEEN, true))));
    var decisions =
        Stream.of(
            DecisionEvents.of(
                new AnswerGiven(
                    "case-1", ADA, "approveWipe", "bob", NINE, null, "secret words", "shown", "m")),
            DecisionEvents.of(new HoldChanged(ADA, true, NINE, "bob", "secret words")),
            DecisionEvents.of(new HoldChanged(ADA, false, NINE, "bob", "secret words")),
            DecisionEvents.of(change(), "handed in", null, NINE),
            DecisionEvents.of(change(), "agreed to", "bob", NINE),
            DecisionEvents.stop("paused", "bob", NINE),
            DecisionEvents.stop("breaker open", null, NINE));
    return Stream.of(
            acts,
            effects,
            decisions,
            Arrays.stream(What.values()).map(what -> DecisionEvents.of(wipe(what))))
        .flatMap(events -> events);
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void hasWhatItsClassRequiresInNumbersThatAgree(SecurityEvent event) {
    var json = json(event);
    var type = json.path("class_uid").asInt();
    var activity = json.path("activity_id").asInt();
    assertThat(REQUIRED).containsKey(type);
    assertThat(ACTIVITIES.get(type)).contains(activity);
    assertThat(json.path("category_uid").asInt()).isEqualTo(type / 1000);
    assertThat(json.path("type_uid").asLong()).isEqualTo(type * 100L + activity);
    assertThat(json.path("severity_id").asInt()).isBetween(1, 6);
    assertThat(json.path("status_id").asInt()).isIn(0, 1, 2, 99);
    assertThat(json.path("time").isIntegralNumber()).isTrue();
    assertThat(json.path("time").asLong()).isEqualTo(NINE.toEpochMilli());
    assertThat(json.path("metadata").path("version").asText()).isEqualTo("1.3.0");
    assertThat(json.path("metadata").path("uid").asText()).isEqualTo("uid-1");
    assertThat(json.path("metadata").path("product").path("vendor_name").asText()).isNotBlank();
    assertThat(json.path("metadata").path("product").path("name").asText()).isEqualTo("Muster");
    for (var required : REQUIRED.getOrDefault(type, List.of())) {
      assertThat(json.has(required)).as("%s of %s", required, json).isTrue();
    }
    // of these objects, one of the two names is needed
    for (var object : List.of("user", "group", "entity", "service")) {
      if (json.has(object)) {
        assertThat(json.path(object).path("uid").asText() + json.path(object).path("name").asText())
            .as("%s of %s", object, json)
            .isNotBlank();
      }
    }
    if (json.has("src_endpoint")) {
      assertThat(json.path("src_endpoint").path("ip").asText()).isNotBlank();
    }
    if (json.has("actor")) {
      assertThat(json.path("actor").path("user").path("name").asText()).isNotBlank();
    }
    assertThat(json.toString()).doesNotContain("secret words").doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void hasNothingThatItsClassDoesNotKnowAndTheWordsOfTheSchema(SecurityEvent event) {
    var json = json(event);
    var type = json.path("class_uid").asInt();
    var activity = json.path("activity_id").asInt();
    assertThat(json.path("class_name").asText()).isEqualTo(CLASSES.get(type));
    if (activity == 99) {
      assertThat(json.path("activity_name").asText()).isNotBlank();
    } else {
      assertThat(json.path("activity_name").asText())
          .isEqualTo(CAPTIONS.getOrDefault(type, Map.of()).get(activity));
    }
    assertThat(json.path("type_name").asText())
        .isEqualTo("%s: %s".formatted(CLASSES.get(type), json.path("activity_name").asText()));
    ALWAYS.forEach(always -> assertThat(json.has(always)).as("%s of %s", always, json).isTrue());
    var oneOf = ONE_OF.getOrDefault(type, List.of());
    assertThat(oneOf.isEmpty() || oneOf.stream().anyMatch(json::has))
        .as("one of %s in %s", oneOf, json)
        .isTrue();
    json.fieldNames()
        .forEachRemaining(
            name ->
                assertThat(
                        ALWAYS.contains(name)
                            || ANYWHERE.contains(name)
                            || oneOf.contains(name)
                            || REQUIRED.getOrDefault(type, List.of()).contains(name))
                    .as("%s of class %s", name, type)
                    .isTrue());
    OBJECTS.forEach(
        (object, members) ->
            json.path(object)
                .fieldNames()
                .forEachRemaining(
                    name -> assertThat(members).as("members of %s", object).contains(name)));
    // a stranger's attribute has one place, an object
    assertThat(!json.has("unmapped") || json.path("unmapped").isObject()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "account.suspend, 300105",
    "account.unsuspend, 300102",
    "account.create, 300101",
    "account.retire, 300199",
    "sessions.end, 300202",
    "group.join, 300603",
    "group.leave, 300604",
    "device.wipe, 300499",
    "group.create, 300499"
  })
  void anEffectIsTheActivityThatItIs(String action, long type) {
    assertThat(
            json(effect(action, Answer.ACCEPTED, Stage.ANSWERED, null)).path("type_uid").asLong())
        .isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPTED, ANSWERED, , 99", "REFUSED, ANSWERED, , 2", "NOT_SENT, ANSWERED, , 2",
    "LOST, ANSWERED, , 0", "NONE, ANSWERED, , 0", "ACCEPTED, SEEN, true, 1",
    "ACCEPTED, SEEN, false, 2", "ACCEPTED, SEEN, , 0"
  })
  void aYesIsNoSuccessUntilItWasSeen(
      Answer answer, Stage stage, @Nullable Boolean asWished, int status) {
    assertThat(json(effect("account.suspend", answer, stage, asWished)).path("status_id").asInt())
        .isEqualTo(status);
  }

  @Test
  void whatIsOnlyWantedIsNoEvent() {
    assertThat(
            EffectEvents.of(
                new EffectRecorded(Stage.INTENDED, entry("x", Answer.NONE, null), List.of())))
        .isEmpty();
  }

  @Test
  void aRoleNamesTheAccountAndTheGroup() {
    var json = json(audit("membership", true, null));
    assertThat(json.path("type_uid").asInt()).isEqualTo(300603);
    assertThat(json.path("user").path("name").asText()).isEqualTo("ada");
    assertThat(json.path("group").path("uid").asText()).isEqualTo("approver");
    assertThat(json(audit("membership-deletion", true, null)).path("group").path("uid").asText())
        .isEqualTo("approver");
  }

  @Test
  void aRefusedSignInSaysWhyAndFromWhere() {
    var json = json(audit("sign-in", false, "10.0.0.1"));
    assertThat(json.path("type_uid").asInt()).isEqualTo(300201);
    assertThat(json.path("status_id").asInt()).isEqualTo(2);
    assertThat(json.path("src_endpoint").path("ip").asText()).isEqualTo("10.0.0.1");
    assertThat(json.path("status_detail").asText()).isEqualTo("wrong password");
  }

  private static JsonNode json(SecurityEvent event) {
    return new ObjectMapper().valueToTree(event.members("uid-1"));
  }

  private static SecurityEvent audit(String act, boolean accepted, @Nullable String address) {
    var what =
        switch (act) {
          case "sign-in" -> accepted ? "" : "wrong password";
          case "membership" -> "ada into approver";
          case "membership-deletion" -> "ada out of approver";
          default -> "something";
        };
    return AuditEvents.of(new AuditEntry(act, accepted, "bob", address, what), NINE);
  }

  private static SecurityEvent effect(
      String action, Answer answer, Stage stage, @Nullable Boolean asWished) {
    return EffectEvents.of(
            new EffectRecorded(stage, entry(action, answer, asWished), List.of("req-1")))
        .orElseThrow();
  }

  private static Entry entry(String action, Answer answer, @Nullable Boolean asWished) {
    return new Entry(
        7,
        new CaseRef("offboarding", "case-1", ADA, "disableAccount"),
        "okta",
        action,
        "00u1/00g1",
        NINE,
        NINE,
        answer,
        "secret words",
        NINE,
        asWished,
        "secret words");
  }

  private static Change change() {
    return new Change(
        7,
        Kind.SETTINGS,
        "limits",
        null,
        "the configuration",
        "c0ffee",
        List.of("secret words"),
        List.of(),
        NINE,
        List.of(),
        2,
        null,
        State.WAITING,
        null);
  }

  private static WipeRecorded wipe(What what) {
    var facts =
        new DeviceFacts(
            new DeviceId(42),
            "SERIAL",
            "7",
            Ownership.CORPORATE,
            NINE,
            true,
            NINE,
            Known.YES,
            Known.YES);
    var plan =
        new WipePlan(
            "case-1",
            ADA,
            facts,
            Claim.THEIRS,
            WipeKind.CORPORATE,
            Approval.ONE_PERSON,
            NINE,
            OnSilence.KEEP_LOCKED,
            Set.of("approver"));
    return new WipeRecorded(what, "plan-1", plan, NINE, "bob", "secret words");
  }

  static WipeRecorded wipe() {
    return wipe(What.APPROVED);
  }

  static EffectRecorded effect() {
    return new EffectRecorded(
        Stage.ANSWERED, entry("account.suspend", Answer.ACCEPTED, null), List.of());
  }
}
