package io.muster.sources.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SftpDemandsTests {
  private static final String KEY =
      LoopbackServer.text(LoopbackServer.key("ssh-ed25519", 256), null);
  private static final String ENCRYPTED =
      LoopbackServer.text(
          LoopbackServer.key("ecdsa-sha2-nistp256", 256), LoopbackServer.PASSPHRASE);
  private static final String HOST_KEY =
      PublicKeyEntry.toString(LoopbackServer.key("ssh-rsa", 2048).getPublic());

  @Test
  void wantsNothingWhereNoServerIsNamed() {
    assertThat(new SftpDemands().problems(binder(Map.of()))).isEmpty();
  }

  @Test
  void isContentWithAServerAKeyAndAFolderForTheFiles() {
    assertThat(problems(complete())).isEmpty();
    var forEvents = complete();
    forEvents.remove("muster.snapshot-files.hr.folder");
    forEvents.put("muster.csv.folder", "/hr");
    forEvents.put("muster.csv.source", "hr");
    assertThat(problems(forEvents)).isEmpty();
  }

  @Test
  void takesHostKeysAsTheyAreShown() {
    var settings = complete();
    settings.put("muster.sftp.hr.host-keys[0]", HOST_KEY + " root@files.example.com");
    settings.put("muster.sftp.hr.host-keys[1]", "[files.example.com]:2222 " + HOST_KEY);
    assertThat(problems(settings)).isEmpty();
  }

  @Test
  void takesAKeyWithoutALineEndAndOneThatItsPassphraseOpens() {
    var settings = complete();
    settings.put("muster.sftp.hr.private-key", KEY.strip());
    assertThat(problems(settings)).isEmpty();
    settings.put("muster.sftp.hr.private-key", ENCRYPTED);
    settings.put("muster.sftp.hr.passphrase", LoopbackServer.PASSPHRASE);
    assertThat(problems(settings)).isEmpty();
  }

  @Test
  void saysAllThatIsMissingAtOnce() {
    assertThat(problems(new HashMap<>(Map.of("muster.sftp.hr.folder", "out"))))
        .singleElement()
        .asString()
        .contains(
            "muster.sftp.hr: there is no folder its files would go to; set muster.snapshot-files.hr.folder",
            "muster.sftp.hr.host must",
            "muster.sftp.hr.user is missing",
            "muster.sftp.hr.private-key is missing",
            "muster.sftp.hr.host-keys[0] is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host         | sftp://files.example.com | name or address alone
          port         | 0                        | 1 to 65535
          user         | ' '                      | user is missing
          private-key  | a-secret-that-is-no-key  | private-key must be a private key
          passphrase   | a-secret-for-nothing     | private-key cannot be opened
          host-keys[0] | SHA256:abc               | host-keys[0] must be a public key in one line
          host-keys[0] | ssh-ed25519 AAAA         | host-keys[0] must be a public key in one line
          folder       | ' '                      | folder must be
          pattern      | out/*.csv                | without folders
          completion   | guess                    | muster.sftp.hr.completion
          after        | move                     | move-to is missing
          every        | 0s                       | longer than nothing
          max-size     | 0B                       | more than nothing
          newer-than   | yesterday                | muster.sftp.hr.newer-than
          """)
  void saysWhatIsWrongAndShowsNoSecret(String name, String value, String said) {
    var settings = complete();
    if (name.equals("passphrase")) {
      settings.put("muster.sftp.hr.private-key", ENCRYPTED);
    }
    settings.put("muster.sftp.hr." + name, value);
    assertThat(problems(settings))
        .singleElement()
        .asString()
        .contains(said)
        .doesNotContain("a-secret", "PRIVATE KEY");
  }

  @Test
  void saysThatAnEncryptedKeyNeedsItsPassphrase() {
    var settings = complete();
    settings.put("muster.sftp.hr.private-key", ENCRYPTED);
    assertThat(problems(settings))
        .singleElement()
        .asString()
        .contains("is encrypted; set passphrase");
    settings.remove("muster.sftp.hr.private-key");
    settings.put("muster.sftp.hr.passphrase", "x");
    settings.put("muster.sftp.hr.password", "y");
    assertThat(problems(settings))
        .singleElement()
        .asString()
        .contains("no private-key that it opens");
  }

  private static Map<String, String> complete() {
    var settings = new HashMap<String, String>();
    settings.put("muster.snapshot-files.hr.folder", "/hr");
    settings.put("muster.sftp.hr.host", "files.example.com");
    settings.put("muster.sftp.hr.user", "muster");
    settings.put("muster.sftp.hr.private-key", KEY);
    settings.put("muster.sftp.hr.host-keys[0]", HOST_KEY);
    return settings;
  }

  private static List<String> problems(Map<String, String> settings) {
    return new SftpDemands().problems(binder(settings));
  }

  private static Binder binder(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings));
  }
}
