package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Safety knows why somebody leaves before anything is done, by whatever door the case came in. */
@ProcessTest
@Import(BegunLeavingTests.Heard.class)
class BegunLeavingTests {
  private static final List<Leaving> BEGUN = new ArrayList<>();

  @Autowired private Walk walk;
  @Autowired private ProcessEngine engine;

  @BeforeEach
  void nothingIsHeardYet() {
    walk.set(ProcessEstate.MORNING);
    BEGUN.clear();
  }

  @Test
  void anEventOfHrBeginsALeaving() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    walk.hire(ada);
    assertThat(BEGUN).as("a hire begins no leaving").isEmpty();

    var leaving = walk.fireNow(ada.id(), Reason.INVOLUNTARY);

    assertThat(BEGUN)
        .containsExactly(
            new Leaving(
                leaving.getId(), ada.id(), "INVOLUNTARY", true, "test", ProcessEstate.MORNING));
  }

  @Test
  void aStartAtTheEnginesOwnDoorBeginsALeaving() {
    var ada = walk.person("Engineering", "Developer", "Berlin");

    var leaving =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(
                "offboarding",
                "key-1-" + ada.id(),
                Map.of(
                    "employeeId",
                    ada.id().value(),
                    "lastDayOfWork",
                    "2026-03-31",
                    "timeZone",
                    "Europe/Berlin",
                    "reason",
                    "voluntary"));

    assertThat(BEGUN)
        .containsExactly(
            new Leaving(
                leaving.getId(),
                ada.id(),
                "VOLUNTARY",
                false,
                "engine-rest",
                Instant.parse("2026-03-31T22:00:00Z")));
  }

  @Test
  void aWordThatItIsAtOnceBeginsItAgain() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    var leaving = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-31"));
    walk.run(leaving);

    walk.fireNow(ada.id(), Reason.INVOLUNTARY);
    walk.step(leaving);
    walk.fireNow(ada.id(), Reason.UNKNOWN);
    var later =
        new Terminated(
            walk.origin(),
            ada.id(),
            LocalDate.parse("2026-04-30"),
            null,
            Reason.VOLUNTARY,
            false,
            false);
    assertThatThrownBy(() -> walk.accept(later))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("the last day is not put off");

    assertThat(BEGUN).extracting(Leaving::caseId).containsOnly(leaving.getId());
    assertThat(BEGUN)
        .as("a gentler word that comes too late begins nothing")
        .extracting(Leaving::immediate)
        .containsExactly(false, true, true);
  }

  /** Listens to what safety is told. */
  @TestConfiguration
  static class Heard {
    @Bean
    static BeanPostProcessor listening() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof WipeSafety safety ? listening(safety) : bean;
        }
      };
    }

    private static Object listening(WipeSafety safety) {
      return Proxy.newProxyInstance(
          Heard.class.getClassLoader(),
          new Class<?>[] {WipeSafety.class},
          (proxy, method, arguments) -> {
            if (method.getName().equals("begin")) {
              BEGUN.add((Leaving) arguments[0]);
            }
            try {
              return method.invoke(safety, arguments);
            } catch (InvocationTargetException failure) {
              throw failure.getCause();
            }
          });
    }
  }
}
