package io.muster.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NoticesPropertiesTests {
  private static final Map<String, String> COMPLETE =
      Map.of(
          "spring.mail.host", "mail.example.com",
          "muster.notices.mail.from", "muster@example.com",
          "muster.notices.console-url", "https://muster.example.com",
          "muster.notices.chat.wipes.url", "https://hooks.example.com/T0/secret",
          "muster.notices.groups.operator.mail", "op@example.com",
          "muster.notices.groups.approver.chat", "wipes");

  @Test
  void nothingIsNeededWhereNobodyIsTold() {
    assertThat(problems(Map.of())).isEmpty();
    assertThat(read(Map.of()).isOn()).isFalse();
  }

  @Test
  void isOnOnceSomebodyIsTold() {
    assertThat(problems(COMPLETE)).isEmpty();
    assertThat(read(COMPLETE).isOn()).isTrue();
    assertThat(read(COMPLETE).groupsFor(Topic.FEED)).containsExactly("operator");
    assertThat(read(COMPLETE).groupsWithTasks()).containsExactlyInAnyOrder("operator", "approver");
  }

  @Test
  void ourPublicAddressIsGoodEnoughForLinks() {
    var settings = new HashMap<>(COMPLETE);
    settings.remove("muster.notices.console-url");
    assertThat(problems(settings)).singleElement().asString().contains("console-url");
    settings.put("muster.public-url", "https://muster.example.com");
    assertThat(problems(settings)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          spring.mail.host                      | none                    | groups.operator.mail
          muster.notices.mail.from              | none                    | groups.operator.mail
          muster.notices.mail.from              | muster                  | mail.from must be
          muster.notices.groups.operator.mail   | 'a@x.y, b c@x.y'        | groups.operator.mail must hold
          muster.notices.groups.operator.mail   | Op <op@example.com>     | groups.operator.mail must hold
          muster.notices.groups.approver.chat   | other                   | chat.other.url is missing
          muster.notices.chat.wipes.url         | ''                      | chat.wipes.url is missing
          muster.notices.chat.wipes.url         | http://hooks.example.com/secret | chat.wipes.url must begin with https://
          muster.notices.chat.wipes.url         | https://a b/secret      | chat.wipes.url must begin with https://
          muster.notices.console-url            | http://muster.example.com | console-url must begin with https://
          muster.notices.mail.timeout           | 999ms                   | mail.timeout must be from 1s to 1m
          muster.notices.mail.timeout           | 60001ms                 | mail.timeout must be from 1s to 1m
          muster.notices.chat.wipes.timeout     | 0s                      | chat.wipes.timeout must be from 1s to 1m
          muster.notices.repeat                 | 59m                     | repeat must be 1h or more
          muster.notices.one-by-one             | -1                      | one-by-one must be from 0 to 100
          muster.notices.one-by-one             | 101                     | one-by-one must be from 0 to 100
          muster.notices.topics.feeds           | operator                | topics.feeds is no topic
          muster.notices.digest.at              | 25:00                   | digest.at
          muster.notices.person                 | everything              | person
          """)
  void saysWhatHasToBeCorrectedAndShowsNoSecret(String name, String value, String said) {
    var settings = new HashMap<>(COMPLETE);
    if (value == null) {
      settings.remove(name);
    } else {
      settings.put(name, value);
    }
    assertThat(problems(settings))
        .isNotEmpty()
        .anyMatch(problem -> problem.contains(said))
        .noneMatch(problem -> problem.contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "muster.notices.mail.timeout, 1s", "muster.notices.mail.timeout, 1m",
    "muster.notices.chat.wipes.timeout, 1s", "muster.notices.repeat, 1h",
    "muster.notices.one-by-one, 0", "muster.notices.one-by-one, 100",
    "muster.notices.chat.wipes.url, http://127.0.0.1:8080/x", "muster.notices.topics.feed, ''"
  })
  void takesWhatIsJustWithinTheLimits(String name, String value) {
    var settings = new HashMap<>(COMPLETE);
    settings.put(name, value);
    assertThat(problems(settings)).isEmpty();
  }

  @Test
  void anEmptyListTellsNobodyOfATopic() {
    var settings = new HashMap<>(COMPLETE);
    settings.put("muster.notices.topics.feed", "");
    assertThat(read(settings).groupsFor(Topic.FEED)).isEmpty();
  }

  private static List<String> problems(Map<String, String> settings) {
    return new NoticesDemands().problems(binder(settings));
  }

  private static NoticesProperties read(Map<String, String> settings) {
    return binder(settings).bindOrCreate("muster.notices", NoticesProperties.class);
  }

  private static Binder binder(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings));
  }
}
