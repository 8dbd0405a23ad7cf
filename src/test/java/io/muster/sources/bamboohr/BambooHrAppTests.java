package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.preflight.Finding;
import io.muster.simulator.bamboohr.BambooHrOptions;
import io.muster.simulator.bamboohr.BambooHrOptions.App;
import io.muster.sources.bamboohr.BambooHrConfiguration.Parts;
import io.muster.sources.bamboohr.Feed.Turn;
import io.muster.testing.Expected;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reading as an app that an administrator has let in, rather than with a user's key. */
class BambooHrAppTests {
  private static final String FIRST = "refresh-token-of-the-settings";
  private static final Map<String, String> APP =
      Map.of(
          "api-key", "",
          "client-id", "muster-app",
          "client-secret", "the-client-secret",
          "refresh-token", FIRST);

  private final SimulatedBambooHr bamboo =
      new SimulatedBambooHr(
          new BambooHrOptions("acme", SimulatedBambooHr.KEY)
              .app(new App("muster-app", "the-client-secret", FIRST)),
          APP);

  @AfterEach
  void close() {
    bamboo.close();
  }

  @Test
  void goesOnWithTheRefreshTokenThatBambooHrGaveInPlaceOfTheOneInTheSettings() {
    bamboo.hire("E-1", bamboo.today());
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(fetched()).isEqualTo(1);
    bamboo.clock.advance(Duration.ofMinutes(54));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(fetched()).as("a token is used as long as it lasts").isEqualTo(1);
    bamboo.clock.advance(Duration.ofMinutes(2));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(fetched()).isEqualTo(2);

    assertThat(node(Map.of()).feed().poll())
        .as("another node, or after a restart")
        .isEqualTo(Turn.DONE);
    bamboo.clock.advance(Duration.ofHours(2));
    assertThat(bamboo.feed().poll()).as("and the first again").isEqualTo(Turn.DONE);
    assertThat(bamboo.taken.failures).isEmpty();
  }

  @Test
  void keepsTheNewRefreshTokenThoughTheReadingItWasFetchedForFails() {
    bamboo.company.faults().next(1, "GET", "/changed").answer(500);
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(node(Map.of()).feed().poll()).isEqualTo(Turn.DONE);
  }

  @Test
  void fetchesAnotherTokenWhereOneEndsBeforeItsTime() {
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    bamboo.company.endTokens();
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    assertThat(fetched()).isEqualTo(2);
  }

  @Test
  void saysWhatToDoWhereTheAppIsNoLongerLetInAndBeginsAnewWithAnotherTokenInTheSettings() {
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    bamboo.company.letAppIn(null);
    bamboo.clock.advance(Duration.ofHours(2));
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(bamboo.taken.failures)
        .singleElement()
        .asString()
        .contains("no longer takes our refresh token", "offline_access")
        .contains("muster.bamboohr.connections.%s.refresh-token".formatted(bamboo.name))
        .doesNotContain(FIRST, "the-client-secret");
    assertThat(doctor(bamboo.parts))
        .as("and so does the doctor")
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.BLOCKS);
              assertThat(finding.toString()).contains("let the app in");
            });

    bamboo.company.letAppIn("another-refresh-token");
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    var restarted = node(Map.of("refresh-token", "another-refresh-token"));
    assertThat(restarted.feed().poll()).isEqualTo(Turn.DONE);
    bamboo.clock.advance(Duration.ofHours(2));
    assertThat(restarted.feed().poll()).isEqualTo(Turn.DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "client-secret, another, client-id and client-secret",
    "client-id, another, client-id and client-secret",
    "refresh-token, another, no longer takes our refresh token"
  })
  void namesTheSettingThatIsWrong(String setting, String value, String named) {
    assertThat(node(Map.of(setting, value)).feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(bamboo.taken.failures).singleElement().asString().contains(named);
  }

  @Test
  void waitsWhereNoTokenCanBeHadForNow() {
    bamboo.company.faults().next(1, "POST", "/token.php").answer(503);
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.FAILED);
    assertThat(bamboo.taken.failures).singleElement().asString().contains("503");
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
  }

  @Test
  void keepsNoTokenInTheDatabaseThatCanBeReadThere() {
    assertThat(bamboo.feed().poll()).isEqualTo(Turn.DONE);
    var kept =
        JdbcClient.create(SimulatedBambooHr.database())
            .sql("select origin || sealed from muster_bamboohr_grant where source = ?")
            .param(bamboo.name)
            .query(String.class)
            .single();
    var spent = bamboo.company.journal().calls("POST", "/token.php").get(0).call().form().values();
    assertThat(spent).contains(FIRST);
    assertThat(kept).doesNotContain(spent);
    var seal = new SecretSealer(new io.muster.remote.Secret("one"));
    var closed = seal.close(new io.muster.remote.Secret("token"));
    assertThat(seal.open(closed)).contains(new io.muster.remote.Secret("token"));
    assertThat(new SecretSealer(new io.muster.remote.Secret("other")).open(closed)).isEmpty();
    assertThat(seal.open("no seal")).isEmpty();
  }

  private Parts node(Map<String, String> otherwise) {
    var settings = new HashMap<>(APP);
    settings.putAll(otherwise);
    return bamboo.node(settings);
  }

  private int fetched() {
    return bamboo.company.journal().calls("POST", "/token.php").size();
  }

  private static Finding doctor(Parts parts) {
    return parts.preflight().check(new Expected(Set.of(), Set.of(), Set.of(), Set.of())).get(0);
  }
}
