package io.muster.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.remote.ConnectedSystem.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

/** Every system that settings name is known by where it is, and by no secret. */
class ConnectedSystemsTests {
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("muster.hexnode.url", "https://acme.hexnodemdm.com"),
          Map.entry("muster.hexnode.api-key", "hidden-1"),
          Map.entry("muster.okta.connections.okta.org-url", "https://acme.okta.com"),
          Map.entry("muster.okta.connections.okta.client-id", "app-1"),
          Map.entry("muster.okta.connections.okta.api-token", "hidden-1"),
          Map.entry("muster.entra.connections.entra.tenant-id", "acme.example"),
          Map.entry("muster.entra.connections.entra.client-id", "app-1"),
          Map.entry("muster.entra.connections.entra.client-secret", "hidden-1"),
          Map.entry("muster.google.connections.google.admin-email", "admin@acme.example"),
          Map.entry("muster.google.connections.google.service-account-key", key("muster", "1")),
          Map.entry("muster.bamboohr.connections.bamboo.company-domain", "acme"),
          Map.entry("muster.bamboohr.connections.bamboo.api-key", "hidden-1"),
          Map.entry("muster.workday.connections.workday.url", "https://wd5.example"),
          Map.entry("muster.workday.connections.workday.tenant", "acme"),
          Map.entry("muster.workday.connections.workday.user", "muster"),
          Map.entry("muster.workday.connections.workday.password", "hidden-1"),
          Map.entry("muster.sftp.csv.host", "files.example"),
          Map.entry("muster.sftp.csv.user", "muster"),
          Map.entry("muster.sftp.csv.password", "hidden-1"),
          Map.entry("muster.csv.folder", "/var/muster/csv"),
          Map.entry("muster.snapshot-files.payroll.folder", "/var/muster/payroll"),
          Map.entry("muster.webhook.sources.hris.secrets[0]", whsec("1")),
          Map.entry("muster.scim.clients.workforce.role", "hr"),
          Map.entry("muster.scim.clients.mirror.role", "directory"));

  @Test
  void namesEachWithItsPlace() {
    assertThat(connected(Map.of()))
        .containsExactlyInAnyOrder(
            new ConnectedSystem(
                Kind.DEVICES, "hexnode", "muster.hexnode", "https://acme.hexnodemdm.com/api/v1/"),
            new ConnectedSystem(
                Kind.DIRECTORY,
                "okta",
                "muster.okta.connections.okta",
                "https://acme.okta.com, app-1"),
            new ConnectedSystem(
                Kind.DIRECTORY,
                "entra",
                "muster.entra.connections.entra",
                "https://graph.microsoft.com/v1.0, https://login.microsoftonline.com, acme.example, app-1"),
            new ConnectedSystem(
                Kind.DIRECTORY,
                "google",
                "muster.google.connections.google",
                "https://admin.googleapis.com/, my_customer, admin@acme.example, muster@project.example"),
            new ConnectedSystem(
                Kind.HR,
                "bamboo",
                "muster.bamboohr.connections.bamboo",
                "https://acme.bamboohr.com/api"),
            new ConnectedSystem(
                Kind.HR,
                "workday",
                "muster.workday.connections.workday",
                "https://wd5.example, muster@acme"),
            new ConnectedSystem(Kind.HR, "csv", "muster.sftp.csv", "muster@files.example:22, ."),
            new ConnectedSystem(Kind.HR, "csv", "muster.csv.folder", "files of events"),
            new ConnectedSystem(
                Kind.HR, "payroll", "muster.snapshot-files.payroll", "files of everybody"),
            new ConnectedSystem(Kind.HR, "hris", "muster.webhook.sources.hris", "signed webhooks"),
            new ConnectedSystem(
                Kind.HR, "scim-workforce", "muster.scim.clients.workforce", "SCIM, by a token"));
  }

  @Test
  void isTheSamePlaceUnderAnotherSecret() {
    var others =
        SETTINGS.entrySet().stream()
            .filter(
                each ->
                    each.getValue().startsWith("hidden") || each.getKey().contains("secrets[0]"))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each -> each.getKey().contains("[0]") ? whsec("2") : "hidden-2"));
    others.put("muster.google.connections.google.service-account-key", key("muster", "2"));
    assertThat(connected(others)).containsExactlyInAnyOrderElementsOf(connected(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "muster.hexnode.url, https://evil.hexnodemdm.com",
    "muster.okta.connections.okta.org-url, https://evil.okta.com",
    "muster.okta.connections.okta.client-id, app-2",
    "muster.entra.connections.entra.tenant-id, evil.example",
    "muster.entra.connections.entra.client-id, app-2",
    "muster.entra.connections.entra.authority, https://login.evil.example",
    "muster.entra.connections.entra.graph-url, https://graph.evil.example",
    "muster.google.connections.google.admin-email, admin@evil.example",
    "muster.google.connections.google.customer, C0evil",
    "muster.google.connections.google.root-url, https://evil.example",
    "muster.bamboohr.connections.bamboo.company-domain, evil",
    "muster.bamboohr.connections.bamboo.url, https://evil.example",
    "muster.bamboohr.connections.bamboo.client-id, app-2",
    "muster.workday.connections.workday.url, https://evil.example",
    "muster.workday.connections.workday.tenant, evil",
    "muster.workday.connections.workday.user, evil",
    "muster.sftp.csv.host, evil.example",
    "muster.sftp.csv.user, evil",
    "muster.sftp.csv.port, 23",
    "muster.sftp.csv.folder, evil"
  })
  void isAnotherPlaceWhereItLeadsElsewhere(String setting, String value) {
    var before = Set.copyOf(connected(Map.of()));
    assertThat(connected(Map.of(setting, value)).stream().filter(one -> !before.contains(one)))
        .singleElement()
        .satisfies(one -> assertThat(setting).startsWith(one.setting()));
  }

  @Test
  void isAnotherPlaceByAnotherServiceAccount() {
    assertThat(
            connected(
                Map.of("muster.google.connections.google.service-account-key", key("evil", "1"))))
        .anySatisfy(one -> assertThat(one.account()).contains("evil@project.example"));
  }

  private static List<ConnectedSystem> connected(Map<String, String> other) {
    var settings = new TreeMap<>(SETTINGS);
    settings.putAll(other);
    var found = new ArrayList<ConnectedSystem>();
    new ApplicationContextRunner()
        .withUserConfiguration(Scanned.class)
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("settings", Map.copyOf(settings))))
        .run(
            context ->
                context
                    .getBeansOfType(ConnectedSystems.class)
                    .values()
                    .forEach(each -> found.addAll(each.connected())));
    return found;
  }

  private static String whsec(String seed) {
    return "whsec_"
        + Base64.getEncoder().encodeToString(seed.repeat(32).getBytes(StandardCharsets.UTF_8));
  }

  private static String key(String account, String id) {
    try {
      var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
      return "{\"type\":\"service_account\",\"client_email\":\"%s@project.example\",\"client_id\":\"1\",\"project_id\":\"p\",\"private_key_id\":\"%s\",\"token_uri\":\"https://oauth2.googleapis.com/token\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n\"}"
          .formatted(
              account, id, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @ConfigurationPropertiesScan("io.muster")
  static class Scanned {}
}
