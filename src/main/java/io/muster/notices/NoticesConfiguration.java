package io.muster.notices;

import io.muster.remote.FixedDelayTask;
import io.muster.remote.FixedDelayTasks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Starts looks and channels, each on a thread of its own; none if nobody is to be told. */
@Configuration(proxyBeanMethods = false)
class NoticesConfiguration {
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final Duration SEND = Duration.ofSeconds(5);
  private static final Duration TIDY = Duration.ofHours(1);
  private static final Duration KEEP_SENT = Duration.ofDays(30);

  /** Much longer than a task stays open, as one that is forgotten is told anew. */
  private static final Duration KEEP_TOLD = Duration.ofDays(400);

  @Bean
  FixedDelayTasks notices(
      NoticesProperties properties,
      List<Look> looks,
      Post post,
      NoticeStore store,
      ObjectProvider<JavaMailSender> mail,
      Clock clock) {
    var tasks = new ArrayList<FixedDelayTask>();
    if (properties.isOn()) {
      looks.forEach(look -> tasks.add(new FixedDelayTask(look.name(), LOOK, look::look)));
      channels(properties, mail, clock)
          .forEach(
              channel ->
                  tasks.add(
                      new FixedDelayTask(
                          "notices-by-" + channel.name(), SEND, () -> post.deliver(channel))));
      tasks.add(
          new FixedDelayTask(
              "notices-tidy",
              TIDY,
              () ->
                  store.forget(
                      clock.instant().minus(KEEP_SENT), clock.instant().minus(KEEP_TOLD))));
    }
    return new FixedDelayTasks(tasks);
  }

  private static List<Channel> channels(
      NoticesProperties properties, ObjectProvider<JavaMailSender> mail, Clock clock) {
    var channels = new ArrayList<Channel>();
    if (properties.mail().from() != null
        && mail.getIfAvailable() instanceof JavaMailSenderImpl server) {
      channels.add(new MailChannel(server, properties.mail(), clock));
    }
    properties
        .chat()
        .forEach((name, settings) -> channels.add(new ChatChannel(name, settings, clock)));
    return channels;
  }
}
