package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nothing is wiped of somebody who has come back since the case began. */
class WorksHereAgainTests extends SafetyStage {
  @Test
  void wipesNothingOfSomebodyWhoWorksHereAgain() {
    freeze("case", LAPTOP);
    hr.worksHere(LEAVER, true);
    refusedEverywhere(Draft.of(LAPTOP), LAPTOP, "works here again");
  }

  @Test
  void issuesAndSpendsNothingThatWasAgreedToBefore() {
    var warrant = approvedWarrant();
    hr.worksHere(LEAVER, true);
    refusedEverywhere(Draft.of(LAPTOP).within(Duration.ofHours(20)), LAPTOP, "works here again");
    hr.worksHere(LEAVER, false);
    spend(warrant, LAPTOP);
    assertThat(calls).as("once they leave after all, or HR is silent").hasValue(1);
  }

  @Test
  void wipesWhereSomebodySaidThatTheLeavingGoesOn() {
    begin("case");
    freeze("case", LAPTOP);
    safety.askReturn("case");
    hr.worksHere(LEAVER, true);
    refusedEverywhere(Draft.of(LAPTOP), LAPTOP, "works here again");
    safety.declineReturn("case", "boss");
    var warrant = warrant(Draft.of(LAPTOP).within(Duration.ofHours(20)));
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void wipesNothingInACaseWithALaterOneOfTheSamePerson() {
    begin("case");
    freeze("case", LAPTOP);
    assertThat(safety.whyOver("case", LEAVER)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    begin("later case");
    freeze("later case", LAPTOP);
    refusedEverywhere(Draft.of(LAPTOP), LAPTOP, "later case");
    var warrant = warrant(Draft.of(LAPTOP).in("later case").within(Duration.ofHours(20)));
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, LAPTOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void takesNoCaseThatHrDidNotBeginForALaterOne() {
    begin("case");
    clock.advance(Duration.ofSeconds(1));
    freeze("other case", LAPTOP);
    assertThat(safety.whyOver("case", LEAVER)).isEmpty();
    assertThat(safety.whyOver("other case", LEAVER)).isEmpty();
    assertThat(safety.whyOver("unknown case", LEAVER)).isEmpty();
  }

  private void begin(String caseId) {
    safety.begin(new Leaving(caseId, LEAVER, "VOLUNTARY", false, "hr", START));
  }
}
