package io.muster.directory.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.sun.net.httpserver.HttpServer;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.GroupId;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Graph subscribed to, ringing over HTTP, and everybody else at the same door. */
class ChangeSubscriptionTests {
  private static final URI ADDRESS = URI.create("https://muster.example/hooks/entra/acme");

  private final HttpServer door = door();
  private final SimulatedEntra entra =
      new SimulatedEntra(SimulatedEntra.prompt().reaching(this::throughTheProxy));
  private final EntraSubscriptions subscriptions =
      new EntraSubscriptions(JdbcClient.create(Postgres.dataSource()), entra.clock());
  private final List<DirectoryChangedEvent> heard = new CopyOnWriteArrayList<>();
  private final MockMvc http =
      MockMvcBuilders.standaloneSetup(
              new EntraHookController(
                  SimulatedEntra.properties(Map.of("tenant-id", SimulatedEntra.TENANT)),
                  subscriptions,
                  event -> heard.add((DirectoryChangedEvent) event)))
          .build();

  @AfterEach
  void close() {
    entra.close();
    door.stop(0);
  }

  @Test
  void subscribesOnceAndHearsWhoAndWhatChanged() {
    bell().look();
    bell().look();
    assertThat(entra.tenant().subscribedTo()).containsExactly("groups", "users");
    assertThat(entra.writes()).hasSize(2);
    var ada = entra.tenant().addUser("ada@example.com", null);
    var team = entra.tenant().addGroup("Team");
    entra.tenant().ring();
    assertThat(heard)
        .contains(
            new DirectoryChangedEvent("acme", Set.of(new AccountId(ada)), Set.of()),
            new DirectoryChangedEvent("acme", Set.of(), Set.of(new GroupId(team))));
  }

  @Test
  void renewsBeforeTheEndAndSubscribesAnewWhereItWasLost() {
    bell().look();
    entra.clock().advance(Duration.ofDays(20));
    bell().look();
    assertThat(entra.tenant().journal().calls("PATCH", "/subscriptions/")).hasSize(2);
    entra.clock().advance(Duration.ofDays(18));
    assertThat(entra.tenant().subscribedTo()).containsExactly("groups", "users");
    entra.tenant().loseSubscriptions();
    bell().look();
    assertThat(entra.tenant().subscribedTo()).containsExactly("groups", "users");
    entra.clock().advance(Duration.ofDays(40));
    bell().look();
    assertThat(entra.tenant().subscribedTo()).containsExactly("groups", "users");
  }

  @Test
  void doesWhatALifecycleNotificationAsksFor() {
    bell().look();
    entra.tenant().tellLifecycle("reauthorizationRequired");
    entra.tenant().ring();
    bell().look();
    assertThat(entra.tenant().journal().calls("PATCH", "/subscriptions/")).hasSize(2);
    entra.tenant().tellLifecycle("subscriptionRemoved");
    entra.tenant().ring();
    bell().look();
    assertThat(entra.tenant().journal().calls("POST", "/subscriptions$")).hasSize(4);
    assertThat(heard).isEmpty();
    entra.tenant().tellLifecycle("missed");
    entra.tenant().ring();
    assertThat(heard).contains(new DirectoryChangedEvent("acme", Set.of(), Set.of()));
  }

  @Test
  void leavesItToTheNodeThatIsAtIt() {
    assertThat(subscriptions.claim("acme", "users", Duration.ofMinutes(10))).isTrue();
    bell().look();
    assertThat(entra.tenant().subscribedTo()).containsExactly("groups");
    entra.clock().advance(Duration.ofMinutes(10));
    bell().look();
    assertThat(entra.tenant().subscribedTo()).containsExactly("groups", "users");
  }

  @Test
  void livesWithoutABellThatCannotBeHad() {
    entra.tenant().faults().next(2, "POST", "/subscriptions$").answer(403);
    bell().look();
    assertThat(entra.tenant().subscribedTo()).isEmpty();
    bell().look();
    assertThat(entra.tenant().subscribedTo()).containsExactly("groups", "users");
  }

