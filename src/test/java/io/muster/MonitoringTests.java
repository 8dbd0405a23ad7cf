package io.muster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.doors.Role;
import io.muster.lifecycle.ProcessTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the alert rules name only what a service that has just started shows. */
@ProcessTest
class MonitoringTests {
  private static final Path DASHBOARD = Path.of("src/docs/monitoring/grafana.json");
  private static final Path ALERTS = Path.of("src/docs/monitoring/alerts.yml");
  private static final Path OPERATIONS = Path.of("src/docs/operations.md");
  private static final String PASSWORD = UUID.randomUUID().toString();

  /** Made by Prometheus itself. */
  private static final Set<String> FOREIGN = Set.of("up");

  private static final Set<String> WORDS =
      Set.of(
          "sum", "by", "le", "and", "or", "outcome", "instance", "job", "muster", "area", "heap");

  /** A name that is no function, which would be followed by a bracket. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*+(?!\\s*\\()");

  private static final Pattern SPANS = Pattern.compile("\\[\\d+[smhd]]");

  @LocalServerPort private int port;
  @Autowired private IdentityService identity;

  @Test
  void everyMetricOfTheDashboardAndTheAlertsIsThere() throws Exception {
    var shown = shown();
    assertThat(shown).contains("muster_leaver_unsecured", "muster_notices_waiting");
    var queries = new ArrayList<String>();
    expressions(new ObjectMapper().readTree(DASHBOARD.toFile()), queries);
    assertThat(queries).hasSizeGreaterThan(15);
    for (var rule : alerts()) {
      queries.add(String.valueOf(rule.path("expr").asText()));
    }
    for (var query : queries) {
      var named = names(query);
      assertThat(named).as(query).isNotEmpty();
      assertThat(shown).as(query).containsAll(named);
    }
  }

  @Test
  void everyAlertSaysWhatToDoAndHowMuchItMatters() throws IOException {
    assertThat(alerts())
        .hasSizeGreaterThan(8)
        .allSatisfy(
            rule -> {
              assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
              assertThat(rule.path("annotations").path("action").asText()).isNotBlank();
              assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
            });
  }

  @Test
  void theOperatorsPageListsEveryMetricOfOurs() throws Exception {
    var page = Files.readString(OPERATIONS);
    var missing = new TreeSet<String>();
    for (var metric : shown()) {
      var family = metric.replaceFirst("_(bucket|count|sum|max)$", "");
      if (family.startsWith("muster_") && !page.contains("`" + family + "`")) {
        missing.add(family);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Set<String> names(String query) {
    var bare = SPANS.matcher(query).replaceAll("").replaceAll("\\{[^}]*}", "");
    return NAME.matcher(bare)
        .results()
        .map(found -> found.group())
        .filter(name -> !WORDS.contains(name))
        .collect(Collectors.toSet());
  }

  private static List<JsonNode> alerts() throws IOException {
    var rules = new ArrayList<JsonNode>();
    JsonNode read =
        new ObjectMapper().valueToTree(new Yaml().<Object>load(Files.readString(ALERTS)));
    read.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }

  private static void expressions(JsonNode node, List<String> found) {
    if (node.has("expr")) {
      found.add(node.path("expr").asText());
    }
    node.forEach(child -> expressions(child, found));
  }

  private Set<String> shown() throws Exception {
    var user = identity.newUser("scraper");
    if (identity.createUserQuery().userId(user.getId()).count() == 0) {
      user.setPassword(PASSWORD);
      identity.saveUser(user);
      identity.createMembership(user.getId(), Role.OPERATOR.group());
    }
    var pair = ("scraper:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/actuator/prometheus".formatted(port)))
                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    var names = new TreeSet<>(FOREIGN);
    answer
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> names.add(line.replaceFirst("[{ ].*", "")));
    return names;
  }
}
