package io.muster.directory.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class OktaHookTests {
  private static final String SECRET = "a-secret-for-the-hook-alone";
  private static final String JOINED =
      """
      {"eventType":"com.okta.event_hook","eventId":"1","data":{"events":[
        {"uuid":"u1","eventType":"group.user_membership.add","target":[
          {"id":"00u1","type":"User","alternateId":"ada@example.com"},
          {"id":"00g1","type":"UserGroup","displayName":"Engineering"}]},
        {"uuid":"u2","eventType":"user.account.update_profile","target":[
          {"id":"00u2","type":"User"},{"id":"x","type":"SomethingNew"}]}]}}
      """;

  private final List<DirectoryChangedEvent> heard = new ArrayList<>();
  private final MockMvc http =
      MockMvcBuilders.standaloneSetup(
              new OktaHookController(
                  SimulatedOkta.properties(
                      Map.of(
                          "org-url", "https://acme.okta.com",
                          "api-token", "token",
                          "hook-secret", SECRET)),
                  event -> heard.add((DirectoryChangedEvent) event)))
          .build();

  @Test
  void answersTheChallengeOfAHookThatIsBeingVerified() throws Exception {
    var answer = verify("acme", "a1b2-c3");
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentType()).isEqualTo("application/json");
    assertThat(answer.getContentAsString()).isEqualTo("{\"verification\":\"a1b2-c3\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<script>alert(1)</script> ", "two words"})
  void echoesNothingThatIsNoChallenge(String challenge) throws Exception {
    var answer = verify("acme", challenge);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString()).isEmpty();
    assertThat(verify("other", "a1b2").getStatus()).isEqualTo(404);
  }

  @Test
  void passesOnWhomAndWhatADeliveryIsAbout() throws Exception {
    assertThat(ring("acme", SECRET, JOINED)).isEqualTo(204);
    assertThat(heard)
        .containsExactly(
            new DirectoryChangedEvent(
                "acme",
                Set.of(new AccountId("00u1"), new AccountId("00u2")),
                Set.of(new GroupId("00g1"))));
  }

  @Test
  void hearsNobodyWithoutTheSecret() throws Exception {
    assertThat(ring("acme", "another-secret-for-the-hook", JOINED)).isEqualTo(401);
    assertThat(ring("acme", "", JOINED)).isEqualTo(401);
    assertThat(ring("acme", SECRET + " ", JOINED)).isEqualTo(401);
    assertThat(ring("other", SECRET, JOINED)).isEqualTo(404);
    assertThat(http.perform(post("/hooks/okta/acme").content(JOINED)).andReturn().getResponse())
        .satisfies(answer -> assertThat(answer.getStatus()).isEqualTo(401));
    assertThat(heard).isEmpty();
  }

  @Test
  void takesWhatItDoesNotKnowForNothing() throws Exception {
    assertThat(
            ring(
                "acme",
                SECRET,
                "{\"data\":{\"events\":[{\"eventType\":\"policy.rule.update\",\"target\":[{\"id\":\"00u1\",\"type\":\"User\"}]},{\"eventType\":\"user.lifecycle.create\",\"target\":null},7]}}"))
        .isEqualTo(204);
    assertThat(heard).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "{\"data\":{\"events\":{}}}", "\"text\""})
  void refusesWhatIsNoDelivery(String body) throws Exception {
    assertThat(ring("acme", SECRET, body)).isEqualTo(400);
    assertThat(heard).isEmpty();
  }

  @Test
  void readsNoEndlessBody() throws Exception {
    assertThat(ring("acme", SECRET, "x".repeat((1 << 20) + 1))).isEqualTo(413);
    assertThat(heard).isEmpty();
  }

  @Test
  void startsWithNoSecretThatCouldBeGuessed() {
    var properties =
        SimulatedOkta.properties(
            Map.of("org-url", "https://acme.okta.com", "api-token", "t", "hook-secret", "short"));
    org.assertj.core.api.Assertions.assertThatThrownBy(properties::check)
        .hasMessageContaining("muster.okta.connections.acme.hook-secret is too short")
        .hasMessageNotContaining("\"short\"");
  }

  private MockHttpServletResponse verify(String connection, String challenge) throws Exception {
    return http.perform(
            get("/hooks/okta/" + connection).header("x-okta-verification-challenge", challenge))
        .andReturn()
        .getResponse();
  }

  private int ring(String connection, String secret, String body) throws Exception {
    return http.perform(
            post("/hooks/okta/" + connection).header("Authorization", secret).content(body))
        .andReturn()
        .getResponse()
        .getStatus();
  }
}
