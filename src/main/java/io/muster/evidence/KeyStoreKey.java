package io.muster.evidence;

import io.muster.evidence.ChainEntry.Signed;
import io.muster.evidence.EvidenceProperties.KeyStoreOfKey;
import io.muster.remote.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A key that stays in a PKCS #11 module, or in a PKCS #12 file. After a failure the module is
 * opened anew, as it may have lost whoever was signed in.
 */
final class KeyStoreKey implements Signer {
  private static final String SETTING = "muster.evidence.key-store";

  private final KeyStoreOfKey settings;
  private final String alias;
  private final Secret password;
  private final PublicKey checking;
  private final String algorithm;
  private @Nullable Opened opened;

  /**
   * Opens it.
   *
   * @throws IllegalStateException if it cannot be opened, or holds no fitting key
   */
  KeyStoreKey(KeyStoreOfKey settings) {
    this.settings = settings;
    if ((settings.pkcs11() == null) == (settings.file() == null)) {
      throw new IllegalStateException(
          "Set either %s.pkcs11 (a module) or %s.file (PKCS #12).".formatted(SETTING, SETTING));
    }
    if (settings.alias() == null || settings.alias().isBlank()) {
      throw new IllegalStateException("%s.alias is missing.".formatted(SETTING));
    }
    if (settings.password() == null || settings.password().isBlank()) {
      throw new IllegalStateException("%s.password is missing.".formatted(SETTING));
    }
    alias = settings.alias();
    password = settings.password();
    try {
      var first = open();
      opened = first;
      checking = first.checking();
      algorithm = algorithm(checking);
    } catch (GeneralSecurityException | IOException | RuntimeException failed) {
      throw unusable(failed);
    }
  }

  /** A key store that somebody is signed in to. */
  private record Opened(@Nullable Provider provider, PrivateKey signing, PublicKey checking) {}

  @Override
  public synchronized Signed sign(byte[] content) {
    try {
      var store = opened == null ? open() : opened;
      opened = store;
      if (!store.checking().equals(checking)) {
        throw new GeneralSecurityException("the key is another one by now");
      }
      var signature =
          store.provider() == null
              ? Signature.getInstance(algorithm)
              : Signature.getInstance(algorithm, store.provider());
      signature.initSign(store.signing());
      signature.update(content);
      return new Signed(Signer.id(checking), Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException | IOException | ProviderException failed) {
      opened = null;
      throw new KeyOutOfReach(
          "The key '%s' of %s does not sign now (%s)."
              .formatted(alias, SETTING, failed.getClass().getSimpleName()));
    }
  }

  @Override
  public PublicKey checking() {
    return checking;
  }

  private Opened open() throws GeneralSecurityException, IOException {
    var provider = settings.pkcs11() == null ? null : module(settings.pkcs11());
    var store =
        provider == null
            ? KeyStore.getInstance("PKCS12")
            : KeyStore.getInstance("PKCS11", provider);
    var pin = password.reveal().toCharArray();
    try (var content = settings.file() == null ? null : stream(settings.file())) {
      store.load(content, pin);
    }
    var key = store.getKey(alias, pin);
    var certificate = store.getCertificate(alias);
    if (!(key instanceof PrivateKey signing) || certificate == null) {
      throw new GeneralSecurityException("no key with a certificate is called so");
    }
    return new Opened(provider, signing, certificate.getPublicKey());
  }

  private static Provider module(Path configuration) throws GeneralSecurityException {
    var pkcs11 = Security.getProvider("SunPKCS11");
    if (pkcs11 == null) {
      throw new GeneralSecurityException("this JDK has no SunPKCS11");
    }
    return pkcs11.configure(configuration.toString());
  }

  private static InputStream stream(Path file) throws IOException {
    return Files.newInputStream(file);
  }

  private static String algorithm(PublicKey key) throws GeneralSecurityException {
    if (key instanceof EdECPublicKey edwards
        && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
      return "Ed25519";
    }
    if (key instanceof ECPublicKey curve && isP256(curve)) {
      return "SHA256withECDSA";
    }
    throw new GeneralSecurityException("the key is neither Ed25519 nor ECDSA with P-256");
  }

  private static boolean isP256(ECPublicKey key) throws GeneralSecurityException {
    var wanted = AlgorithmParameters.getInstance("EC");
    wanted.init(new ECGenParameterSpec("secp256r1"));
    var spec = wanted.getParameterSpec(ECParameterSpec.class);
    return spec.getCurve().equals(key.getParams().getCurve())
        && spec.getGenerator().equals(key.getParams().getGenerator());
  }

  private IllegalStateException unusable(Exception failed) {
    // a provider's own message may quote its configuration, with a PIN in it
    var why =
        failed.getClass() == GeneralSecurityException.class
            ? String.valueOf(failed.getMessage())
            : failed.getClass().getSimpleName();
    return new IllegalStateException(
        "The key '%s' in %s cannot be used: %s. It has to be Ed25519 or ECDSA with P-256, with a certificate, under %s.alias; look at the file, the password and the module."
            .formatted(
                alias,
                settings.pkcs11() == null ? settings.file() : settings.pkcs11(),
                why,
                SETTING));
  }
}
