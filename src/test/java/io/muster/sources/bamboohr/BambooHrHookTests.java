package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class BambooHrHookTests {
  private static final String TIMESTAMP = "2026-03-02T09:00:00+0000";
  private static final String UPDATED =
      """
      {"type":"employee.updated","timestamp":"2026-03-02T09:00:00+0000","data":{"companyId":"12345","employeeId":"%s","changedFields":["jobTitle"]}}\
      """;

  private final SimulatedBambooHr bamboo = new SimulatedBambooHr();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    bamboo.close();
  }

  @Test
  void hearsWhoKnowsAKeyAndHasThePersonReadAnew() throws Exception {
    var ada = bamboo.hire("E-1", bamboo.today());
    var parts = parts("old-key", "new-key");
    assertThat(ring(parts, "old-key", UPDATED.formatted(ada))).isEqualTo(204);
    assertThat(ring(parts, "new-key", UPDATED.formatted(ada))).isEqualTo(204);
    assertThat(bamboo.taken.some).as("not while BambooHR waits").isEmpty();
    parts.feed().answerRings();
    assertThat(bamboo.taken.some).hasSize(1);
    assertThat(count("heard")).isEqualTo(2);
  }

  @Test
  void refusesAndCountsAWrongSignatureAndSaysNothingOfItAnywhereElse() throws Exception {
    var parts = parts("the-key");
    assertThat(ring(parts, "another-key", UPDATED.formatted("1"))).isEqualTo(401);
    assertThat(
            http(parts)
                .perform(post("/hooks/bamboohr/" + bamboo.name).content(UPDATED.formatted("1")))
                .andReturn()
                .getResponse()
                .getStatus())
        .isEqualTo(401);
    assertThat(count("wrong signature")).isEqualTo(2);
    assertThat(parts.feed().isRung()).isFalse();
    assertThat(bamboo.taken.failures).as("anybody could have sent it").isEmpty();
  }

  @Test
  void verifiesTheBytesAndNotWhatTheyMean() throws Exception {
    var parts = parts("the-key");
    var spaced = UPDATED.formatted("1").replace(":", " : ").replace("jobTitle", "pr\u00e9nom");
    assertThat(ring(parts, "the-key", spaced)).isEqualTo(204);
    assertThat(parts.feed().isRung()).isTrue();
  }

  @Test
  void asksForAnotherTryWhereTheFaultIsOurs() throws Exception {
    assertThat(ring(parts(), "any", UPDATED.formatted("1"))).as("no key set").isEqualTo(503);
    assertThat(count("no key")).isEqualTo(1);
  }

  @Test
  void knowsNoOtherSourceAndReadsNoEndlessBody() throws Exception {
    var parts = parts("the-key");
    assertThat(
            http(parts)
                .perform(post("/hooks/bamboohr/other").content("{}"))
                .andReturn()
                .getResponse()
                .getStatus())
        .isEqualTo(404);
    assertThat(ring(parts, "the-key", "x".repeat((1 << 20) + 1))).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"type\":\"employee.deleted\",\"data\":{\"employeeId\":\"7\"}}",
        "{\"type\":\"employee.updated\",\"data\":{\"employeeId\":\"../../x\"}}",
        "{\"employees\":[{\"id\":\"7\",\"action\":\"Deleted\"}]}",
        "employees=%5B%7B%22id%22%3A%227%22%7D%5D"
      })
  void looksWhoHasChangedWhereASignedBodyDoesNotSay(String body) throws Exception {
    var parts = parts("the-key");
    assertThat(ring(parts, "the-key", body)).isEqualTo(204);
    parts.feed().answerRings();
    assertThat(bamboo.company.journal().calls("GET", "/employees/changed")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"employee.created","timestamp":"2026-03-02T09:00:00Z","data":{"employeeId":7}} | 7
          {"employees":[{"id":"7","action":"Updated","fields":{"a":"b"}},{"id":8,"action":"Created","fields":{"a":{"value":"b"}}}]} | 7 8
          """)
  void readsWhomEitherStyleOfBodyIsAbout(String body, String records) {
    assertThat(HookBody.records(body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Set.of(records.split(" ")));
  }

  private BambooHrConfiguration.Parts parts(String... keys) {
    var settings = new java.util.HashMap<String, String>();
    for (int i = 0; i < keys.length; i++) {
      settings.put("webhook-keys[%d]".formatted(i), keys[i]);
    }
    return bamboo.node(settings);
  }

  private MockMvc http(BambooHrConfiguration.Parts parts) {
    var feeds = new BambooHrFeeds(Map.of(bamboo.name, parts.feed()), List.of());
    return MockMvcBuilders.standaloneSetup(new BambooHrHookController(feeds, meters)).build();
  }

  private int ring(BambooHrConfiguration.Parts parts, String key, String body) throws Exception {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return http(parts)
        .perform(
            post("/hooks/bamboohr/" + bamboo.name)
                .header("X-BambooHR-Timestamp", TIMESTAMP)
                .header("X-BambooHR-Signature", signature(key, bytes))
                .content(bytes))
        .andReturn()
        .getResponse()
        .getStatus();
  }

  private static String signature(String key, byte[] body) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(body);
    return HexFormat.of().formatHex(mac.doFinal(TIMESTAMP.getBytes(StandardCharsets.UTF_8)));
  }

  private double count(String outcome) {
    return meters
        .counter("muster.bamboohr.hooks", "source", bamboo.name, "outcome", outcome)
        .count();
  }
}
