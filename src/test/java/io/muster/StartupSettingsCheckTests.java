package io.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.muster.testing.Postgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class StartupSettingsCheckTests {
  private static final String DATABASE = Postgres.emptyDatabase();
  private static final String WHSEC = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  @Test
  void namesEverythingThatIsMissingAtOnce() {
    assertThat(problems(Map.of()))
        .anyMatch(problem -> problem.startsWith("spring.datasource.url"))
        .anyMatch(problem -> problem.startsWith("spring.datasource.username"))
        .anyMatch(problem -> problem.startsWith("spring.datasource.password"))
        .anyMatch(problem -> problem.startsWith("muster.hexnode.url"))
        .anyMatch(problem -> problem.contains("muster.hexnode.api-key"))
        .anyMatch(problem -> problem.startsWith("muster.admin.password"));
  }

  @Test
  void hasNothingToSayWhenAllIsThere() {
    assertThatCode(() -> StartupSettingsCheck.check(environment(complete())))
        .doesNotThrowAnyException();
  }

  @Test
  void startsWithoutTheAdministratorsPasswordAsItIsNeededOnlyOnce() {
    var settings = complete();
    settings.remove("muster.admin.password");
    assertThatCode(() -> StartupSettingsCheck.check(environment(settings)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spring.datasource.url                    | jdbc:mysql://h/x                    | name a PostgreSQL database
          spring.datasource.url                    | jdbc:postgresql://127.0.0.1:1/x     | no database answers at jdbc:postgresql://127.0.0.1:1/x
          spring.datasource.password               | ''                                  | set the password of that role
          muster.hexnode.url                       | acme                                | must begin with https://
          muster.hexnode.url                       | https://a b                         | muster.hexnode.url: it must begin with https:// and name a host
          muster.hexnode.api-key                   | ' '                                 | set muster.hexnode.api-key
          muster.admin.password                    | tooshort                            | too short
          muster.okta.connections.okta.org-url     | http://acme.okta.com                | muster.okta.connections.okta.org-url must
          muster.okta.connections.okta.api-token   | ''                                  | muster.okta.connections.okta.api-token is missing
          muster.entra.connections.hq.authority    | http://login.example                | muster.entra.connections.hq.authority must begin with https://
          muster.entra.connections.hq.client-secret| ''                                  | muster.entra.connections.hq.client-secret is missing
          muster.sync.connections.okta.groups[0]   | everyone                            | means the whole directory
          muster.sync.connections.okta.every       | often                               | muster.sync.connections.okta.every cannot be used
          muster.notices.topics.feeds              | operator                            | muster.notices.topics.feeds is no topic
          muster.notices.chat.it.url               | http://h.example/hunter22           | muster.notices.chat.it.url must begin with https://
          muster.siem.file                         | /nowhere/at/all                     | muster.siem.file must be a file in a folder
          muster.webhook.sources.hr.secrets[0]     | hunter22hunter22                    | muster.webhook.sources.hr.secrets[0] is not whsec_
          """)
  void saysWhatIsWrongAndWhatToDoAndShowsNoSecret(String name, String value, String said) {
    var settings = complete();
    settings.put(name, value);
    assertThat(problems(settings))
        .hasSize(1)
        .first()
        .asString()
        .contains(said)
        .doesNotContain("tooshort", "hunter22", "a-token", "a-key", "an-entra-secret");
  }

  @Test
  void namesAllThatIsMissingOfAnEntraTenantAndOfASyncBesideTheRest() {
    var settings = complete();
    settings.put("muster.admin.password", "tooshort");
    settings.put("muster.entra.connections.branch.groups", "muster");
    settings.put("muster.sync.connections.branch.removal-percent", "101");
    assertThat(problems(settings))
        .hasSize(3)
        .anySatisfy(
            entra ->
                assertThat(entra)
                    .contains(
                        "muster.entra.connections.branch.tenant-id must be",
                        "muster.entra.connections.branch.client-id must be",
                        "muster.entra.connections.branch.client-secret is missing"))
        .anySatisfy(
            sync ->
                assertThat(sync)
                    .contains(
                        "muster.sync.connections.branch.groups names no group",
                        "muster.sync.connections.branch.removal-percent must be 0 to 100"));
  }

  @Test
  void tellsADatabaseThatIsNotThereFromAServerThatIsNot() {
    var settings = complete();
    settings.put("spring.datasource.url", DATABASE.replaceFirst("/muster\\d+", "/nowhere"));
    assertThat(problems(settings)).singleElement().asString().contains("there is no such database");
  }

  private static List<String> problems(Map<String, Object> settings) {
    var problems = new java.util.ArrayList<String>();
    assertThatThrownBy(() -> StartupSettingsCheck.check(environment(settings)))
        .asInstanceOf(type(StartupSettingsCheck.Incomplete.class))
        .satisfies(incomplete -> problems.addAll(incomplete.problems()));
    return problems;
  }

  private static Map<String, Object> complete() {
    var settings = new HashMap<String, Object>();
    settings.put("spring.datasource.url", DATABASE);
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("muster.admin.password", "long enough for anybody");
    settings.put("muster.hexnode.url", "https://acme.hexnodemdm.com");
    settings.put("muster.hexnode.api-key", "a-key");
    settings.put("muster.okta.connections.okta.org-url", "https://acme.okta.com");
    settings.put("muster.okta.connections.okta.api-token", "a-token");
    settings.put("muster.entra.connections.hq.tenant-id", "acme.example");
    settings.put("muster.entra.connections.hq.client-id", "a2f0c3b1-0d5e-4c57-9f5d-0b6f4a2d7c11");
    settings.put("muster.entra.connections.hq.client-secret", "an-entra-secret");
    settings.put("muster.sync.connections.okta.groups[0]", "Engineering");
    settings.put("muster.webhook.sources.hr.secrets[0]", WHSEC);
    return settings;
  }

  private static StandardEnvironment environment(Map<String, Object> settings) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
    return environment;
  }
}
