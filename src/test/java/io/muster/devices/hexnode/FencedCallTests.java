package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.Ground;
import io.muster.devices.hexnode.HexnodeApi.DeviceOrder;
import io.muster.ledger.Entry;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wipe is looked at once more when its head is out and its body is not. */
class FencedCallTests {
  private final Ground ground = Ground.shared();
  private final Worker ada = ground.newWorker();
  private final Wire wire = new Wire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void sendsAWipeThatMayStillBeMadeAndLooksTwice() {
    var looks = new AtomicInteger();
    var caller = Thread.currentThread();
    assertThatCode(
            () ->
                wipe(
                    device -> {
                      assertThat(Thread.currentThread()).isSameAs(caller);
                      if (looks.incrementAndGet() == 2) {
                        wire.awaitHead();
                        assertThat(wire.arrived()).doesNotContain("devices");
                      }
                    }))
        .doesNotThrowAnyException();
    assertThat(looks).hasValue(2);
    assertThat(wire.arrived()).startsWith("POST /api/v1/actions/wipe_device/").contains("[41]");
    assertThat(answer()).isEqualTo(Entry.Answer.ACCEPTED);
  }

  @Test
  void sendsNoBodyWhenTheClaimHasBecomeTooOldOnTheWay() throws InterruptedException {
    var lapsed = Unavailable.turnedAway("The claim is too old.", null, null);
    assertThatThrownBy(() -> wipe(failingAtTheSecondLook(lapsed))).isSameAs(lapsed);
    wire.awaitEnd();
    assertThat(wire.arrived()).contains("Content-Length").doesNotContain("devices");
    assertThat(answer()).isEqualTo(Entry.Answer.NOT_SENT);
  }

  @Test
  void letsWhateverTheLastLookThrowsThrough() throws InterruptedException {
    var none = new IllegalStateException("no warrant");
    assertThatThrownBy(() -> wipe(failingAtTheSecondLook(none))).isSameAs(none);
    wire.awaitEnd();
    assertThat(wire.arrived()).doesNotContain("devices");
  }

  @Test
  void sendsNothingAtAllWithoutAWarrantAtTheFirstLook() {
    var none = new IllegalStateException("no warrant");
    assertThatThrownBy(
            () ->
                wipe(
                    device -> {
                      throw none;
                    }))
        .isSameAs(none);
    assertThat(wire.arrived()).isEmpty();
  }

  @Test
  void knowsThatNothingHappenedWhereNobodyListens() throws IOException {
    wire.close();
    assertThatThrownBy(() -> wipe(device -> {}))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.surelyNotSent()).isTrue());
  }

  @Test
  void thinksThatItMayHaveHappenedWhenTheAnswerIsLost() {
    wire.answerNothing();
    assertThatThrownBy(() -> wipe(device -> {}))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.surelyNotSent()).isFalse());
    assertThat(wire.arrived()).contains("[41]");
  }

  private Consumer<DeviceId> failingAtTheSecondLook(RuntimeException failure) {
    var looks = new AtomicInteger();
    return device -> {
      assertThat(device).isEqualTo(new DeviceId(41));
      if (looks.incrementAndGet() == 2) {
        wire.awaitHead();
        throw failure;
      }
    };
  }

  private void wipe(Consumer<DeviceId> warrant) {
    var properties =
        SimulatedHexnode.properties(
            Map.of("url", wire.url(), "api-key", "the-key", "answer-timeout", "5s"));
    var fence =
        new HexnodeWire.Fence(
            new WireGuard(properties.base(), properties.actions(), warrant),
            new FencedCall(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                properties.answerTimeout()));
    var api =
        HexnodeConfiguration.api(
            properties,
            new HexnodeWire(
                fence,
                ground.gate(),
                new HexnodeResponses(ground.clock()),
                properties.connection(),
                properties.key()));
    Ground.inCase(
        "case-" + ada.id(),
        ada.id(),
        () ->
            ground
                .ledger()
                .perform(
                    "hexnode",
                    "device.wipe",
                    "41",
                    () -> {
                      api.act("wipe_device", DeviceOrder.on(List.of(41L)));
                      return true;
                    }));
  }

  private Entry.Answer answer() {
    return Ground.inCase(
            "case-" + ada.id(), ada.id(), () -> ground.ledger().latest("device.wipe", "41"))
        .orElseThrow()
        .answer();
  }

  /** A socket that keeps every byte that arrives, and answers a call that is complete. */
  private static final class Wire {
    private final ServerSocket server;

    @SuppressWarnings("JdkObsolete") // the test reads it while the socket writes
    private final StringBuffer arrived = new StringBuffer();

    private final CountDownLatch head = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean answers = true;

    Wire() {
      try {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      var listening = new Thread(this::listen, "wire");
      listening.setDaemon(true);
      listening.start();
    }

    private void listen() {
      try (Socket socket = server.accept()) {
        var in = socket.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
          arrived.append((char) next);
          if (arrived.indexOf("\r\n\r\n") >= 0) {
            head.countDown();
          }
          if (arrived.toString().endsWith("}")) {
            if (answers) {
              socket
                  .getOutputStream()
                  .write(
                      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                          .getBytes(StandardCharsets.US_ASCII));
            } else {
              return;
            }
          }
        }
      } catch (IOException closed) {
        // the call was broken off
      } finally {
        end.countDown();
      }
    }

    String url() {
      return "http://127.0.0.1:" + server.getLocalPort();
    }

    String arrived() {
      return arrived.toString();
    }

    void answerNothing() {
      answers = false;
    }

    void awaitHead() {
      try {
        assertThat(head.await(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      } catch (InterruptedException stopping) {
        throw new IllegalStateException(stopping);
      }
    }

    void awaitEnd() throws InterruptedException {
      assertThat(end.await(5, TimeUnit.SECONDS)).isTrue();
    }

    void close() throws IOException {
      server.close();
    }
  }
}
