package io.muster.directory.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.remote.Secret;
import io.muster.simulator.google.GoogleSimulator.Ring;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Google rings us when an account changes, and we know its ring from a stranger's. */
class GoogleWatchChannelsTests {
  private static final List<String> EVENTS =
      List.of("add", "delete", "makeAdmin", "undelete", "update");
  private static final Duration LONG = Duration.ofSeconds(20);

  private final DataSource database = Postgres.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final SimulatedGoogle google = new SimulatedGoogle(SimulatedGoogle.options(), database);
  private final BlockingQueue<DirectoryChangedEvent> news = new LinkedBlockingQueue<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MockMvc door =
      MockMvcBuilders.standaloneSetup(
              new HookController(
                  new Channels(jdbc, google.clock()),
                  event -> news.add((DirectoryChangedEvent) event),
                  meters))
          .build();
  private @Nullable HttpServer server;
  private GoogleWatchChannels bell = bellTo(URI.create("http://127.0.0.1:1"));

  @BeforeEach
  void openTheDoor() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    bell = bellTo(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }

  @AfterEach
  void shutTheDoor(TestInfo test) throws IOException {
    if (server != null) {
      server.stop(0);
    }
    google.close(test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void hearsOfWhateverHappensToAnAccount() throws Exception {
    bell.look();
    assertThat(google.domain().watched()).isEqualTo(EVENTS);
    var ada = google.domain().addUser("ada@example.com", null);
    assertThat(heard())
        .isEqualTo(new DirectoryChangedEvent("acme", Set.of(new AccountId(ada)), Set.of()));
    google.domain().change(ada, user -> user.put("suspended", true));
    assertThat(heard().accounts()).containsExactly(new AccountId(ada));
    google.domain().deleteUser(ada);
    assertThat(heard().accounts()).containsExactly(new AccountId(ada));
    assertThat(google.domain().rung()).extracting(Ring::state).contains("sync", "add", "update");
    assertThat(google.domain().rung()).extracting(Ring::status).containsOnly(204);
    assertThat(news).as("nothing is news of the first ring of a channel").isEmpty();
  }

  @Test
  void opensNoChannelTwiceAndANewOneBeforeTheOldOneEnds() {
    bell.look();
    bell.look();
    assertThat(opened()).isEqualTo(5);
    google.clock().advance(Duration.ofHours(37));
    bell.look();
    assertThat(opened()).isEqualTo(10);
    assertThat(google.domain().journal().effects("POST", "/channels/stop")).hasSize(5);
    assertThat(google.domain().watched()).isEqualTo(EVENTS);
    google.clock().advance(Duration.ofDays(3));
    bell.look();
    assertThat(google.domain().watched()).isEqualTo(EVENTS);
    assertThat(rows()).isEqualTo(5);
  }

  @Test
  void leavesItToTheNodeThatIsAtIt() {
    var other = new NodeLease(jdbc, "acme", google.clock());
    var done =
        other.during(
            "bell",
            Duration.ofMinutes(1),
            () -> {
              bell.look();
              return opened();
            });
    assertThat(done).contains(0L);
    bell.look();
    assertThat(opened()).isEqualTo(5);
  }

  @Test
  void takesOverFromANodeThatDied() {
    jdbc.sql("insert into muster_google_lease values ('bell/acme', 'a dead node', ?)")
        .param(Timestamp.from(google.clock().instant().plusSeconds(60)))
        .update();
    bell.look();
    assertThat(opened()).isZero();
    google.clock().advance(Duration.ofSeconds(60));
    bell.look();
    assertThat(opened()).isEqualTo(5);
  }

  @Test
  void triesAgainWhatGoogleTurnedAway() {
    google.domain().faults().next(1, "POST", "/watch$").answer(503);
    bell.look();
    bell.look();
    assertThat(google.domain().watched()).isEqualTo(EVENTS);
  }

  @Test
  void turnsAwayWhoeverDoesNotKnowTheToken() throws Exception {
    bell.look();
    var channel = jdbc.sql("select id from muster_google_channel limit 1").query(String.class);
    assertThat(ring("acme", channel.single(), "guessed")).isEqualTo(404);
    assertThat(ring("acme", "no-such-channel", "guessed")).isEqualTo(404);
    assertThat(ring("acme", null, null)).isEqualTo(404);
    assertThat(ring("other", channel.single(), "guessed")).isEqualTo(404);
    assertThat(news).isEmpty();
    assertThat(meters.counter("muster.google.rings", "outcome", "turned away").count())
        .isEqualTo(4);
  }

  @Test
  void believesNoTokenOfAChannelThatHasEndedOrIsAnothers() {
    var channels = new Channels(jdbc, google.clock());
    var end = google.clock().instant().plusSeconds(60);
    channels.expect("one", "acme", "add", new Secret("open sesame"), end);
    assertThat(channels.rings("acme", "one", "open sesame")).isTrue();
    assertThat(channels.rings("acme", "one", "open barley")).isFalse();
    assertThat(channels.rings("other", "one", "open sesame")).isFalse();
    google.clock().advance(Duration.ofSeconds(60));
    assertThat(channels.rings("acme", "one", "open sesame")).isFalse();
  }

  @Test
  void keepsNoTokenWhereItCouldBeRead() {
    bell.look();
    var tokens =
        google.domain().journal().calls("POST", "/watch$").stream()
            .map(entry -> entry.json().path("token").asText())
            .toList();
    assertThat(tokens).hasSize(5).doesNotHaveDuplicates();
    var kept = jdbc.sql("select token_digest from muster_google_channel").query(String.class);
    assertThat(kept.list()).doesNotContainAnyElementsOf(tokens);
  }

  private GoogleWatchChannels bellTo(URI here) {
    return google.bell(here);
  }

  private DirectoryChangedEvent heard() throws InterruptedException {
    var heard = news.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(heard).as("rung within %s", LONG).isNotNull();
    return Objects.requireNonNull(heard);
  }

  private long opened() {
    return google.domain().journal().effects("POST", "/watch$").size();
  }

  private long rows() {
    return jdbc.sql("select count(*) from muster_google_channel").query(Long.class).single();
  }

  private int ring(String connection, @Nullable String channel, @Nullable String token)
      throws Exception {
    var request = post("/hooks/google/" + connection).header("X-Goog-Resource-State", "update");
    if (channel != null && token != null) {
      request.header("X-Goog-Channel-ID", channel).header("X-Goog-Channel-Token", token);
    }
    return door.perform(request.content("{\"id\":\"1\"}")).andReturn().getResponse().getStatus();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          post(exchange.getRequestURI()).content(exchange.getRequestBody().readAllBytes());
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      exchange.sendResponseHeaders(door.perform(request).andReturn().getResponse().getStatus(), -1);
    } catch (Exception broken) {
      throw new IOException(broken);
    }
  }
}
