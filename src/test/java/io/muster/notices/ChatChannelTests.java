package io.muster.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.notices.NoticesProperties.Chat;
import io.muster.notices.NoticesProperties.ChatKind;
import io.muster.remote.Secret;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatChannelTests {
  private static final String TOKEN = "T0/B0/very-secret";
  private static final Outgoing NOTICE =
      new Outgoing(
          7,
          "wipes",
          "[Muster] A *task* <!channel>",
          "Read & answer_it.",
          "https://muster.example.com/console",
          1);

  private final MovableClock clock = new MovableClock(NoticeStage.NINE);
  private final List<String> got = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server = started(exchange -> answer(exchange, 200, Map.of()));

  private interface Behaviour {
    void to(HttpExchange exchange) throws IOException;
  }

  private HttpServer started(Behaviour behaviour) {
    try {
      var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
      made.setExecutor(Executors.newCachedThreadPool());
      made.createContext("/", behaviour::to);
      made.start();
      return made;
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private void answer(HttpExchange exchange, int status, Map<String, String> headers)
      throws IOException {
    got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    headers.forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void plays(Behaviour behaviour) {
    server.stop(0);
    server = started(behaviour);
  }

  @BeforeEach
  void clear() {
    got.clear();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void slackGetsTextInWhichNothingIsAMentionOrALinkButOurs() throws Exception {
    channel(ChatKind.SLACK).send(NOTICE);
    assertThat(read().path("text").asText())
        .isEqualTo(
            "*[Muster] A *task* &lt;!channel&gt;*\nRead &amp; answer_it.\n<https://muster.example.com/console|Open in Muster>");
  }

  @Test
  void teamsGetsACardWithTheLinkAndTextThatIsNotTakenForMarkdown() throws Exception {
    channel(ChatKind.TEAMS).send(NOTICE);
    var attachment = read().path("attachments").path(0);
    assertThat(attachment.path("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    var card = attachment.path("content");
    assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.path("body").path(0).path("text").asText())
        .isEqualTo("\\[Muster\\] A \\*task\\* <!channel>");
    assertThat(card.path("body").path(1).path("text").asText()).isEqualTo("Read & answer\\_it.");
    assertThat(card.path("actions").path(0).path("url").asText())
        .isEqualTo("https://muster.example.com/console");
  }

  private JsonNode read() throws IOException {
    assertThat(got).hasSize(1);
    return new ObjectMapper().readTree(got.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "408, false",
    "429, false",
    "500, false",
    "503, false",
    "599, false",
    "400, true",
    "403, true",
    "404, true",
    "410, true",
    "304, true"
  })
  void anAnswerOtherThanYesSaysWhetherToTryAgain(int status, boolean forGood) {
    plays(exchange -> answer(exchange, status, Map.of()));
    var failure = failure();
    assertThat(failure.isForGood()).isEqualTo(forGood);
    assertThat(failure.notBefore()).isNull();
    assertThat(failure).hasMessageContaining(String.valueOf(status));
  }

  @ParameterizedTest
  @CsvSource({"200", "202", "204"})
  void anyYesIsAYes(int status) {
    plays(exchange -> answer(exchange, status, Map.of()));
    assertThatCode(() -> channel(ChatKind.TEAMS).send(NOTICE)).doesNotThrowAnyException();
  }

  @Test
  void waitsAsLongAsItIsAskedTo() {
    plays(exchange -> answer(exchange, 429, Map.of("Retry-After", "120")));
    assertThat(failure().notBefore()).isEqualTo(NoticeStage.NINE.plusSeconds(120));
  }

  @Test
  void aServerThatHangsIsNotWaitedFor() {
    plays(
        exchange -> {
          hang();
          exchange.close();
        });
    assertThat(failure().isForGood()).isFalse();
  }

  @Test
  void aServerThatNeverEndsItsAnswerIsLeftInTime() {
    plays(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          hang();
          exchange.close();
        });
    assertThat(failure()).hasMessageContaining("no end after");
  }

  private void hang() {
    try {
      assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void noRedirectIsFollowedToAnotherHost() {
    var visited = new CopyOnWriteArrayList<String>();
    var other = started(exchange -> visited.add(exchange.getRequestMethod()));
    plays(
        exchange ->
            answer(
                exchange,
                307,
                Map.of(
                    "Location", "http://127.0.0.1:%d/".formatted(other.getAddress().getPort()))));
    var failure = failure();
    other.stop(0);
    assertThat(failure.isForGood()).isTrue();
    assertThat(failure).hasMessageContaining("redirect");
    assertThat(visited).isEmpty();
  }

  @Test
  void nothingThatIsSaidOfAFailureHoldsTheAddressOfTheWebhook() {
    server.stop(0);
    assertThat(failure().toString()).doesNotContain("secret").doesNotContain("T0");
    assertThat(settings(ChatKind.SLACK).toString()).doesNotContain("secret");
  }

  private NotSent failure() {
    var failure = catchThrowableOfType(NotSent.class, () -> channel(ChatKind.SLACK).send(NOTICE));
    assertThat(failure).isNotNull();
    return failure;
  }

  private ChatChannel channel(ChatKind kind) {
    return new ChatChannel("wipes", settings(kind), clock);
  }

  private Chat settings(ChatKind kind) {
    return new Chat(
        new Secret("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), TOKEN)),
        kind,
        Duration.ofSeconds(1));
  }
}
