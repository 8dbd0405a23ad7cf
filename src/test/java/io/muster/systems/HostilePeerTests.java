package io.muster.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.muster.remote.Gates;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.Secret;
import io.muster.simulator.Answer;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.tickets.TicketDesk;
import io.muster.systems.SystemsProperties.Connection;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a system does, a call ends in time, leaks nothing and says what to do next. */
class HostilePeerTests {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final String TICKET = "{\"short_description\": \"Collect the laptop\"}";

  private final TicketDesk desk = new TicketDesk(SimulatorSettings.onLoopback(), Connections.TOKEN);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(desk));

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @Test
  void opensATicketWithCredentialsAndKey() {
    assertThat(call("k1").at("/result/number").asText()).isEqualTo("TKT0001");

    assertThat(desk.journal().calls())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.call().header("Idempotency-Key")).contains("k1");
              assertThat(entry.call().header("Content-Type")).contains("application/json");
              assertThat(entry.call().header("webhook-signature")).isEmpty();
              assertThat(entry.call().header("Accept-Encoding")).isEmpty();
            });
  }

  @Test
  void aRepeatedKeyHasNoSecondEffect() {
    desk.faults().next(1, "POST", "/api/tickets").loseAnswer();

    assertThatThrownBy(() -> call("k1"))
        .isInstanceOfSatisfying(
            Unavailable.class, lost -> assertThat(lost.surelyNotSent()).isFalse())
        .hasMessageContaining("without an answer");
    assertThat(call("k1").at("/result/number").asText()).isEqualTo("TKT0001");
    assertThat(desk.tickets()).hasSize(1);
  }

  @Test
  void givesUpWhenTheTimeIsOver() {
    desk.faults().next(1, "POST", "/api/tickets").delay(Duration.ofSeconds(60));

    assertEndsInTime(call("k1", desk.base()));
  }

  /** A byte every now and then keeps any time-out of the socket from being reached. */
  @Test
  void givesUpWhenAnAnswerTricklesIn() throws Exception {
    assertEndsInTime(
        call("k1", trickling("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n\"")));
    assertEndsInTime(call("k1", trickling("HTTP/1.1 200 OK\r\nX-Long: ")));
  }

  @Test
  void doesNotReadTenMegabytes() {
    desk.faults().next(1, "POST", "/api/tickets").doAndAnswer(TicketDesk.oversized());

    assertThat(refused(() -> call("k1"))).hasMessageContaining("is larger than 65536 bytes");
    assertThat(call("k1").at("/result/number").asText()).isEqualTo("TKT0001");
    assertThat(desk.tickets()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0,true", "1,false"})
  void readsAnAnswerOfTheLargestSize(int more, boolean isRead) {
    var around = "{\"a\":\"\"}".length();
    var body = "{\"a\":\"%s\"}".formatted("x".repeat(ConnectedSystem.LARGEST - around + more));
    desk.faults().next(1, "POST", "/api/tickets").answer(json(200, body));

    if (isRead) {
      assertThat(call("k1").path("a").asText()).hasSize(ConnectedSystem.LARGEST - around);
    } else {
      assertThat(refused(() -> call("k1"))).hasMessageContaining("is larger than");
    }
  }

  @Test
  void followsNoRedirectAndTellsNobodyElseTheToken() throws Exception {
    var other = new AtomicInteger();
    var elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext("/", exchange -> other.incrementAndGet());
    elsewhere.start();
    open.add(() -> elsewhere.stop(0));
    var there = "http://127.0.0.1:%d/".formatted(elsewhere.getAddress().getPort());

    for (var status : List.of(301, 302, 303, 307, 308)) {
      desk.faults()
          .next(1, "POST", "/api/tickets")
          .answer(Answer.empty(status).and("Location", there));
      assertThatThrownBy(() -> call("k1"))
          .isInstanceOf(Misconfigured.class)
          .hasMessageContaining("muster.systems.desk.url")
          .hasMessageNotContaining(there);
    }
    desk.faults().next(1, "POST", "/api/tickets").answer(TicketDesk.movedTo(there));
    assertThatThrownBy(() -> call("k1")).isInstanceOf(Misconfigured.class);
    assertThat(other).hasValue(0);
  }

  @Test
  void takesNoPageForAnAnswer() {
    desk.faults().next(1, "POST", "/api/tickets").answer(TicketDesk.signInPage());
    assertThat(refused(() -> call("k1")))
        .hasMessageContaining("is no application/json")
        .hasMessageNotContaining("sign in");

    desk.faults().next(1, "POST", "/api/tickets").answer(json(200, "{\"a\""));
    assertThat(refused(() -> call("k1"))).hasMessageContaining("cannot be read as JSON");

    desk.faults()
        .next(1, "POST", "/api/tickets")
        .answer(json(200, "{}").and("Content-Encoding", "gzip"));
    assertThat(refused(() -> call("k1"))).hasMessageContaining("is no application/json");
  }

  @Test
  void takesAnEmptyAnswer() {
    desk.faults().next(1, "POST", "/api/tickets").answer(204);
    assertThat(call("k1").isMissingNode()).isTrue();
    desk.faults().next(1, "POST", "/api/tickets").answer(200);
    assertThat(call("k1").isMissingNode()).isTrue();
    desk.faults()
        .next(1, "POST", "/api/tickets")
        .answer(new Answer(200, Map.of("Content-Type", List.of("application/hal+json")), "[]"));
    assertThat(call("k1").isArray()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400,REFUSED",
    "404,REFUSED",
    "409,REFUSED",
    "422,REFUSED",
    "401,MISCONFIGURED",
    "403,MISCONFIGURED",
    "300,MISCONFIGURED",
    "399,MISCONFIGURED",
    "408,LOST",
    "429,TURNED_AWAY",
    "500,LOST",
    "502,LOST",
    "599,LOST"
  })
  void theStatusSaysWhatToDoNext(int status, String next) {
    desk.faults().next(1, "POST", "/api/tickets").answer(status);

    var failure = catchThrowableOfType(RemoteFailure.class, () -> call("k1"));

    assertThat(next(failure)).isEqualTo(next);
    assertThat(failure).hasMessageContaining("desk").hasMessageContaining("" + status);
  }

  @Test
  void aConflictWithItsOwnFirstTryIsNoRefusal() {
    desk.faults().next(1, "POST", "/api/tickets").answer(409);

    assertThat(next(catchThrowableOfType(RemoteFailure.class, () -> callAgain("k1"))))
        .isEqualTo("LOST");
  }

  private static String next(RemoteFailure failure) {
    if (failure instanceof Unavailable later) {
      return later.surelyNotSent() ? "TURNED_AWAY" : "LOST";
    }
    return failure instanceof Refused ? "REFUSED" : "MISCONFIGURED";
  }

  @ParameterizedTest
  @CsvSource({"429,7,7", "503,7,7", "503,100000,3600", "429,0,1"})
  void waitsAsLongAsItIsTold(int status, String seconds, int waited) {
    desk.faults().next(1, "POST", "/api/tickets").answer(status, Map.of("Retry-After", seconds));

    var failure = catchThrowableOfType(Unavailable.class, () -> call("k1"));

    assertThat(failure.notBefore()).contains(NOON.plusSeconds(waited));
  }

  @Test
  void signsItsCallsAsStandardWebhooksSay() {
    var plain = connection(desk.base());
    var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    var signing =
        new Connection(
            plain.url(),
            plain.methods(),
            null,
            "robot",
            new Secret("pass:wörd"),
            new Secret(secret),
            plain.connectTimeout(),
            plain.answerTimeout(),
            60,
            plain.networks(),
            true,
            "none");

    assertThatThrownBy(() -> call("msg_p5jXN8AQM9LWM0D4loKWxJek", signing))
        .as("the desk wants a token")
        .isInstanceOf(Misconfigured.class);

    assertThat(desk.journal().calls())
        .singleElement()
        .satisfies(
            entry -> {
              var call = entry.call();
              assertThat(call.header("webhook-id")).contains("msg_p5jXN8AQM9LWM0D4loKWxJek");
              assertThat(call.header("webhook-timestamp")).contains("" + NOON.getEpochSecond());
              assertThat(call.header("webhook-signature")).isPresent();
              assertThat(call.header("Idempotency-Key")).isEmpty();
              assertThat(call.header("Authorization")).contains("Basic cm9ib3Q6cGFzczp3w7ZyZA==");
            });
    // the example of the specification
    assertThat(
            CallSignature.sign(
                new Secret(secret),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void callsNoPrivateAddressThatTheSettingsDoNotName() {
    var closed = Connections.of(at(desk), List.of(), "Idempotency-Key");
    assertThatThrownBy(() -> call("k1", closed))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("muster.systems.desk.networks");

    var another = Connections.of(at(desk), List.of("10.0.0.0/8"), "Idempotency-Key");
    assertThatThrownBy(() -> call("k1", another)).isInstanceOf(Misconfigured.class);
    assertThat(desk.journal().calls()).isEmpty();
  }

  /** The name is public when it is looked at, and private a moment later. */
  @Test
  void aNameThatLeadsElsewhereAMomentLaterChangesNothing() throws Exception {
    var turns = new AtomicInteger();
    var port = desk.base().getPort();
    var connection =
        Connections.of(
            URI.create("http://desk.example.com:%d".formatted(port)),
            List.of("127.0.0.1/32"),
            "Idempotency-Key");
    AllowedAddresses.Lookup rebinding =
        host -> {
          assertThat(host).isEqualTo("desk.example.com");
          return new InetAddress[] {
            InetAddress.getByName(turns.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")
          };
        };
    try (var system = system(connection, rebinding)) {
      assertThat(withIntent(system, "k1").at("/result/number").asText()).isEqualTo("TKT0001");
      assertThat(turns).as("the address that was looked at is the one that is called").hasValue(1);
      assertThatThrownBy(() -> withIntent(system, "k2")).isInstanceOf(Misconfigured.class);
    }
    assertThat(desk.tickets()).hasSize(1);
  }

  @Test
  void oneForbiddenAddressAmongManyIsEnough() throws Exception {
    var addresses =
        new AllowedAddresses(
            host ->
                new InetAddress[] {
                  InetAddress.getByName("93.184.215.14"), InetAddress.getByName("169.254.169.254")
                },
            List.of());
    assertThatThrownBy(() -> addresses.resolve("x"))
        .isInstanceOf(AllowedAddresses.PrivateAddress.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,false",
    "126.255.255.255,true",
    "128.0.0.0,true",
    "10.0.0.1,false",
    "9.255.255.255,true",
    "11.0.0.0,true",
    "172.15.255.255,true",
    "172.16.0.0,false",
    "172.31.255.255,false",
    "172.32.0.0,true",
    "192.168.0.1,false",
    "169.254.169.254,false",
    "0.0.0.0,false",
    "0.1.2.3,false",
    "100.63.255.255,true",
    "100.64.0.0,false",
    "100.127.255.255,false",
    "100.128.0.0,true",
    "198.17.255.255,true",
    "198.18.0.0,false",
    "198.20.0.0,true",
    "224.0.0.1,false",
    "240.0.0.1,false",
    "255.255.255.255,false",
    "8.8.8.8,true",
    "::1,false",
    "::,false",
    "::ffff:127.0.0.1,false",
    "::ffff:8.8.8.8,true",
    "fe80::1,false",
    "fe80::1%1,false",
    "fc00::1,false",
    "fdff::1,false",
    "64:ff9b::7f00:1,false",
    "2002:7f00:1::,false",
    "2001:db8::1,false",
    "2606:4700::1111,true",
    "ff02::1,false"
  })
  void knowsWhichAddressesArePrivate(String address, boolean isPublic) throws Exception {
    var addresses = new AllowedAddresses(InetAddress::getAllByName, List.of());
    if (isPublic) {
      assertThat(addresses.resolve(address)).isNotEmpty();
    } else {
      assertThatThrownBy(() -> addresses.resolve(address))
          .isInstanceOf(AllowedAddresses.PrivateAddress.class);
    }
  }

  @Test
  void nothingWasSentToWhoCannotBeReached() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var closed = connection(URI.create("http://127.0.0.1:" + free));
    assertThatThrownBy(() -> call("k1", closed))
        .isInstanceOfSatisfying(
            Unavailable.class, away -> assertThat(away.surelyNotSent()).isTrue());

    var unknown = connection(URI.create("http://desk.example.com"));
    try (var system =
        system(
            unknown,
            host -> {
              throw new java.net.UnknownHostException(host);
            })) {
      assertThatThrownBy(() -> withIntent(system, "k1"))
          .isInstanceOfSatisfying(
              Unavailable.class, away -> assertThat(away.surelyNotSent()).isTrue());
    }
  }

  @Test
  void makesNoCallWithoutAnIntent() {
    try (var system = system(connection(desk.base()), InetAddress::getAllByName)) {
      assertThatThrownBy(() -> system.call(ticket("k1")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("without an intent");
    }
    assertThat(desk.journal().calls()).isEmpty();
  }

  @Test
  void endsWhatSendsTooManyHeaders() throws Exception {
    var many = "X-H: 1\r\n".repeat(1_000);
    assertThatThrownBy(
            () ->
                call("k1", trickling("HTTP/1.1 200 OK\r\n" + many + "Content-Length: 0\r\n\r\n"))
                    .run())
        .isInstanceOf(Unavailable.class);
  }

  private static URI at(TicketDesk desk) {
    return desk.base();
  }

  private JsonNode call(String key) {
    return call(key, connection(desk.base()));
  }

  private Runnable call(String key, URI url) {
    return () -> call(key, connection(url));
  }

  private static Connection connection(URI url) {
    return Connections.at(url);
  }

  private JsonNode call(String key, Connection connection) {
    try (var system = system(connection, InetAddress::getAllByName)) {
      return withIntent(system, key);
    }
  }

  private static JsonNode withIntent(ConnectedSystem system, String key) {
    return OutboundCallGuard.withIntent(
        new OutboundCallGuard.Intent(), () -> system.call(ticket(key)));
  }

  private void callAgain(String key) {
    var again = new SystemCall(key, "POST", "/api/tickets", TICKET, true);
    try (var system = system(connection(desk.base()), InetAddress::getAllByName)) {
      var unused =
          OutboundCallGuard.withIntent(new OutboundCallGuard.Intent(), () -> system.call(again));
    }
  }

  private static SystemCall ticket(String key) {
    return new SystemCall(key, "POST", "/api/tickets", TICKET, false);
  }

  private static Refused refused(Runnable call) {
    return catchThrowableOfType(Refused.class, call::run);
  }

  private static Answer json(int status, String body) {
    return new Answer(status, Map.of("Content-Type", List.of("application/json")), body);
  }

  private ConnectedSystem system(Connection connection, AllowedAddresses.Lookup lookup) {
    var systems =
        new ConnectedSystems(
            Connections.named("desk", connection), Gates.open(), lookup, new MovableClock(NOON));
    open.add(systems);
    return systems.named("desk");
  }

  private static void assertEndsInTime(Runnable call) {
    var begun = System.nanoTime();
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Unavailable.class,
            lost -> {
              assertThat(lost.surelyNotSent()).isFalse();
              assertThat(lost).hasMessageContaining("has not answered within 2 s");
            });
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(20));
  }

  /** Sends the beginning of an answer at once, and then a byte ten times a second. */
  private URI trickling(String beginning) throws IOException {
    var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    open.add(server);
    var thread = new Thread(() -> trickle(server, beginning), "trickle");
    thread.setDaemon(true);
    thread.start();
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private static void trickle(ServerSocket server, String beginning) {
    try (Socket caller = server.accept()) {
      caller.setSoTimeout(100);
      var out = caller.getOutputStream();
      out.write(beginning.getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write('x');
        out.flush();
        try {
          if (caller.getInputStream().read() < 0) {
            return;
          }
        } catch (java.net.SocketTimeoutException nothingCame) {
          // the pause between two bytes
        }
      }
    } catch (IOException gone) {
      // the caller has had enough
    }
  }
}
