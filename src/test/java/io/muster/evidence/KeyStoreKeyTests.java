package io.muster.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.muster.evidence.EvidenceProperties.KeyStoreOfKey;
import io.muster.remote.Secret;
import io.muster.testing.EvidenceKey;
import io.muster.testing.Postgres;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key in a key store of the JDK: a PKCS #12 file, and a PKCS #11 module where one is there. */
class KeyStoreKeyTests {
  private static final String PIN = "pin-4711-secret";
  private static final Path SOFT_HSM = Path.of("/usr/lib/softhsm/libsofthsm2.so");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"EC -groupname secp256r1", "Ed25519"})
  void signsEverythingWhereThereIsNoOtherKey(String kind) throws Exception {
    var notary = notary(null, file(kind));
    notary.note("Ada asked");
    notary.clock.set(Instant.parse("2026-11-25T00:10:00Z"));
    notary.heads.close();
    var verdict = Notary.verify(notary.pack(), folder, notary.signing.publicKeys());
    assertThat(verdict.said()).contains("GENUINE", "2026-11-24 to 2026-11-24");
    assertThat(verdict.exit()).isZero();
    notary
        .jdbc
        .sql("update muster_evidence set content = replace(content, 'OBSERVED', 'REFUSED')")
        .update();
    assertThat(Notary.verify(notary.pack(), folder, notary.signing.publicKeys()).exit())
        .isEqualTo(1);
  }

  @Test
  void signsDaysAndPacksWhileEntriesAreSignedWithTheFile() throws Exception {
    var notary = notary(EvidenceKey.temporary(), file("EC -groupname secp256r1"));
    notary.note("Ada asked");
    notary.clock.set(Instant.parse("2026-11-25T00:10:00Z"));
    notary.heads.close();
    var entry = notary.store.all("case/" + Notary.CASE).get(0).signature();
    var head = notary.headStore.last().orElseThrow().signature();
    assertThat(Objects.requireNonNull(entry).by()).isNotEqualTo(Objects.requireNonNull(head).by());
    var keys = notary.signing.publicKeys();
    assertThat(keys.split("BEGIN PUBLIC KEY", -1)).hasSize(3);
    assertThat(Notary.verify(notary.pack(), folder, keys).exit()).isZero();
    // with the entries' key alone, neither the day nor the pack is believed
    var half = Notary.verify(notary.pack(), folder, keys.substring(keys.lastIndexOf("-----BEGIN")));
    assertThat(half.said())
        .contains("the signature of the pack is wrong", "the head of 2026-11-24 is not signed")
        .doesNotContain("entry 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC -groupname secp384r1", "RSA -keysize 2048"})
  void refusesAKeyOfAnotherKind(String kind) throws Exception {
    var store = file(kind);
    assertThatThrownBy(() -> new KeyStoreKey(store))
        .hasMessageContaining("neither Ed25519 nor ECDSA with P-256")
        .hasMessageNotContaining(PIN);
  }

  @Test
  void saysWhatIsMissingOrWrongAndNoSecret() throws Exception {
    var file = file("Ed25519").file();
    assertUnusable(new KeyStoreOfKey("evidence", null, null, new Secret(PIN)), "Set either");
    assertUnusable(new KeyStoreOfKey("evidence", file, file, new Secret(PIN)), "Set either");
    assertUnusable(new KeyStoreOfKey(null, null, file, new Secret(PIN)), "key-store.alias");
    assertUnusable(new KeyStoreOfKey("evidence", null, file, null), "key-store.password");
    assertUnusable(
        new KeyStoreOfKey("another", null, file, new Secret(PIN)), "no key with a certificate");
    assertUnusable(
        new KeyStoreOfKey("evidence", null, file, new Secret("wrong-secret")), "cannot be used");
    assertUnusable(
        new KeyStoreOfKey("evidence", null, folder.resolve("missing.p12"), new Secret(PIN)),
        "missing.p12");
    var module = Files.writeString(folder.resolve("module.cfg"), "name=x\nlibrary=/missing.so\n");
    assertUnusable(new KeyStoreOfKey("evidence", module, null, new Secret(PIN)), "module.cfg");
  }

  /** In a JVM of its own, as SoftHSM finds its tokens by a variable of the environment. */
  @Test
  void signsInAModuleThatKeepsTheKey() throws Exception {
    assumeThat(SOFT_HSM).as("SoftHSM 2 is not here: apt-get install softhsm2").exists();
    var tokens = Files.createDirectory(folder.resolve("tokens"));
    var softHsm =
        Files.writeString(
            folder.resolve("softhsm2.conf"), "directories.tokendir = %s\n".formatted(tokens));
    var environment = Map.of("SOFTHSM2_CONF", softHsm.toString());
    run(
        environment,
        List.of(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "muster",
            "--so-pin",
            PIN,
            "--pin",
            PIN));
    var module =
        Files.writeString(
            folder.resolve("pkcs11.cfg"),
            "name = Played\nlibrary = %s\nslotListIndex = 0\n".formatted(SOFT_HSM));
    run(
        environment,
        List.of(
            tool("keytool"),
            "-genkeypair",
            "-keystore",
            "NONE",
            "-storetype",
            "PKCS11",
            "-providerClass",
            "sun.security.pkcs11.SunPKCS11",
            "-providerArg",
            module.toString(),
            "-storepass",
            PIN,
            "-alias",
            "evidence",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-sigalg",
            "SHA256withECDSA",
            "-dname",
            "CN=Muster evidence"));
    var said =
        run(
            environment,
            List.of(
                tool("java"),
                "-cp",
                classes(KeyStoreKey.class) + File.pathSeparator + classes(InAModule.class),
                InAModule.class.getName(),
                module.toString(),
                PIN,
                "evidence of a day"));
    var lines = said.strip().split("\n", -1);
    var check = Signature.getInstance("SHA256withECDSA");
    check.initVerify(
        java.security.KeyFactory.getInstance("EC")
            .generatePublic(
                new java.security.spec.X509EncodedKeySpec(
                    Base64.getDecoder().decode(lines[lines.length - 2]))));
    check.update("evidence of a day".getBytes(StandardCharsets.UTF_8));
    assertThat(check.verify(Base64.getDecoder().decode(lines[lines.length - 1]))).isTrue();
  }

  private static String classes(Class<?> of) throws Exception {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Signs once with the key in the module, and says by which key, and how. */
  static final class InAModule {
    private InAModule() {}

    public static void main(String[] arguments) {
      var key =
          new KeyStoreKey(
              new KeyStoreOfKey("evidence", Path.of(arguments[0]), null, new Secret(arguments[1])));
      var signed = key.sign(arguments[2].getBytes(StandardCharsets.UTF_8));
      System.out.println(Base64.getEncoder().encodeToString(key.checking().getEncoded()));
      System.out.println(signed.value());
    }
  }

  private static void assertUnusable(KeyStoreOfKey settings, String words) {
    assertThatThrownBy(() -> new KeyStoreKey(settings))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  private static Notary notary(@Nullable Path key, KeyStoreOfKey store) {
    return new Notary(Postgres.dataSource(), new EvidenceProperties(key, store, null, null));
  }

  private KeyStoreOfKey file(String kind) throws Exception {
    var file = folder.resolve("evidence-%d.p12".formatted(kind.hashCode()));
    var command =
        new ArrayList<>(
            List.of(
                tool("keytool"),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PIN,
                "-alias",
                "evidence",
                "-dname",
                "CN=Muster evidence"));
    command.add("-keyalg");
    command.addAll(List.of(kind.split(" ")));
    run(Map.of(), command);
    return new KeyStoreOfKey("evidence", null, file, new Secret(PIN));
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String run(Map<String, String> environment, List<String> command)
      throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
