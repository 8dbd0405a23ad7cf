package io.muster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is handed to an operator: two jars, each run as it will be. */
@Timeout(180)
class PackagedIT {
  private static final Path SERVICE = Path.of(System.getProperty("muster.jar"));
  private static final Path SIMULATORS = Path.of(System.getProperty("muster.simulators.jar"));
  private static final Pattern PLAYED =
      Pattern.compile("(Okta|Hexnode|HR) +(http://127\\.0\\.0\\.1:\\d+)");

  @Test
  void neitherJarHoldsAnythingOfTheOther() throws IOException {
    assertThat(classesOf(SERVICE))
        .contains("BOOT-INF/classes/io/muster/Muster.class")
        .noneMatch(name -> name.contains("simulator") || name.contains("/demo/"));
    assertThat(classesOf(SIMULATORS))
        .contains("BOOT-INF/classes/io/muster/simulator/played/Simulators.class")
        .allMatch(name -> name.startsWith("BOOT-INF/classes/io/muster/simulator/"))
        .noneMatch(name -> name.contains("Tests"));
  }

  @Test
  void theSimulatorsRunAloneAndAnswerThoseWhoKnowTheirSecrets() throws Exception {
    var process =
        java(
            SIMULATORS,
            Map.of(
                "OKTA_API_TOKEN", "okta-token",
                "HEXNODE_API_KEY", "hexnode-key",
                "HR_SECRET", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "CONTROL_TOKEN", "control-token",
                "OKTA_PORT", "0",
                "HEXNODE_PORT", "0",
                "HR_PORT", "0"));
    try (var said = process.inputReader(StandardCharsets.UTF_8)) {
      var where = new ArrayList<URI>(); // Okta, Hexnode, HR
      for (var line = said.readLine(); where.size() < 3; line = said.readLine()) {
        assertThat(line).as("what it says before it is up").isNotNull();
        var played = PLAYED.matcher(line);
        if (played.find()) {
          where.add(URI.create(played.group(2)));
        }
      }

      var okta = where.get(0);
      assertThat(get(okta, "/api/v1/users", "Authorization", "SSWS wrong").statusCode())
          .isEqualTo(401);
      assertThat(get(okta, "/api/v1/users", "Authorization", "SSWS okta-token").body())
          .contains("grace.leaving@example.com");
      assertThat(get(where.get(1), "/api/v1/devices/", "Authorization", "hexnode-key").body())
          .contains("\"count\":3");
      assertThat(get(okta, "/_control/journal", "X-Control-Token", "wrong").statusCode())
          .isEqualTo(401);
      assertThat(get(okta, "/_control/journal", "X-Control-Token", "control-token").body())
          .contains("/api/v1/users")
          .doesNotContain("okta-token");
      assertThat(get(where.get(2), "/_control/clock", "X-Control-Token", "control-token").body())
          .contains("now");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void theSimulatorsNameTheSecretsTheyMiss() throws Exception {
    var process = java(SIMULATORS, Map.of("HEXNODE_API_KEY", "k", "OKTA_PORT", "many"));
    var said = everything(process);
    assertThat(process.exitValue()).isNotZero();
    assertThat(said)
        .contains("OKTA_API_TOKEN is missing", "HR_SECRET is missing", "CONTROL_TOKEN is missing")
        .contains("OKTA_PORT is many")
        .doesNotContain("HEXNODE_API_KEY is missing", "\tat ");
  }

  @Test
  void theServiceRefusesToStartWithoutItsSecretsAndSaysWhich() throws Exception {
    var process = java(SERVICE, Map.of("MUSTER_ADMIN_PASSWORD", "tooshort"));
    var said = everything(process);
    assertThat(process.exitValue()).isNotZero();
    assertThat(said)
        .contains("Muster did not start; nothing was changed.")
        .contains("spring.datasource.url", "spring.datasource.password", "muster.hexnode.url")
        .contains("The password in muster.admin.password is too short")
        .doesNotContain("tooshort", "\tat ");
  }

  private static List<String> classesOf(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(java.util.zip.ZipEntry::getName)
          .filter(name -> name.startsWith("BOOT-INF/classes/") && name.endsWith(".class"))
          .toList();
    }
  }

  private static Process java(Path jar, Map<String, String> settings) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder = new ProcessBuilder(java, "-jar", jar.toString()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("MUSTER_") || name.startsWith("SPRING_"));
    builder.environment().putAll(settings);
    return builder.start();
  }

  private static String everything(Process process) throws IOException, InterruptedException {
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return said;
  }

  private static HttpResponse<String> get(URI base, String path, String header, String value)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(base.resolve(path)).header(header, value).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
