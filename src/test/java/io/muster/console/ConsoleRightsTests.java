package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.Worker;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who sees what, cell by cell: the table here is written down anew, and what counts is what arrives
 * in the page.
 */
class ConsoleRightsTests extends ConsoleStage {
  private static final String TABLE = "/console/models/tables/wipeDecision";

  /** What each page may show to anybody at all, by a mark that stands for nothing else. */
  private static final Map<Page, Set<Field>> SHOWN = new EnumMap<>(Page.class);

  private static final Map<Role, Map<Page, Set<Field>>> MAY = new EnumMap<>(Role.class);

  static {
    SHOWN.put(Page.TODAY, EnumSet.of(Field.PERSON, Field.TASK, Field.DEVICE));
    SHOWN.put(Page.FIND, EnumSet.of(Field.PERSON, Field.ACCOUNT, Field.DEVICE));
    SHOWN.put(
        Page.PERSON,
        EnumSet.of(
            Field.PERSON,
            Field.REASON,
            Field.DEVICE,
            Field.ACCOUNT,
            Field.EVENT,
            Field.TASK,
            Field.DECISION));
    SHOWN.put(
        Page.CASE,
        EnumSet.of(
            Field.PERSON,
            Field.REASON,
            Field.DEVICE,
            Field.TASK,
            Field.ANSWER,
            Field.DECISION,
            Field.EFFECT,
            Field.REPAIR));
    SHOWN.put(Page.EVENTS, EnumSet.of(Field.PERSON, Field.EVENT, Field.REPAIR));
    SHOWN.put(Page.LEAVERS, EnumSet.of(Field.PERSON, Field.DEVICE));
    SHOWN.put(Page.AUDIT, EnumSet.of(Field.PERSON));
    SHOWN.put(Page.APPROVE, EnumSet.of(Field.PERSON, Field.REASON, Field.DEVICE));
    SHOWN.put(Page.DRIFT, EnumSet.of(Field.PERSON, Field.ACCOUNT, Field.REPAIR));
    SHOWN.put(Page.DOCTOR, EnumSet.of(Field.FEED));
    SHOWN.put(Page.MODELS, EnumSet.of(Field.PERSON, Field.DECISION, Field.REPAIR));

    may(Role.HR, Page.TODAY, Field.PERSON, Field.TASK);
    may(Role.HR, Page.FIND, Field.PERSON, Field.ACCOUNT);
    may(Role.HR, Page.PERSON, Field.PERSON, Field.REASON, Field.ACCOUNT, Field.EVENT, Field.TASK);
    may(Role.HR, Page.CASE, Field.PERSON, Field.REASON, Field.TASK);
    may(Role.HR, Page.EVENTS, Field.PERSON, Field.EVENT, Field.REPAIR);
    may(Role.HR, Page.LEAVERS, Field.PERSON);

    may(Role.APPROVER, Page.TODAY, Field.PERSON, Field.TASK);
    may(
        Role.APPROVER,
        Page.CASE,
        Field.PERSON,
        Field.REASON,
        Field.DEVICE,
        Field.TASK,
        Field.ANSWER);

    may(Role.APPROVER, Page.APPROVE, Field.PERSON, Field.REASON, Field.DEVICE);
    may(Role.OPERATOR, Page.APPROVE, Field.PERSON, Field.DEVICE);
    may(Role.OPERATOR, Page.DRIFT, Field.PERSON, Field.ACCOUNT, Field.REPAIR);
    may(Role.OPERATOR, Page.DOCTOR, Field.FEED);
    may(Role.OPERATOR, Page.TODAY, Field.PERSON, Field.TASK, Field.DEVICE);
    may(Role.OPERATOR, Page.FIND, Field.PERSON, Field.ACCOUNT, Field.DEVICE);
    may(
        Role.OPERATOR,
        Page.PERSON,
        Field.PERSON,
        Field.DEVICE,
        Field.ACCOUNT,
        Field.EVENT,
        Field.TASK,
        Field.DECISION);
    may(
        Role.OPERATOR,
        Page.CASE,
        Field.PERSON,
        Field.DEVICE,
        Field.TASK,
        Field.ANSWER,
        Field.DECISION,
        Field.EFFECT,
        Field.REPAIR);
    may(Role.OPERATOR, Page.EVENTS, Field.PERSON, Field.EVENT, Field.REPAIR);
    may(Role.OPERATOR, Page.LEAVERS, Field.PERSON, Field.DEVICE);

    may(Role.OPERATOR, Page.MODELS, Field.PERSON);

    may(Role.PROCESSOWNER, Page.TODAY);
    may(Role.PROCESSOWNER, Page.MODELS, Field.DECISION, Field.REPAIR);

    for (var page : Page.values()) {
      MAY.computeIfAbsent(Role.AUDITOR, role -> new EnumMap<>(Page.class))
          .put(page, readable(page));
      MAY.computeIfAbsent(Role.ADMINISTRATOR, role -> new EnumMap<>(Page.class))
          .put(page, SHOWN.get(page));
    }
  }

