package io.muster.notices;

import io.muster.remote.EndpointRule;
import io.muster.remote.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told what, and how.
 *
 * @param consoleUrl where people reach the console, without {@code /console}, such as {@code
 *     https://muster.example.com}; every notice links to it. Default {@code muster.public-url}; one
 *     of the two is needed once somebody is told something
 * @param mail how mail is sent; the server itself is {@code spring.mail.*}
 * @param chat channels of Slack or Teams by a name of yours
 * @param groups who gets what is for a group, by the group's name, such as {@code approver}
 * @param topics which groups are told of a topic, instead of the usual ones: {@code task}, {@code
 *     escalation}, {@code breaker}, {@code pause}, {@code feed}, {@code leaver}, {@code loosening},
 *     {@code digest}; an empty list for nobody. Default operators for {@code feed}, {@code leaver},
 *     {@code digest}; operators and approvers for {@code breaker}, {@code pause}; approvers and
 *     administrators for {@code loosening}; for {@code task} and {@code escalation} the task's own
 *     group, and administrators for {@code escalation}
 * @param person how a notice names the person it is about; default not at all
 * @param repeat how long nothing is told twice that lasts, such as a silent source; not less than 1
 *     hour, default 24 hours
 * @param oneByOne how many new tasks, or late leavers, get a notice each; more at once are told in
 *     one. From 0 to 100, default 5
 * @param digest the summary of the day
 */
@ConfigurationProperties("muster.notices")
record NoticesProperties(
    @Nullable URI consoleUrl,
    @DefaultValue Mail mail,
    @DefaultValue Map<String, Chat> chat,
    @DefaultValue Map<String, Recipients> groups,
    @DefaultValue Map<String, List<String>> topics,
    @DefaultValue("nobody") Naming person,
    @DefaultValue("24h") Duration repeat,
    @DefaultValue("5") int oneByOne,
    @DefaultValue Digest digest) {
  private static final Duration SHORTEST_REPEAT = Duration.ofHours(1);
  private static final int MOST_ONE_BY_ONE = 100;

  NoticesProperties {
    chat = Map.copyOf(chat);
    groups = Map.copyOf(groups);
    topics = Map.copyOf(topics);
  }

  /** How a notice names the person it is about. */
  enum Naming {
    NOBODY,
    NUMBER,
    NAME
  }

  /**
   * How mail is sent.
   *
   * @param from the sender's address; default none, and then no mail is sent
   * @param timeout how long to wait for the mail server's connection and for each of its answers;
   *     from 1 second to 1 minute, default 10 seconds
   * @param plainSmtp whether a mail server that is neither on this machine nor offers TLS is used;
   *     default {@code false}
   */
  record Mail(
      @Nullable String from,
      @DefaultValue("10s") Duration timeout,
      @DefaultValue("false") boolean plainSmtp) {}

  /**
   * One channel.
   *
   * @param url the address of its incoming webhook, which is a secret; {@code https://}, or on this
   *     machine. Needed
   * @param kind what listens there; default {@code slack}
   * @param timeout how long to wait for an answer; from 1 second to 1 minute, default 10 seconds
   */
  record Chat(
      @Nullable Secret url,
      @DefaultValue("slack") ChatKind kind,
      @DefaultValue("10s") Duration timeout) {}

  /** What listens at a webhook. */
  enum ChatKind {
    SLACK,
    TEAMS
  }

  /**
   * Who gets what is for a group.
   *
   * @param mail addresses; default none
   * @param chat names of channels; default none
   */
  record Recipients(@DefaultValue List<String> mail, @DefaultValue List<String> chat) {
    Recipients {
      mail = List.copyOf(mail);
      chat = List.copyOf(chat);
    }

    boolean isEmpty() {
      return mail.isEmpty() && chat.isEmpty();
    }
  }

  /**
   * The summary of the day.
   *
   * @param at when, as {@code HH:mm}; default 08:00
   * @param zone in which time zone; default UTC
   */
  record Digest(@DefaultValue("08:00") LocalTime at, @DefaultValue("UTC") ZoneId zone) {}

  /** True if there is anybody to tell. */
  boolean isOn() {
    return groups.values().stream().anyMatch(recipients -> !recipients.isEmpty());
  }

  /** The groups that are told of a topic. */
  List<String> groupsFor(Topic topic) {
    return topics.getOrDefault(topic.key(), topic.groups());
  }

  /** The groups whose tasks are told to them: all, unless a setting names some. */
  Set<String> groupsWithTasks() {
    var told = topics.get(Topic.TASK.key());
    return told == null ? groups.keySet() : Set.copyOf(told);
  }

  /**
   * What has to be corrected before anything is sent, a sentence each.
   *
   * @param mailServer the mail server's name, or null if there is none
   * @param publicUrl {@code muster.public-url}, or null
   */
  List<String> problems(@Nullable String mailServer, @Nullable URI publicUrl) {
    var wrong = new ArrayList<String>();
    new TreeMap<>(groups)
        .forEach(
            (group, recipients) -> {
              var name = "muster.notices.groups." + group;
              if (!recipients.mail().isEmpty() && (mailServer == null || mail.from() == null)) {
                wrong.add(
                    name
                        + ".mail names addresses, but nothing sends mail: set spring.mail.host and muster.notices.mail.from");
              }
              recipients.mail().stream()
                  .filter(address -> !isAddress(address))
                  .forEach(
                      address ->
                          wrong.add(name + ".mail must hold addresses such as it@example.com"));
              recipients.chat().stream()
                  .filter(channel -> !chat.containsKey(channel))
                  .forEach(
                      channel ->
                          wrong.add(
                              "%s.chat names '%s', but muster.notices.chat.%s.url is missing"
                                  .formatted(name, channel, channel)));
            });
    if (mail.from() != null && !isAddress(mail.from())) {
      wrong.add("muster.notices.mail.from must be an address such as muster@example.com");
    }
    new TreeMap<>(chat).forEach((name, channel) -> check(name, channel, wrong));
    checkTimes(wrong);
    topics.keySet().stream()
        .filter(key -> Topic.of(key).isEmpty())
        .sorted()
        .forEach(key -> wrong.add("muster.notices.topics.%s is no topic".formatted(key)));
    if (isOn() && consoleUrl == null && publicUrl == null) {
      wrong.add(
          "set muster.notices.console-url (or muster.public-url), so that notices can link to the console");
    }
    if (consoleUrl != null && !EndpointRule.isPrivate(consoleUrl)) {
      wrong.add("muster.notices.console-url must begin with https:// and name a host");
    }
    return wrong;
  }

  private static void check(String name, Chat channel, List<String> wrong) {
    var prefix = "muster.notices.chat." + name;
    if (channel.url() == null || channel.url().isBlank()) {
      wrong.add(prefix + ".url is missing: set it to the address of the incoming webhook");
    } else if (Endpoints.webhook(channel.url()).isEmpty()) {
      wrong.add(prefix + ".url must begin with https:// and name a host");
    }
    checkTimeout(prefix + ".timeout", channel.timeout(), wrong);
  }

  private void checkTimes(List<String> wrong) {
    checkTimeout("muster.notices.mail.timeout", mail.timeout(), wrong);
    if (repeat.compareTo(SHORTEST_REPEAT) < 0) {
      wrong.add("muster.notices.repeat must be 1h or more");
    }
    if (oneByOne < 0 || oneByOne > MOST_ONE_BY_ONE) {
      wrong.add("muster.notices.one-by-one must be from 0 to " + MOST_ONE_BY_ONE);
    }
  }

  private static void checkTimeout(String name, Duration timeout, List<String> wrong) {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
      wrong.add(name + " must be from 1s to 1m");
    }
  }

  private static boolean isAddress(String text) {
    return text.matches("[^@\\s<>,;\"]+@[^@\\s<>,;\"]+");
  }
}
