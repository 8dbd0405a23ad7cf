package io.muster.evidence;

import io.muster.remote.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What evidence is signed and time-stamped with.
 *
 * @param signingKey the file with the private key: Ed25519, PEM in PKCS #8, as {@code openssl
 *     genpkey -algorithm ed25519} writes it, the same on every node; default none, and then
 *     evidence is chained but not signed
 * @param keyStore where a key is that never leaves a PKCS #11 module, such as an HSM or a client of
 *     a KMS, or a PKCS #12 file; default none. Beside a signing key it signs days and packs only,
 *     so that no entry waits for it
 * @param earlierKeys a file with the public keys of before, PEM, several one after the other, so
 *     that what they signed can still be checked; default none
 * @param timestamp who time-stamps the signed days (RFC 3161); default nobody
 */
@ConfigurationProperties("muster.evidence")
record EvidenceProperties(
    @Nullable Path signingKey,
    @Nullable KeyStoreOfKey keyStore,
    @Nullable Path earlierKeys,
    @Nullable Timestamp timestamp) {

  /**
   * A key in a key store of the JDK: Ed25519, or ECDSA with P-256, with a certificate.
   *
   * @param alias what the key is called there. Needed
   * @param pkcs11 the configuration file of the JDK's SunPKCS11, with {@code name}, {@code library}
   *     and {@code slot}; either this or {@code file}
   * @param file a PKCS #12 file; either this or {@code pkcs11}
   * @param password the PIN of the module, or the password of the file. Needed
   */
  record KeyStoreOfKey(
      @Nullable String alias,
      @Nullable Path pkcs11,
      @Nullable Path file,
      @Nullable Secret password) {}

  /**
   * An authority that says when a day was signed.
   *
   * @param url where it answers RFC 3161 by HTTP; default none, and then no day is time-stamped.
   *     Plain HTTP is taken, as an answer is signed
   * @param trust a PEM file with the certificates that are trusted: the authority's own, or the
   *     roots above it. Needed with {@code url}
   * @param policy the policy to ask for, an object identifier; default the authority's own
   * @param timeout the longest time for an answer, default 20 s
   */
  record Timestamp(
      @Nullable URI url,
      @Nullable Path trust,
      @Nullable String policy,
      @DefaultValue("20s") Duration timeout) {}
}