  private Worker leaver;
  private ProcessInstance offboarding;
  private String serial;
  private String account;
  private String question;
  @Autowired private JdbcClient jdbc;

  /** Auditors change nothing. */
  private static Set<Field> readable(Page page) {
    var fields = EnumSet.copyOf(Objects.requireNonNull(SHOWN.get(page)));
    fields.remove(Field.REPAIR);
    return fields;
  }

  private static void may(Role role, Page page, Field... fields) {
    var set = EnumSet.noneOf(Field.class);
    set.addAll(List.of(fields));
    MAY.computeIfAbsent(role, key -> new EnumMap<>(Page.class)).put(page, set);
  }

  @BeforeAll
  void aLeaverWhoseLaptopWaitsForAnAnswer() {
    leaver = worker("CELL-1", "Marked", "Person");
    account = okta.find(leaver.id()).orElseThrow().id().value();
    var laptop = laptopOf(leaver);
    var asleep = laptopOf(leaver);
    fleet.setOnline(asleep, false);
    offboarding = fired(leaver);
    jdbc.sql(
            """
            insert into muster_drift (connection, account, group_name, employee, kind, reason, found_at)
            values ('okta', ?, 'Engineering', 'CELL-1', 'MISSING', 'no rule', now())
            """)
        .param(account)
        .update();
    worker("CELL-3", "Repaired", "Drifter");
    jdbc.sql(
            """
            insert into muster_drift (connection, account, group_name, employee, kind, reason, found_at)
            values ('okta', 'cell-3', 'Engineering', 'CELL-3', 'MISSING', 'no rule', now())
            """)
        .update();
    // one of the two devices is answered for, so that there is an answer to show
    var asked = walk.tasks(offboarding, "approveWipe");
    assertThat(asked).as("one question for each of %s, %s", laptop, asleep).hasSize(2);
    question = asked.get(0).getId();
    serial = String.valueOf(engine.getTaskService().getVariable(question, "serial"));
    walk.complete(asked.get(1), "approver", Map.of("decision", "decline", "comment", "Kept."));
  }

