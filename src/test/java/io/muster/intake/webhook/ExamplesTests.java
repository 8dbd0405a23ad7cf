package io.muster.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentFacts;
import io.muster.remote.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTests {
  private static final Path EXAMPLES = Path.of("examples");
  private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final Secret ANOTHER = new Secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

  @TempDir private Path folder;

  @Test
  void areEventsThatCanBeRead() throws IOException {
    assertThat(EventBody.parse(bytes("hired.json")).change("hr", "e1")).isInstanceOf(Hired.class);
    assertThat(EventBody.parse(bytes("terminated.json")).change("hr", "e2"))
        .isInstanceOf(Terminated.class);
    var variables = new HashMap<String, Object>();
    JsonMapper.builder()
        .build()
        .readTree(bytes("start-onboarding.json"))
        .get("variables")
        .properties()
        .forEach(field -> variables.put(field.getKey(), field.getValue().get("value").textValue()));
    assertThat(
            EmploymentFacts.read(
                new Origin("engine-rest", "e3", Instant.EPOCH), EmploymentFacts.HIRED, variables))
        .isInstanceOf(Hired.class);
  }

  @Test
  void signAsTheServiceChecks() throws Exception {
    needs("bash", "openssl", "od");
    var headers = headers(run("sign.sh", "examples/hired.json", "event-7", "1614265330"));

    assertThat(headers)
        .containsEntry("webhook-id", "event-7")
        .containsEntry("webhook-timestamp", "1614265330");
    assertThat(valid(headers, SECRET, bytes("hired.json"))).isTrue();
    assertThat(valid(headers, ANOTHER, bytes("hired.json"))).isFalse();
    assertThat(valid(headers, SECRET, bytes("terminated.json"))).isFalse();
  }

  @Test
  void nameAnEventByItsContentUnlessTold() throws Exception {
    needs("bash", "openssl", "od");
    var first = headers(run("sign.sh", "examples/hired.json")).get("webhook-id");
    assertThat(headers(run("sign.sh", "examples/hired.json")).get("webhook-id")).isEqualTo(first);
    assertThat(headers(run("sign.sh", "examples/terminated.json")).get("webhook-id"))
        .isNotEqualTo(first)
        .matches("[0-9a-f]{32}");
  }

  @Test
  void sendWhatTheySigned() throws Exception {
    needs("bash", "openssl", "od", "curl");
    var seen = new ArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = exchange.getRequestBody().readAllBytes();
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          seen.add(header(exchange, "Content-Type"));
          var headers =
              Map.of(
                  "webhook-id", header(exchange, "webhook-id"),
                  "webhook-timestamp", header(exchange, "webhook-timestamp"),
                  "webhook-signature", header(exchange, "webhook-signature"));
          seen.add(valid(headers, SECRET, body) ? "valid" : "forged");
          seen.add(Arrays.equals(body, bytes("hired.json")) ? "same bytes" : "other bytes");
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
    try {
      run(
          Map.of("MUSTER_URL", "http://127.0.0.1:" + server.getAddress().getPort()),
          "send.sh",
          "examples/hired.json");
    } finally {
      server.stop(0);
    }
    assertThat(seen)
        .containsExactly(
            "POST /hr/v1/sources/hr/events", "application/json", "valid", "same bytes");
  }

  @Test
  void dropAFileWholeUnderItsName() throws Exception {
    needs("bash");
    Files.createDirectory(folder.resolve("inbox"));
    run(Map.of("MUSTER_CSV_FOLDER", folder.toString()), "drop.sh", "examples/workers.csv");
    assertThat(folder.resolve("inbox/workers.csv"))
        .hasSameBinaryContentAs(EXAMPLES.resolve("workers.csv"));
    assertThat(folder.resolve("inbox/workers.csv.part")).doesNotExist();
  }

  @Test
  void askWithNameAndPasswordAndPostAFile() throws Exception {
    needs("bash", "curl", "sed");
    var seen = new ArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          seen.add(header(exchange, "Authorization"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    var settings =
        Map.of(
            "MUSTER_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
            "MUSTER_USER", "ann",
            "MUSTER_PASSWORD", "a\"b\\c d");
    try {
      run(settings, "ask.sh", "/api/events?fate=refused");
      run(settings, "ask.sh", "/engine-rest/x", "examples/start-onboarding.json");
    } finally {
      server.stop(0);
    }
    var basic = "Basic YW5uOmEiYlxjIGQ=";
    assertThat(seen)
        .containsExactly("GET /api/events?fate=refused", basic, "POST /engine-rest/x", basic);
  }

  @Test
  void speakScimWithATokenAndPostAFile() throws Exception {
    needs("bash", "curl");
    var seen = new ArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          seen.add(header(exchange, "Authorization"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    var settings =
        Map.of(
            "MUSTER_URL",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "MUSTER_SCIM_TOKEN",
            "scim_1_x");
    try {
      run(settings, "scim.sh", "/Users?count=1");
      run(settings, "scim.sh", "/Users", "examples/scim-user.json");
    } finally {
      server.stop(0);
    }
    assertThat(seen)
        .containsExactly(
            "GET /scim/v2/Users?count=1",
            "Bearer scim_1_x",
            "POST /scim/v2/Users",
            "Bearer scim_1_x");
  }

  private static boolean valid(Map<String, String> headers, Secret secret, byte[] body) {
    return Signatures.valid(
        headers.getOrDefault("webhook-signature", ""),
        List.of(secret),
        headers.getOrDefault("webhook-id", ""),
        headers.getOrDefault("webhook-timestamp", ""),
        body);
  }

  private static String header(HttpExchange exchange, String name) {
    var value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static byte[] bytes(String example) throws IOException {
    return Files.readAllBytes(EXAMPLES.resolve(example));
  }

  private static Map<String, String> headers(String output) {
    var headers = new HashMap<String, String>();
    output
        .lines()
        .forEach(
            line -> {
              var colon = line.indexOf(": ");
              headers.put(line.substring(0, colon), line.substring(colon + 2));
            });
    return headers;
  }

  private static String run(String script, String... arguments)
      throws IOException, InterruptedException {
    return run(Map.of(), script, arguments);
  }

  private static String run(Map<String, String> settings, String script, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("bash", "examples/" + script));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MUSTER_WEBHOOK_SECRET", SECRET.reveal());
    builder.environment().put("NO_PROXY", "127.0.0.1");
    builder.environment().putAll(settings);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static void needs(String... tools) {
    for (var tool : tools) {
      var path = System.getenv().getOrDefault("PATH", "");
      assumeTrue(
          Arrays.stream(path.split(java.io.File.pathSeparator, -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))),
          () -> "skipped: the examples are not tried here, as " + tool + " is not installed");
    }
  }
}
