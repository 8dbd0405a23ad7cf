package io.muster.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.muster.notices.NoticesProperties.Mail;
import io.muster.testing.MovableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailChannelTests {
  private static final Mail SETTINGS = new Mail("muster@example.com", Duration.ofSeconds(1), false);
  private static final Outgoing NOTICE =
      new Outgoing(
          7,
          "op@example.com",
          "[Muster] Ärger\r\nBcc: all@example.com",
          "Look at it.",
          "https://muster.example.com/console",
          1);

  private final MovableClock clock = new MovableClock(NoticeStage.NINE);

  @Test
  void aMailServerGetsOneMailWithTheLinkAndOneNumberForAllTries() throws Exception {
    var server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    try {
      var mail = mail(server.getSmtp().getPort());
      mail.send(NOTICE);
      mail.send(NOTICE);
      var got = server.getReceivedMessages();
      assertThat(got).hasSize(2);
      assertThat(got[0].getSubject()).isEqualTo("[Muster] Ärger Bcc: all@example.com");
      assertThat(got[0].getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("op@example.com");
      assertThat(got[0].getHeader("Bcc")).isNull();
      assertThat(GreenMailUtil.getBody(got[0]))
          .contains("Look at it.", "https://muster.example.com/console");
      assertThat(got[0].getMessageID()).isEqualTo("<muster-notice-7@example.com>");
      assertThat(got[1].getMessageID()).isEqualTo(got[0].getMessageID());
      assertThat(got[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(got[0].getSentDate()).isEqualTo(NoticeStage.NINE);
    } finally {
      server.stop();
    }
  }

  @Test
  void aServerThatIsNotThereIsTriedAgain() throws Exception {
    int port;
    try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertThat(failure(port).isForGood()).isFalse();
  }

  @Test
  void aServerThatNeverSaysAWordIsNotWaitedFor() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var failure = failure(silent.getLocalPort());
      assertThat(failure.isForGood()).isFalse();
      assertThat(failure).hasMessageContaining("does not answer");
    }
  }

  @Test
  void aServerThatDripsBytesForEverIsLeftInTime() throws Exception {
    try (var dripping = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var endless = new CompletableFuture<Void>();
      endless.completeAsync(
          () -> {
            try (var caller = dripping.accept()) {
              for (var line = 0; !endless.isDone(); line++) {
                caller
                    .getOutputStream()
                    .write(("220-" + line + "\r\n").getBytes(StandardCharsets.US_ASCII));
              }
            } catch (IOException gone) {
              return null;
            }
            return null;
          });
      var failure = failure(dripping.getLocalPort());
      assertThat(failure.isForGood()).isFalse();
      endless.cancel(true);
    }
  }

  @Test
  void anAddressThatTheServerRefusesForGoodIsGivenUp() throws Exception {
    assertThat(answeredAtRecipient("550 5.1.1 no such user").isForGood()).isTrue();
  }

  @Test
  void anAddressThatTheServerRefusesForNowIsTriedAgain() throws Exception {
    assertThat(answeredAtRecipient("451 4.7.1 grey-listed").isForGood()).isFalse();
  }

  @Test
  void anotherMachineIsSpokenToByTlsUnlessASettingSaysOtherwise() {
    assertThat(properties("mail.example.com", SETTINGS))
        .containsEntry("mail.smtp.starttls.required", "true")
        .containsEntry("mail.smtp.ssl.checkserveridentity", "true")
        .containsEntry("mail.smtp.timeout", "1000")
        .containsEntry("mail.smtps.connectiontimeout", "1000");
    assertThat(
            properties(
                "mail.example.com", new Mail("muster@example.com", Duration.ofSeconds(1), true)))
        .doesNotContainKey("mail.smtp.starttls.required");
    assertThat(properties("localhost", SETTINGS)).doesNotContainKey("mail.smtp.starttls.required");
  }

  private java.util.Properties properties(String host, Mail settings) {
    var server = new JavaMailSenderImpl();
    server.setHost(host);
    var unused = new MailChannel(server, settings, clock);
    return server.getJavaMailProperties();
  }

  /** A server that takes everything but the recipient. */
  private NotSent answeredAtRecipient(String answer) throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var served =
          CompletableFuture.runAsync(
              () -> {
                try (var caller = server.accept();
                    var lines =
                        new BufferedReader(
                            new InputStreamReader(
                                caller.getInputStream(), StandardCharsets.US_ASCII))) {
                  var out = caller.getOutputStream();
                  out.write("220 played\r\n".getBytes(StandardCharsets.US_ASCII));
                  for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    var said = line.toUpperCase(Locale.ROOT).startsWith("RCPT") ? answer : "250 ok";
                    out.write((said + "\r\n").getBytes(StandardCharsets.US_ASCII));
                  }
                } catch (IOException gone) {
                  throw new java.io.UncheckedIOException(gone);
                }
              });
      var failure = failure(server.getLocalPort());
      assertThat(served).isNotNull();
      return failure;
    }
  }

  private NotSent failure(int port) {
    var failure = catchThrowableOfType(NotSent.class, () -> mail(port).send(NOTICE));
    assertThat(failure).isNotNull();
    return failure;
  }

  private MailChannel mail(int port) {
    var server = new JavaMailSenderImpl();
    server.setHost("127.0.0.1");
    server.setPort(port);
    return new MailChannel(server, SETTINGS, clock);
  }
}
