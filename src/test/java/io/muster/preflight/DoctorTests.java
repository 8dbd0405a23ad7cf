package io.muster.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.muster.preflight.Finding.Severity;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.testing.Expected;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class DoctorTests {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private final List<Preflight> looks = new ArrayList<>();

  @Test
  void saysWhatIsInTheWayFirstAndWithAStatusThatEndsAScript() throws Exception {
    found(
        "okta",
        () ->
            List.of(
                Finding.good("May read users."),
                Finding.blocks("There is no group '<Sales>'.", "Make it.")));
    var json = ask("application/json");
    assertThat(json.getStatus()).isEqualTo(503);
    assertThat(json.getContentAsString())
        .contains("\"fit\":false", "\"connection\":\"okta\"", "\"severity\":\"BLOCKS\"");
    assertThat(json.getHeader("Cache-Control")).contains("no-store");

    var text = ask("text/plain").getContentAsString();
    assertThat(text.indexOf("blocks  There is no group"))
        .isBetween(0, text.indexOf("good    May read users."));
    assertThat(text).contains("> Make it.", "1 thing is in the way.");

    assertThat(ask("text/html").getContentAsString())
        .contains("&lt;Sales&gt;")
        .doesNotContain("<Sales>");
  }

  @Test
  void isContentWhereNothingIsInTheWay() throws Exception {
    found("okta", () -> List.of(Finding.good("May read users.")));
    var answer = ask("*/*");
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentType()).isEqualTo("application/json");
    assertThat(ask("text/plain").getContentAsString()).contains("Everything is as it should be.");
  }

  @Test
  void makesAFindingOfEveryFailureAndHidesNoOtherConnection() {
    found(
        "wrong",
        () -> {
          throw new RemoteFailure.Misconfigured("The key is not valid.");
        });
    found(
        "down",
        () -> {
          throw RemoteFailure.Unavailable.turnedAway("Cannot be reached.", null, null);
        });
    found(
        "odd",
        () -> {
          throw new RemoteFailure.Refused("Two groups of one name.");
        });
    found(
        "broken",
        () -> {
          throw new IllegalStateException("with a detail that is nobody's business");
        });
    found("well", () -> List.of(Finding.good("Well.")));
    var report = doctor().look();
    assertThat(report.connections())
        .extracting(it -> it.connection() + " " + it.findings().get(0).severity())
        .containsExactly(
            "wrong BLOCKS", "down UNKNOWN", "odd WARNS", "broken UNKNOWN", "well GOOD");
    assertThat(report.fit()).isFalse();
    assertThat(report.toString()).doesNotContain("nobody's business");
  }

  @Test
  void paysInTheLaneOfVerification() {
    var lane = new AtomicReference<CallPriority>();
    found(
        "okta",
        () -> {
          lane.set(CallPriority.current());
          return List.of();
        });
    assertThat(doctor().look().fit()).isTrue();
    assertThat(lane).hasValue(CallPriority.VERIFICATION);
  }

  @Test
  void measuresTheOtherClock() {
    assertThat(ClockSkew.in("Mon, 02 Mar 2026 09:00:20 GMT", NOW).orElseThrow().severity())
        .isEqualTo(Severity.GOOD);
    assertThat(ClockSkew.in("Mon, 02 Mar 2026 09:02:00 GMT", NOW).orElseThrow())
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNS);
              assertThat(finding.what()).contains("120 seconds apart");
            });
    assertThat(ClockSkew.in("Mon, 02 Mar 2026 08:00:00 GMT", NOW).orElseThrow().severity())
        .isEqualTo(Severity.BLOCKS);
    assertThat(ClockSkew.in("yesterday", NOW)).isEmpty();
    assertThat(ClockSkew.in(null, NOW)).isEmpty();
  }

  private void found(String connection, Supplier<List<Finding>> findings) {
    looks.add(
        new Preflight() {
          @Override
          public String connection() {
            return connection;
          }

          @Override
          public String kind() {
            return "test";
          }

          @Override
          public List<Finding> check(Expectations expected) {
            return findings.get();
          }
        });
  }

  private Doctor doctor() {
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton("source", (PreflightSource) () -> looks);
    return new Doctor(
        beans.getBeanProvider(PreflightSource.class),
        Expected.NOTHING,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private MockHttpServletResponse ask(String accept) throws Exception {
    return MockMvcBuilders.standaloneSetup(new DoctorController(doctor()))
        .build()
        .perform(get("/api/doctor").header("Accept", accept))
        .andReturn()
        .getResponse();
  }
}
