package io.muster.console;

import io.muster.preflight.Doctor;
import io.muster.preflight.Doctor.Report;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * What the doctor found at every connection. A look makes calls everywhere, so however many people
 * have the page open, there is one look in five minutes, and the page shows the last.
 */
@Controller
class DoctorPage implements ConsolePage {
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);

  private final Doctor doctor;
  private final Clock clock;
  private final Executor looks;
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private volatile @Nullable Report last;

  @Autowired
  DoctorPage(Doctor doctor, Clock clock) {
    this(doctor, clock, daemons());
  }

  /** For tests, which decide when a look is done. */
  DoctorPage(Doctor doctor, Clock clock, Executor looks) {
    this.doctor = doctor;
    this.clock = clock;
    this.looks = looks;
  }

  private static Executor daemons() {
    var threads = new SimpleAsyncTaskExecutor("doctor-page-");
    threads.setDaemon(true);
    return threads;
  }

  @GetMapping("/console/doctor")
  String doctor(Viewer viewer, Model page) {
    viewer.demand(Page.DOCTOR);
    lookIfDue();
    page.addAttribute("report", last);
    page.addAttribute("looking", isLooking.get());
    return "console/doctor";
  }

  private void lookIfDue() {
    var known = last;
    var isDue = known == null || !clock.instant().isBefore(known.lookedAt().plus(BETWEEN_LOOKS));
    if (isDue && isLooking.compareAndSet(false, true)) {
      looks.execute(
          () -> {
            try {
              last = doctor.look();
            } finally {
              isLooking.set(false);
            }
          });
    }
  }
}
