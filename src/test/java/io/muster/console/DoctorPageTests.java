package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.preflight.Doctor;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.ui.ConcurrentModel;

/** The doctor's page makes one look in five minutes, however often it is asked for. */
class DoctorPageTests extends ConsoleStage {
  @Autowired private Doctor doctor;
  @Autowired private MovableClock clock;

  @Test
  void looksOnceInFiveMinutesAndNotTwiceAtATime() {
    var looks = new ArrayList<Runnable>();
    var page = new DoctorPage(doctor, clock, looks::add);
    var viewer = new Viewer("ann", Set.of(Role.OPERATOR));
    var first = shown(page, viewer);
    assertThat(first.getAttribute("report")).isNull();
    assertThat(first.getAttribute("looking")).isEqualTo(true);
    shown(page, viewer);
    assertThat(looks).as("a look that lasts").hasSize(1);

    looks.get(0).run();
    clock.set(clock.instant().plus(Duration.ofMinutes(5)).minusMillis(1));
    assertThat(shown(page, viewer).getAttribute("report")).isNotNull();
    assertThat(looks).as("just before five minutes").hasSize(1);
    clock.set(clock.instant().plusMillis(1));
    shown(page, viewer);
    assertThat(looks).as("after five minutes").hasSize(2);
  }

  private static ConcurrentModel shown(DoctorPage page, Viewer viewer) {
    var model = new ConcurrentModel();
    page.doctor(viewer, model);
    return model;
  }
}
