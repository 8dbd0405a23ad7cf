package io.muster.lifecycle.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.Platform;
import io.muster.lifecycle.Forecast;
import io.muster.lifecycle.Forecast.OnDevice;
import io.muster.lifecycle.LeaverForecast;
import io.muster.lifecycle.LeaverForecast.Leave;
import io.muster.lifecycle.offboarding.ForecastController.Wanted;
import io.muster.lifecycle.offboarding.ForecastController.Who;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.safety.Destruction;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is foretold of each person and device; nothing of it happens. */
class ForecastedPeopleTests extends LeaverStage {
  @Autowired private LeaverForecast forecasts;
  @Autowired private Destruction destruction;

  @Test
  void asksTheLiveTableAboutEachDevice() {
    var mac = laptop();
    var phone = phone();
    var pool = laptop();
    fleet.shared(pool, Known.YES);
    var cases = engine.getRuntimeService().createProcessInstanceQuery().count();
    assertThat(of(forecast(), mac.value()).wipe()).isEqualTo("complete");
    assertThat(of(forecast(), mac.value()).approval()).isEqualTo("one");
    assertThat(of(forecast(), phone.value()).wipe()).isEqualTo("corporate");
    assertThat(of(forecast(), phone.value()).approvers()).isEmpty();
    assertThat(of(forecast(), pool.value()).wipe()).isEqualTo("none");
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isEqualTo(cases);
    assertThat(fleet.locked()).isEmpty();
  }

  @Test
  void foretellsWhatThePlanThenSays() {
    var pool = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var foretold = of(forecast(), pool.value());
    var offboarding = left();
    pass(offboarding, MINUTE);
    var task = walk.task(offboarding, "approveWipe");
    assertThat(variable(task, "approval")).isEqualTo(foretold.approval());
    assertThat(variable(task, "onSilence")).isEqualTo(foretold.onSilence());
    assertThat(variable(task, "approvers")).isEqualTo(foretold.approvers());
    assertThat(variable(task, "claim")).isEqualTo(foretold.belongs());
  }

  @Test
  void erasesNothingUnderALegalHold() {
    var mac = laptop();
    holds.place(ada.id(), "ann", "case 7");
    var forecast = forecast();
    assertThat(forecast.people().get(0).legalHold()).isTrue();
    assertThat(of(forecast, mac.value()).wipe()).isEqualTo("none");
    assertThat(forecast.approvals().questions()).isZero();
  }

  @Test
  void countsNobodyWhoLeavesAlready() {
    laptop();
    walk.run(left());
    var forecast = forecast();
    assertThat(forecast.people().get(0).starts()).isFalse();
    assertThat(forecast.breaker().wipes()).isZero();
    assertThat(forecast.notes()).anyMatch(note -> note.contains("is not counted"));
  }

  @Test
  void saysThatWipesArePaused() {
    assertThat(forecast().notes()).noneMatch(note -> note.contains("paused"));
    destruction.pause("ann", "odd");
    try {
      assertThat(forecast().notes()).anyMatch(note -> note.contains("paused"));
    } finally {
      destruction.resume("ann", "over");
      destruction.resume("bob", "over");
    }
  }

  @Test
  void namesTheListByItsPeopleAlone() {
    assertThat(forecast().list()).isEqualTo(Destruction.digest(List.of(ada.id())));
    assertThat(forecasts.of(List.of(leave(ada.id()), leave(ada.id()))).people()).hasSize(1);
    var unknown = forecasts.of(List.of(leave(new EmployeeId("NOBODY"))));
    assertThat(unknown.notes()).anyMatch(note -> note.contains("never told us of NOBODY"));
  }

  @Test
  void isOfOneToFiveThousandPeople() {
    assertThatThrownBy(() -> forecasts.of(List.of())).hasMessageContaining("1 to 5000");
    var many =
        IntStream.rangeClosed(0, LeaverForecast.MOST)
            .mapToObj(number -> leave(new EmployeeId("M" + number)))
            .toList();
    assertThatThrownBy(() -> forecasts.of(many)).hasMessageContaining("these are 5001");
  }

  @Test
  void readsWhatIsPosted() {
    assertThat(wanted(new Who(" P1 ", "voluntary", true)).leaves())
        .containsExactly(new Leave(new EmployeeId("P1"), Reason.VOLUNTARY, true));
    assertThat(wanted(new Who("P1", null, null)).leaves())
        .containsExactly(new Leave(new EmployeeId("P1"), Reason.UNKNOWN, false));
    assertThatThrownBy(() -> wanted(new Who("P1", "tired", null)).leaves())
        .hasMessageContaining("A reason is one of");
    assertThatThrownBy(() -> wanted(new Who(null, null, null)).leaves())
        .hasMessageContaining("number is missing");
    assertThatThrownBy(() -> new Wanted(null).leaves()).hasMessageContaining("Name the people");
  }

  private static Wanted wanted(Who... people) {
    return new Wanted(Arrays.asList(people));
  }

  private Forecast forecast() {
    return forecasts.of(List.of(leave(ada.id())));
  }

  private static Leave leave(EmployeeId employee) {
    return new Leave(employee, Reason.VOLUNTARY, false);
  }

  private static OnDevice of(Forecast forecast, long device) {
    return forecast.people().get(0).devices().stream()
        .filter(one -> one.device() == device)
        .findFirst()
        .orElseThrow();
  }
}
