package io.muster.testing;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A key of a service account, as an administrator of Google Cloud makes and downloads one. */
public record GoogleServiceAccount(String email, String keyId, KeyPair keys) {
  /** What an administrator allows it who keeps groups by rules. */
  public static final Set<String> SCOPES =
      Stream.of(
              "admin.directory.user",
              "admin.directory.user.security",
              "admin.directory.group.readonly",
              "admin.directory.group.member.readonly",
              "cloud-identity.groups.readonly")
          .map("https://www.googleapis.com/auth/"::concat)
          .collect(Collectors.toUnmodifiableSet());

  /** The first key of the account of this name. */
  public static GoogleServiceAccount named(String name) {
    return new GoogleServiceAccount(name + "@project.iam.gserviceaccount.com", "key-1", newKeys());
  }

  /** The same account with a new key, of this name. */
  public GoogleServiceAccount withKey(String name) {
    return new GoogleServiceAccount(email, name, newKeys());
  }

  public PublicKey publicKey() {
    return keys.getPublic();
  }

  /** The file that Google gives for the key. */
  public String json() {
    return """
    {"type": "service_account", "project_id": "project", "private_key_id": "%s",
     "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
     "client_email": "%s", "client_id": "1234567890",
     "token_uri": "https://oauth2.googleapis.com/token"}
    """
        .formatted(keyId, privateKey(), email);
  }

  /** The secret part of it. */
  public String privateKey() {
    return Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
