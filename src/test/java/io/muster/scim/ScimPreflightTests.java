package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Directories;
import io.muster.preflight.Finding;
import io.muster.preflight.Finding.Severity;
import io.muster.remote.Secret;
import io.muster.testing.Expected;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

class ScimPreflightTests {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final JdbcClient jdbc = JdbcClient.create(Postgres.dataSource());
  private final MockEnvironment environment = new MockEnvironment();
  private final ScimProperties properties =
      properties(
          Map.of(
              "pushed.role", "directory",
              "news.connection", "okta",
              "stray.connection", "gone",
              "okta.role", "directory",
              "people.role", "hr"));
  private final Tokens tokens = new Tokens(new TokenRows(jdbc), properties, clock);

  @Test
  void saysWhoCanPushNothingForWantOfAToken() {
    assertThat(look("people"))
        .containsExactly(
            Finding.blocks(
                "Has no token, so it can push nothing.",
                "Have an administrator make one: POST /api/scim/clients/people/tokens, as examples/README.md shows."));
  }

  @Test
  void followsATokenFromItsMakingToItsReplacement() {
    var token = make("people");
    assertThat(look("people"))
        .containsExactly(
            Finding.warns(
                "Has never used a token.",
                "Give it base URL and token, and have it test the connection."));

    use(token);
    assertThat(look("people")).containsExactly(Finding.good("Was last heard on 2026-03-02."));

    clock.advance(Duration.ofDays(8));
    assertThat(look("people"))
        .containsExactly(
            Finding.warns(
                "Was last heard on 2026-03-02.",
                "See there whether provisioning is on, and not in quarantine."));

    clock.advance(Duration.ofDays(358));
    use(token);
    var id = tokens.of("people").get(0).id();
    assertThat(look("people"))
        .containsExactly(
            Finding.warns(
                "Its token %s was made on 2026-03-02, more than a year ago.".formatted(id),
                "Make another, give it to the client, then end this one."),
            Finding.good("Was last heard on 2027-03-03."));

    make("people");
    assertThat(look("people").get(0).what())
        .contains("2 valid tokens", id + " (used 2027-03-03)", "(never used)");
    tokens.revoke("people", id);
    assertThat(look("people")).extracting(Finding::severity).containsExactly(Severity.WARNS);
  }

  @Test
  void saysWhoseWordNobodyReads() {
    assertThat(use("pushed").what()).startsWith("No sync reads what it pushes");
    assertThat(use("pushed").remedy()).contains("muster.sync.connections.pushed.groups");

    environment.setProperty("muster.sync.connections.pushed.groups", "Sales");
    environment.setProperty("muster.sync.connections.okta.groups", "Sales");
    assertThat(use("pushed")).isEqualTo(Finding.good("The sync 'pushed' reads what it pushes."));
    assertThat(use("okta").what())
        .as("both bear one name")
        .contains("reads the directory connection of that name");
  }

  @Test
  void looksWhetherTheConnectionIsThereWhoseNewsItIs() {
    assertThat(use("news").severity()).isEqualTo(Severity.GOOD);
    assertThat(use("stray").severity()).isEqualTo(Severity.BLOCKS);
    assertThat(use("stray").what()).contains("'gone'", "[okta]");
    assertThat(use("stray").remedy()).contains("muster.scim.clients.stray.connection");
  }

  /** What is found about the use of what it pushes, which comes last. */
  private Finding use(String client) {
    var findings = look(client);
    return findings.get(findings.size() - 1);
  }

  private List<Finding> look(String client) {
    var preflight =
        new ScimPreflight(
            properties,
            tokens,
            new Directories(List.of(() -> List.of(new InMemoryDirectory("okta")))),
            environment,
            clock);
    return preflight.preflights().stream()
        .filter(look -> look.connection().equals(client))
        .findFirst()
        .orElseThrow()
        .check(Expected.NOTHING);
  }

  private Secret make(String client) {
    return tokens.make(client, "test").orElseThrow().token();
  }

  private void use(Secret token) {
    assertThat(tokens.clientOf(token)).isPresent();
  }

  private static ScimProperties properties(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach((name, value) -> all.put("muster.scim.clients." + name, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("muster.scim", ScimProperties.class)
        .get();
  }
}
