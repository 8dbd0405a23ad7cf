package io.muster.directory.google;

import com.google.auth.oauth2.ServiceAccountCredentials;
import io.muster.remote.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * A key of a service account; it is never printed.
 *
 * @param email whose key it is
 * @param clientId the number that an administrator allows scopes to
 * @param project the Cloud project it is of
 * @param id which of the account's keys it is
 * @param key the private half
 * @param tokenUrl where Google gives tokens for it
 */
record ServiceAccountKey(
    String email, String clientId, String project, String id, PrivateKey key, URI tokenUrl) {

  /**
   * Reads Google's JSON.
   *
   * @throws IllegalArgumentException if it is none, saying what to do; without any of it
   */
  static ServiceAccountKey of(@Nullable Secret json, @Nullable Path file) {
    var text = json == null ? read(file) : json.reveal();
    try {
      var read =
          ServiceAccountCredentials.fromStream(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return new ServiceAccountKey(
          read.getClientEmail(),
          String.valueOf(read.getClientId()),
          String.valueOf(read.getProjectId()),
          String.valueOf(read.getPrivateKeyId()),
          read.getPrivateKey(),
          read.getTokenServerUri());
    } catch (IOException | RuntimeException unusable) {
      throw new IllegalArgumentException(
          "must be the JSON of a service account's key, as Google gave it", null);
    }
  }

  private static String read(@Nullable Path file) {
    try {
      return file == null ? "" : Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot be read; see that the file is there", null);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
