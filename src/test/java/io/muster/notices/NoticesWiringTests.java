package io.muster.notices;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.directory.PublicAddress;
import io.muster.lifecycle.Alarms;
import io.muster.remote.FixedDelayTasks;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The settings alone start it, and what hangs holds up nothing else. */
class NoticesWiringTests {
  private final NoticeStage stage = new NoticeStage();
  private final CountDownLatch looked = new CountDownLatch(1);

  @EnableConfigurationProperties({NoticesProperties.class, PublicAddress.class})
  static class Settings {}

  private ApplicationContextRunner service(int mailPort) {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
        .withUserConfiguration(Settings.class, NoticesConfiguration.class)
        .withBean(Clock.class, () -> stage.clock)
        .withBean(JdbcClient.class, () -> stage.jdbc)
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .withBean(Alarms.class, () -> stage)
        .withBean(NoticeStore.class)
        .withBean(Post.class)
        .withBean(Look.class, Looked::new)
        .withPropertyValues(
            "spring.mail.host=127.0.0.1",
            "spring.mail.port=" + mailPort,
            "muster.notices.console-url=https://muster.example.com",
            "muster.notices.mail.from=muster@example.com",
            "muster.notices.mail.timeout=1s");
  }

  private final class Looked implements Look {
    @Override
    public String name() {
      return "notices-test";
    }

    @Override
    public void look() {
      looked.countDown();
    }
  }

  @Test
  void sendsByTheServerOfTheSettings() {
    var server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    stage.store.keep(
        NoticeStage.notice("x"), Recipient.byMail("op@example.com"), "https://x", NoticeStage.NINE);
    try {
      service(server.getSmtp().getPort())
          .withPropertyValues("muster.notices.groups.operator.mail=op@example.com")
          .run(
              context -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(FixedDelayTasks.class).isRunning()).isTrue();
                assertThat(server.waitForIncomingEmail(30_000, 1)).isTrue();
              });
    } finally {
      server.stop();
    }
  }

  @Test
  void aMailServerThatHangsHoldsUpNeitherTheStartNorTheLooksNorTheStop() throws Exception {
    stage.store.keep(
        NoticeStage.notice("x"), Recipient.byMail("op@example.com"), "https://x", NoticeStage.NINE);
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      service(silent.getLocalPort())
          .withPropertyValues("muster.notices.groups.operator.mail=op@example.com")
          .run(
              context -> {
                silent.accept().setKeepAlive(false); // the try is under way
                assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
              });
    }
    assertThat(stage.states()).containsExactly("WAITING");
  }

  @Test
  void nothingRunsWhereNobodyIsTold() {
    service(1)
        .run(context -> assertThat(context.getBean(FixedDelayTasks.class).isRunning()).isFalse());
  }
}
