package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.doors.Role;
import io.muster.evidence.CaseEvidence;
import io.muster.evidence.Packs;
import io.muster.people.Worker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole case of a leaver, as an auditor finds it, takes it away and checks it. */
class AuditRoomTests extends ConsoleStage {
  @Autowired private AuditRoom room;
  @Autowired private CaseEvidence evidence;
  @Autowired private JdbcClient jdbc;
  @Autowired private Clock clock;
  @TempDir private Path folder;

  private ProcessInstance wiped;
  private String serial;

  @BeforeAll
  void aLeaverWhoseLaptopIsWiped() {
    var leaver = worker("AUDIT-1", "Audited", "Leaver");
    serial = fleet.read(laptopOf(leaver)).orElseThrow().serial();
    wiped = fired(leaver);
    walk.complete(walk.task(wiped, "approveWipe"), "approver", "approve");
    pass(wiped, Duration.ofHours(1));
    assertThat(walk.runs(wiped)).isFalse();
  }

  @Test
  void aPackHoldsTheWholeCaseAndIsGenuine() throws Exception {
    var pack = evidence.pack(wiped.getId(), "oneauditor").orElseThrow();
    var files = Packs.unzip(pack);
    assertThat(files.keySet())
        .contains("statement.dsse.json", "entries.jsonl", "heads.json", "opened.json", "case.json");
    var story = files.get("case.json");
    assertThat(story)
        .contains("worker.terminated", "\"payload\" : \"{\\\"type\\\"")
        .contains("\"table\" : \"wipeDecision\"", "\"tableSha256\" : \"", "\"rules\" : [ \"")
        .contains("\"diagramSha256\" : \"")
        .contains("\"task\" : \"approveWipe\"", "\"shown\" : \"", serial)
        .contains("\"what\" : \"PLANNED\"", "\"what\" : \"APPROVED\"", "WARRANT_ISSUED")
        .contains("\"action\" : \"device.lock\"", "\"answer\" : \"ACCEPTED\"")
        .contains("\"outcome\" : \"ACCOUNT\"", "\"securedAt\" : \"")
        .contains("\"kind\" : \"case.ended\"");
    var certificate =
        files.entrySet().stream()
            .filter(file -> file.getKey().matches("wipe-certificates/device-\\d+\\.txt"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertThat(certificate)
        .contains("NIST SP 800-88 Rev. 2", serial, "validation: Not performed", "notVerified:")
        .contains("SANITIZATION REPORTED COMPLETE", "by oneapprover", "not the storage");
    var verdict = Packs.verify(pack, folder, evidence.publicKeys());
    assertThat(verdict.said()).contains("GENUINE").doesNotContain("NOT GENUINE");
    assertThat(verdict.exit()).isZero();
  }

  @Test
  void nothingPersonalOfAWholeCaseIsInTheDatabaseInTheClear() {
    var contents =
        jdbc.sql("select content from muster_evidence where chain = ?")
            .param("case/" + wiped.getId())
            .query(String.class)
            .list();
    assertThat(contents).hasSizeGreaterThan(20);
    assertThat(contents)
        .noneMatch(
            content ->
                content.contains("Audited")
                    || content.contains("audit-1@")
                    || content.contains(serial)
                    || content.contains("oneapprover"));
  }

  @Test
  void allThreeBooksHaveTheLeaver() throws Exception {
    var member = member(wiped);
    assertThat(member.kind()).isEqualTo(Population.Kind.LEAVERS);
    assertThat(List.of(member.event(), member.begun(), member.packed())).containsOnly(true);
    assertThat(member.differences()).isEmpty();
    assertThat(page(Role.AUDITOR, "/console/audit"))
        .contains("Audited Leaver", wiped.getId(), "The three counts", "Verify.java");
    assertThat(as(Role.OPERATOR).get("/console/audit").statusCode()).isEqualTo(403);
    assertThat(as(Role.OPERATOR).get("/console/cases/" + wiped.getId() + "/evidence").statusCode())
        .isEqualTo(403);
    assertThat(page(Role.OPERATOR, "/console/cases/" + wiped.getId()))
        .doesNotContain("Download the pack");
    assertThat(page(Role.AUDITOR, "/console/cases/" + wiped.getId())).contains("Download the pack");
    assertThat(as(Role.AUDITOR).get("/console/cases/unknown/evidence").statusCode()).isEqualTo(404);
    assertThat(page(Role.AUDITOR, "/console/audit/Verify.java")).contains("class Verify");
    assertThat(page(Role.AUDITOR, "/console/audit/public-keys.pem")).contains("BEGIN PUBLIC KEY");
  }

  @Test
  void saysWhyABookLacksACase() throws Exception {
    var forgotten = fired(leaver("AUDIT-2"));
    jdbc.sql("delete from muster_inbox where case_id = ?").param(forgotten.getId()).update();
    assertThat(differences(forgotten))
        .containsExactly(
            new Population.Difference(
                "HR's event is in the pack; the inbox no longer keeps it.", true));

    var removed = fired(leaver("AUDIT-3"));
    jdbc.sql("delete from muster_evidence where chain = ?")
        .param("case/" + removed.getId())
        .update();
    assertThat(differences(removed))
        .containsExactly(
            new Population.Difference(
                "Its evidence is missing: somebody may have removed it.", false));
    assertThat(page(Role.AUDITOR, "/console/audit"))
        .contains("not explained", "somebody may have removed it");

    var unheard = fired(leaver("AUDIT-4"));
    jdbc.sql("update muster_inbox set taken_at = taken_at - interval '40 days' where case_id = ?")
        .param(unheard.getId())
        .update();
    assertThat(differences(unheard))
        .singleElement()
        .matches(why -> why.explained() && why.words().contains("outside this period"));
  }

  @Test
  void drawsTheSameSampleFromTheSameSeed() throws Exception {
    fired(leaver("AUDIT-5"));
    fired(leaver("AUDIT-6"));
    var population = room.population(period());
    assertThat(population.draw(2, 7)).isEqualTo(population.draw(2, 7)).hasSize(2);
    assertThat(population.draw(100_000, 7)).hasSizeGreaterThan(2);
    var url = "/console/audit/sample?from=%s&to=%s".formatted(period().from(), period().to());
    var answer = as(Role.AUDITOR).get(url + "&case=" + wiped.getId());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Disposition").orElse("")).contains("sample-");
    assertThat(as(Role.AUDITOR).get(url + "&size=2&seed=7").statusCode()).isEqualTo(200);
    assertThat(as(Role.OPERATOR).get(url + "&size=2&seed=7").statusCode()).isEqualTo(403);
    for (var wrong : List.of("", "&size=2", "&size=0&seed=1", "&case=nobody")) {
      assertThat(as(Role.AUDITOR).get(url + wrong).statusCode()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void aSampleIsCheckedPackByPackAndSaysHowItWasDrawn() throws Exception {
    var drawn = new AuditSample(List.of(wiped.getId()), null, null).from(room.population(period()));
    var zip = evidence.sample(drawn.cases(), drawn.how(), "oneauditor");
    assertThat(Packs.unzip(zip).get("population.json"))
        .contains("\"sampleDrawn\" : \"picked\"", "\"who\" : \"Leavers\"", wiped.getId());
    var verdict = Packs.verify(zip, folder, evidence.publicKeys());
    assertThat(verdict.said()).contains("packs/" + wiped.getId() + ".zip: GENUINE");
    assertThat(verdict.exit()).isZero();
  }

  @Test
  void aPeriodIsAYearAtTheMostAndNeverEndsBeforeItBegins() {
    var first = LocalDate.of(2026, 1, 1);
    assertThat(new AuditPeriod(first, first.plusDays(365)).to()).isEqualTo(first.plusDays(365));
    assertThat(new AuditPeriod(first, first.plusDays(366)).to()).isEqualTo(first.plusDays(365));
    assertThat(new AuditPeriod(first, first.minusDays(1)).to()).isEqualTo(first);
    var day = new AuditPeriod(first, first);
    assertThat(day.holds(day.begin())).isTrue();
    assertThat(day.holds(day.begin().minusNanos(1))).isFalse();
    assertThat(day.holds(day.end().minusNanos(1))).isTrue();
    assertThat(day.holds(day.end())).isFalse();
  }

  @Test
  void aSampleIsNeverLargerThanOneAnswer() {
    var many =
        java.util.stream.IntStream.range(0, AuditRoom.LARGEST_SAMPLE + 1)
            .mapToObj(
                at ->
                    new Population.Member(
                        "c-" + at,
                        Population.Kind.LEAVERS,
                        null,
                        clock.instant(),
                        true,
                        true,
                        true,
                        List.of()))
            .toList();
    var population = new Population(period(), many, java.util.Map.of(), false);
    assertThat(new AuditSample(List.of(), AuditRoom.LARGEST_SAMPLE, 1L).from(population).cases())
        .hasSize(AuditRoom.LARGEST_SAMPLE);
    assertThatThrownBy(
            () -> new AuditSample(List.of(), AuditRoom.LARGEST_SAMPLE + 1, 1L).from(population))
        .isInstanceOf(PageRefused.class);
  }

  private Worker leaver(String number) {
    return worker(number, "Another", "Leaver");
  }

  private AuditPeriod period() {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new AuditPeriod(today.minusDays(29), today);
  }

  private Population.Member member(ProcessInstance instance) {
    return room.population(period()).members().stream()
        .filter(member -> member.caseId().equals(instance.getId()))
        .findFirst()
        .orElseThrow();
  }

  private List<Population.Difference> differences(ProcessInstance instance) {
    return member(instance).differences();
  }
}