  @Test
  void keepsNoWordThatSomebodyElseCouldSay() {
    bell().look();
    var word = word();
    assertThat(word).hasSizeGreaterThan(40);
    assertThat(subscriptions.knows("acme", word)).isTrue();
    assertThat(subscriptions.knows("other", word)).isFalse();
    assertThat(subscriptions.of("acme", "users").toString()).doesNotContain(word);
  }

  @Test
  void hearsNobodyWithoutTheWord() throws Exception {
    bell().look();
    assertThat(ring("acme", notification("guessed")).getStatus()).isEqualTo(401);
    assertThat(ring("acme", notification("")).getStatus()).isEqualTo(401);
    assertThat(ring("other", notification("guessed")).getStatus()).isEqualTo(404);
    assertThat(heard).isEmpty();
  }

  @Test
  void doesNothingOfANotificationInWhichOneItemLacksTheWord() throws Exception {
    bell().look();
    var body =
        """
        {"value":[{"clientState":"%s","lifecycleEvent":"missed"},{"clientState":"guessed"}]}
        """
            .formatted(word());
    assertThat(ring("acme", body).getStatus()).isEqualTo(401);
    assertThat(heard).isEmpty();
  }

  private String word() {
    var subscribed = entra.tenant().journal().calls("POST", "/subscriptions$").get(0);
    return subscribed.json().path("clientState").asText();
  }

  @Test
  void refusesWhatIsNoNotification() throws Exception {
    for (var body : List.of("", "[]", "null", "{", "{\"value\":{}}")) {
      assertThat(ring("acme", body).getStatus()).isEqualTo(400);
    }
    assertThat(ring("acme", "x".repeat((1 << 20) + 1)).getStatus()).isEqualTo(413);
    assertThat(heard).isEmpty();
  }

  @Test
  void answersGraphsQuestionAsPlainTextAndForItsOwnConnectionsOnly() throws Exception {
    var answer = ask("acme", "Validation: <b>ä+ö</b> 1");
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentType()).startsWith("text/plain");
    assertThat(answer.getContentAsString(StandardCharsets.UTF_8))
        .isEqualTo("Validation: <b>ä+ö</b> 1");
    assertThat(ask("other", "x").getStatus()).isEqualTo(404);
    assertThat(ask("acme", "x".repeat(2001)).getStatus()).isEqualTo(400);
  }

  private ChangeSubscription bell() {
    return entra.adapter(Map.of()).bell("acme", ADDRESS, subscriptions, entra.clock());
  }

  private static String notification(String word) {
    return "{\"value\":[{\"subscriptionId\":\"s\",\"clientState\":\"%s\",\"resourceData\":{\"@odata.type\":\"#Microsoft.Graph.User\",\"id\":\"x\"}}]}"
        .formatted(word);
  }

  private MockHttpServletResponse ring(String connection, String body) throws Exception {
    return http.perform(post("/hooks/entra/" + connection).content(body)).andReturn().getResponse();
  }

  private MockHttpServletResponse ask(String connection, String question) throws Exception {
    return http.perform(post("/hooks/entra/" + connection).param("validationToken", question))
        .andReturn()
        .getResponse();
  }

  // in the place of the proxy in front of the service

  private URI throughTheProxy(URI url) {
    assertThat(url).isEqualTo(ADDRESS);
    return URI.create("http://127.0.0.1:" + door.getAddress().getPort() + url.getPath());
  }

  private HttpServer door() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              var answer =
                  http.perform(
                          post(exchange.getRequestURI())
                              .content(exchange.getRequestBody().readAllBytes()))
                      .andReturn()
                      .getResponse();
              var body = answer.getContentAsByteArray();
              if (answer.getContentType() != null) {
                exchange.getResponseHeaders().add("Content-Type", answer.getContentType());
              }
              exchange.sendResponseHeaders(answer.getStatus(), body.length == 0 ? -1 : body.length);
              exchange.getResponseBody().write(body);
            } catch (IOException failed) {
              throw failed;
            } catch (Exception failed) {
              throw new IOException(failed);
            }
          });
      server.start();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
