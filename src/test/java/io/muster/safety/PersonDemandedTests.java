package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure.Refused;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where a person must agree, whatever a table says. */
class PersonDemandedTests extends SafetyStage {
  @ParameterizedTest
  @EnumSource
  void demandsAPersonWhateverTheTableSays(Why why) {
    why.prepare(this);
    var draft = why.draft();
    refusedEverywhere(draft.corporate().askingNobody(), draft.facts(), "unless a person agrees");
  }

  @ParameterizedTest
  @EnumSource
  void letsNoSilenceCount(Why why) {
    why.prepare(this);
    var draft = why.draft().corporate().silenceWipesAfter(Duration.ofHours(5));
    assertThatThrownBy(() -> planned(draft))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Silence never counts");
    var plans = new PlanStore(JdbcClient.create(database));
    var plan = plans.keep(draft.plan(), 0, clock.instant()).id();
    clock.advance(Duration.ofHours(6));
    assertThatThrownBy(() -> safety.letSilenceCount(plan))
        .hasMessageContaining("Silence never counts");
    plans.answer(plan, PlanStore.Answer.SILENCE, "nobody", "", clock.instant());
    assertThatThrownBy(() -> safety.issue(plan, draft.facts()))
        .hasMessageContaining("Silence never counts");
    var id = new WarrantStore(JdbcClient.create(database)).issue(plan, clock.instant()).id();
    clock.advance(Duration.ofSeconds(1));
    var warrant = safety.warrant(id).orElseThrow();
    assertThatThrownBy(() -> spend(warrant, draft.facts()))
        .hasMessageContaining("Silence never counts");
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void goesAheadWhenAPersonAgreed(Why why) {
    why.prepare(this);
    var draft = why.draft().corporate();
    var warrant = warrant(draft);
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, draft.facts());
    assertThat(calls).hasValue(1);
  }

  @Test
  void goesAheadWithoutAPersonOnAPersonalDeviceThatIsTheirs() {
    freeze("case", PHONE);
    var warrant = warrant(Draft.of(PHONE).corporate().askingNobody());
    clock.advance(Duration.ofSeconds(1));
    spend(warrant, PHONE);
    assertThat(calls).hasValue(1);
  }

  @Test
  void demandsAPersonOnceTheDeviceWasReassignedAfterThePlan() {
    freeze("case", PHONE);
    var draft = Draft.of(PHONE).corporate().askingNobody();
    var plan = planned(draft);
    clock.advance(Duration.ofMinutes(1));
    safety.sighted(new Facts(PHONE).owner("13").now());
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> safety.issue(plan, PHONE))
        .hasMessageContaining("went from one owner to another");
  }

  @Test
  void remembersAnOwnerForSoLong() {
    safety.sighted(new Facts(PHONE).owner("13").now());
    assertThat(safety.reassignedLately(new Facts(PHONE).owner("13").now())).isEmpty();
    clock.advance(Duration.ofDays(1));
    assertThat(safety.reassignedLately(PHONE)).as("not noted yet").contains(clock.instant());
    safety.sighted(PHONE);
    var changed = clock.instant();
    safety.sighted(PHONE);
    clock.advance(Duration.ofDays(30).minusMillis(1));
    safety.sighted(PHONE);
    assertThat(safety.reassignedLately(PHONE)).contains(changed);
    clock.advance(Duration.ofMillis(1));
    assertThat(safety.reassignedLately(PHONE)).isEmpty();
  }

  @Test
  void takesNoOwnerInBetweenForNoChange() {
    safety.sighted(PHONE);
    clock.advance(Duration.ofDays(1));
    safety.sighted(new Facts(PHONE).owner(null).now());
    clock.advance(Duration.ofDays(1));
    safety.sighted(PHONE);
    assertThat(safety.reassignedLately(PHONE)).isEmpty();
    assertThat(safety.reassignedLately(new Facts(PHONE).owner(null).now())).isEmpty();
  }

  @Test
  void keepsOneLifeOfADeviceApartFromTheNext() {
    safety.sighted(new Facts(PHONE).owner("13").now());
    clock.advance(Duration.ofDays(1));
    var anew = new Facts(PHONE).enrolledAt(clock.instant()).now();
    safety.sighted(anew);
    assertThat(safety.reassignedLately(anew)).isEmpty();
    var unknown = new Facts(PHONE).enrolledAt(null).now();
    safety.sighted(unknown);
    assertThat(safety.reassignedLately(unknown)).isEmpty();
  }

  @Test
  void notesWhatARefusedPlanHasSeen() {
    freeze("case", PHONE);
    clock.advance(Duration.ofDays(1));
    var colleagues = new Facts(PHONE).owner("13").now();
    assertThatThrownBy(() -> planned(Draft.of(colleagues).corporate())).isInstanceOf(Refused.class);
    assertThat(safety.reassignedLately(colleagues)).contains(clock.instant());
  }

  @ParameterizedTest
  @EnumSource(names = {"ONE_OF_SEVERAL", "WAS_THEIRS", "SHARED", "REASSIGNED"})
  void letsNoSilenceCountForACompleteWipeEither(Why why) {
    var draft = why.draft();
    var company = new Facts(draft.facts()).ownership(Ownership.CORPORATE).now();
    why.prepare(this);
    freeze("case", new Facts(company).owner("12").now());
    var complete = Draft.of(company).as(draft.claim()).silenceWipesAfter(Duration.ofHours(5));
    assertThatThrownBy(() -> planned(complete)).hasMessageContaining("Silence never counts");
  }

  /** Why a person is demanded. */
  enum Why {
    COMPANY_PROPERTY,
    UNKNOWN_PROPERTY,
    ONE_OF_SEVERAL,
    WAS_THEIRS,
    NAMED,
    SHARED,
    REASSIGNED;

    SafetyStage.Draft draft() {
      var phone = new Facts(PHONE);
      return switch (this) {
        case COMPANY_PROPERTY -> Draft.of(phone.ownership(Ownership.CORPORATE).now());
        case UNKNOWN_PROPERTY -> Draft.of(phone.ownership(Ownership.UNKNOWN).now());
        case ONE_OF_SEVERAL -> Draft.of(phone.owner("22").now()).as(Claim.ONE_OF_SEVERAL);
        case WAS_THEIRS -> Draft.of(phone.owner(null).now()).as(Claim.WAS_THEIRS);
        case NAMED -> Draft.of(phone.owner(null).now()).as(Claim.NAMED);
        case SHARED -> Draft.of(phone.shared(Known.YES).now());
        case REASSIGNED -> Draft.of(phone.now());
      };
    }

    void prepare(SafetyStage stage) {
      var first = draft().facts();
      if (this == REASSIGNED) {
        stage.safety.sighted(new Facts(first).owner("13").now());
        stage.clock.advance(Duration.ofMinutes(1));
      }
      stage.freeze("case", this == WAS_THEIRS ? PHONE : first);
      if (this == NAMED) {
        stage.safety.name("case", first, "ops");
      }
    }
  }
}
