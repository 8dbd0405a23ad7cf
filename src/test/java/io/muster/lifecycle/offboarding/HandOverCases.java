package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static io.muster.testing.Workers.another;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.PreflightSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Whatever runs in the name of a leaver gets another owner first, unless they have to go at once.
 */
abstract class HandOverCases extends OffboardingGround {
  @Autowired private List<PreflightSource> preflights;
  @Autowired private Expectations expectations;

  @Test
  void locksTheDevicesButLeavesTheAccountOpenUntilWhatRunsInItsNameIsHandedOver() {
    ada = another(ada, "OWNER-2");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    fleet.ensureUser(ada);
    var mac = laptop();
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.pass(offboarding, Duration.ofHours(16));
    assertThat(walk.whole(offboarding)).isWaitingAt("handOver");
    assertThat(fleet.locked()).containsExactly(mac);
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    var task = walk.task(offboarding, "handOver");
    assertThat(said(task, "inTheirName"))
        .contains("muster.owners.okta", "muster.sources.workday.owner");
    assertThat(findings()).anySatisfy(finding -> assertThat(finding).contains("okta", "OWNER-2"));

    walk.decide(offboarding, "handOver", "handedOver");
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).isWaitingAt("approveWipe");
  }

  @Test
  void barsTheAccountInTheEndWhetherAnybodyTookOverOrNot() {
    owned.by(ada.id());
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.set(Instant.parse("2026-03-02T23:00:01Z"));
    walk.pass(offboarding, Duration.ofMinutes(239));
    assertThat(walk.whole(offboarding)).isWaitingAt("handOver");
    assertThat(okta.read(account).orElseThrow().barred()).isFalse();
    walk.pass(offboarding, Duration.ofMinutes(1));
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasPassed("handOverLate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopOtherCases", "seeWhatRuns", "handOver"})
  void waitsNoLongerOnceHrSaysThatThePersonHasToGoAtOnce(String at) {
    owned.by(ada.id());
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-02"));
    walk.run(offboarding);
    walk.set(Instant.parse("2026-03-02T23:00:01Z"));
    if (at.equals("handOver")) {
      walk.run(offboarding);
      assertThat(walk.whole(offboarding)).isWaitingAt(at);
    } else {
      walk.runUntil(offboarding, at);
    }
    walk.fireNow(ada.id(), Reason.VOLUNTARY);
    walk.run(offboarding);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasNotPassed("handOverLate");
  }

  @Test
  void waitsForNobodyWhoHasToGoAtOnceAndTellsOperatorsWhatStops() {
    owned.by(ada.id());
    var offboarding = walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.run(offboarding);
    assertThat(okta.read(account).orElseThrow().barred()).isTrue();
    assertThat(walk.whole(offboarding)).hasNotPassed("handOver");
    assertThat(alarm("export-of-" + ada.id())).contains(ada.id().value(), "the nightly export");
  }

  private List<String> findings() {
    return preflights.stream()
        .flatMap(source -> source.preflights().stream())
        .filter(preflight -> preflight.connection().equals("owners"))
        .flatMap(preflight -> preflight.check(expectations).stream())
        .map(Finding::what)
        .toList();
  }
}
