package io.muster.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Files in a zip, under one signed statement that names each with its digest. */
final class Archive {
  private static final String TYPE = "application/vnd.in-toto+json";

  /** The same content is the same zip, whenever it is made. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  Archive with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Archive with(String name, byte[] content) {
    files.put(name, content.clone());
    return this;
  }

  /**
   * The zip, with the statement and the public keys.
   *
   * @param predicateType what kind of statement it is
   * @param predicate what it states, besides the digests
   */
  byte[] sealed(SigningKey signing, String predicateType, Map<String, @Nullable Object> predicate) {
    var statement = new LinkedHashMap<String, @Nullable Object>();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    statement.put("subject", subjects());
    statement.put("predicateType", predicateType);
    statement.put("predicate", predicate);
    var payload = Canonical.json(statement).getBytes(StandardCharsets.UTF_8);
    var signatures =
        signing
            .seal(preAuthentication(payload))
            .map(signed -> List.of(Map.of("keyid", signed.by(), "sig", signed.value())))
            .orElse(List.of());
    var envelope =
        Map.of(
            "payloadType", TYPE,
            "payload", Base64.getEncoder().encodeToString(payload),
            "signatures", signatures);
    return zip(
        Canonical.json(envelope).getBytes(StandardCharsets.UTF_8),
        signing.publicKeys().getBytes(StandardCharsets.UTF_8));
  }

  private List<Map<String, Object>> subjects() {
    return files.entrySet().stream()
        .map(
            file ->
                Map.<String, Object>of(
                    "name", file.getKey(), "digest", Map.of("sha256", Sha256.of(file.getValue()))))
        .toList();
  }

  /** What DSSE signs: type and payload, each with its length. */
  private static byte[] preAuthentication(byte[] payload) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(
        "DSSEv1 %d %s %d "
            .formatted(TYPE.length(), TYPE, payload.length)
            .getBytes(StandardCharsets.UTF_8));
    all.writeBytes(payload);
    return all.toByteArray();
  }

  private byte[] zip(byte[] envelope, byte[] keys) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      put(zip, "statement.dsse.json", envelope);
      put(zip, "public-keys.pem", keys);
      for (var file : files.entrySet()) {
        put(zip, file.getKey(), file.getValue());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
