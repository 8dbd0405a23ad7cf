package io.muster.directory.entra;

import io.muster.remote.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The certificate an app proves itself with; its key is never printed.
 *
 * @param certificate what Entra knows it by
 * @param key what it signs with
 */
record AppCertificate(X509Certificate certificate, PrivateKey key) {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /**
   * Reads both from one PEM text.
   *
   * @throws IllegalArgumentException that says what it must be; without any of it in the message
   */
  static AppCertificate of(Secret pem) {
    try {
      var certificate = certificate(pem.reveal());
      var key = key(pem.reveal());
      if (!(certificate.getPublicKey() instanceof RSAPublicKey known)
          || !(key instanceof RSAPrivateKey own)
          || !known.getModulus().equals(own.getModulus())) {
        throw new IllegalArgumentException("an RSA certificate with the key that belongs to it");
      }
      return new AppCertificate(certificate, key);
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "PEM with a certificate and its private key, beginning with -----BEGIN CERTIFICATE----- and -----BEGIN PRIVATE KEY-----",
          null);
    }
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    var found = CERTIFICATE.matcher(pem);
    if (!found.find()) {
      throw new GeneralSecurityException("no certificate");
    }
    var bytes = found.group().getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    var found = KEY.matcher(pem);
    if (!found.find()) {
      throw new GeneralSecurityException("no key");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(found.group(1));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IllegalArgumentException notBase64) {
      throw new GeneralSecurityException("not a key", null);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