  static Stream<Arguments> cells() {
    var cells = new ArrayList<Arguments>();
    for (var role : Role.values()) {
      for (var page : Page.values()) {
        for (var field : Objects.requireNonNull(SHOWN.get(page))) {
          cells.add(Arguments.of(role, page, field));
        }
      }
    }
    return cells.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void showsEachRoleWhatItMaySeeAndNothingElse(Role role, Page page, Field field) throws Exception {
    var answer = as(role).get(address(page, field));
    var pages = MAY.getOrDefault(role, Map.of());
    if (!pages.containsKey(page)) {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("not open to you", "administrator");
      marks(page).values().forEach(mark -> assertThat(answer.body()).doesNotContain(mark));
      return;
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    if (pages.get(page).contains(field)) {
      assertThat(answer.body()).contains(marks(page).get(field));
    } else {
      assertThat(answer.body()).doesNotContain(marks(page).get(field));
    }
  }

  @Test
  void theTableKnowsEveryRoleAndEveryPage() {
    assertThat(MAY.keySet()).containsExactlyInAnyOrder(Role.values());
    for (var role : Role.values()) {
      for (var page : Page.values()) {
        assertThat(Rights.opens(Set.of(role), page))
            .as("%s opens %s", role, page)
            .isEqualTo(MAY.getOrDefault(role, Map.of()).containsKey(page));
      }
    }
  }

  @Test
  void whyAnybodyLeavesIsNowhereInWhatIsShownToOperators() throws Exception {
    for (var page : Page.values()) {
      assertThat(as(Role.OPERATOR).get(address(page)).body().toLowerCase(Locale.ROOT))
          .as("%s", page)
          .doesNotContain("involuntary");
    }
    for (var part : walk.parts(offboarding)) {
      assertThat(page(Role.OPERATOR, "/console/cases/" + part).toLowerCase(Locale.ROOT))
          .doesNotContain("involuntary");
    }
  }

  @Test
  void noDeviceIsInWhatIsShownToHr() throws Exception {
    for (var page : Page.values()) {
      assertThat(as(Role.HR).get(address(page)).body())
          .as("%s", page)
          .doesNotContain(serial, "Device locked", "Device isolated", "offline");
    }
    for (var part : walk.parts(offboarding)) {
      if (!part.equals(offboarding.getId())) {
        assertThat(as(Role.HR).get("/console/cases/" + part).statusCode()).isEqualTo(403);
        assertThat(as(Role.HR).get("/console/cases/" + part + "/diagram.bpmn").statusCode())
            .isEqualTo(403);
      }
    }
    assertThat(page(Role.HR, "/console/find?q=" + serial)).doesNotContain("Marked Person");
  }

  @Test
  void anApproverSeesNoCaseThatAsksNothing() throws Exception {
    var joiner =
        new Worker(
            new EmployeeId("CELL-2"),
            "Joining",
            "Person",
            "cell-2@example.com",
            "Engineering",
            "Developer",
            "Berlin",
            null,
            null,
            ZoneId.of("Europe/Berlin"),
            LocalDate.of(2026, 3, 2),
            false);
    var onboarding =
        inbox.take(
            new Hired(new Origin("hr", "hire-CELL-2", walk.now()), joiner),
            "{\"type\":\"worker.hired\",\"data\":{}}");
    var answer = as(Role.APPROVER).get("/console/cases/" + onboarding.caseId());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("asks you nothing").doesNotContain("Joining");
    assertThat(as(Role.OPERATOR).get("/console/cases/" + onboarding.caseId()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void nobodyChangesAnythingHere() throws Exception {
    for (var role : Role.values()) {
      for (var page : Page.values()) {
        assertThat(as(role).post(address(page), "").statusCode()).isEqualTo(403);
      }
    }
  }

  /** Processes and tables have pages of their own, and so has what is done to them. */
  private String address(Page page, Field field) {
    if (page != Page.MODELS) {
      return address(page);
    }
    return switch (field) {
      case DECISION -> TABLE;
      case REPAIR -> "/console/models/bundles/offboarding";
      default -> address(page);
    };
  }

  private String address(Page page) {
    return switch (page) {
      case TODAY -> "/console";
      case FIND -> "/console/find?q=" + account;
      case PERSON -> "/console/people/CELL-1";
      case CASE -> "/console/cases/" + offboarding.getId();
      case EVENTS -> "/console/events?employee=CELL-1";
      case LEAVERS -> "/console/leavers";
      case AUDIT -> "/console/audit";
      case APPROVE -> "/console/approve/" + question;
      case DRIFT -> "/console/drift";
      case DOCTOR -> "/console/doctor";
      case MODELS -> "/console/models/processes/offboarding";
    };
  }

  /** What stands in the page if, and only if, this is shown. */
  private Map<Field, String> marks(Page page) {
    var marks = new HashMap<Field, String>();
    marks.put(Field.PERSON, "Marked Person");
    marks.put(Field.TASK, "Approve the wipe");
    marks.put(Field.REASON, "Involuntary");
    marks.put(
        Field.DECISION,
        page == Page.MODELS ? "Try an edited table" : "What happens to a leaver&#39;s device");
    marks.put(Field.EFFECT, "device.lock");
    marks.put(Field.ANSWER, "Kept.");
    marks.put(
        Field.REPAIR,
        switch (page) {
          case EVENTS -> "Try a file of HR";
          case DRIFT -> "Repair it";
          case MODELS -> "Try edited files";
          default -> "What you can do";
        });
    marks.put(Field.ACCOUNT, account);
    marks.put(Field.EVENT, "started a case");
    marks.put(Field.FEED, "Every connection");
    marks.put(
        Field.DEVICE,
        switch (page) {
          case TODAY, LEAVERS -> "Device locked";
          case FIND -> "serial number";

          case PERSON, CASE, EVENTS, APPROVE, DRIFT, DOCTOR, MODELS, AUDIT -> serial;
        });
    return marks;
  }
}
