package io.muster.evidence;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One link of a chain.
 *
 * @param chain which chain, such as {@code case/4711}
 * @param number its place, from 1
 * @param previous the hash of the entry before it, or zeros
 * @param recordedAt when it was written
 * @param kind what it is
 * @param content canonical JSON
 * @param hash the SHA-256 of all that, in the form of {@link #hashed}
 * @param signature by the service, or null if it has no key
 * @param person the number of whom it is about, or null
 */
record ChainEntry(
    String chain,
    long number,
    String previous,
    Instant recordedAt,
    String kind,
    String content,
    String hash,
    @Nullable Signed signature,
    @Nullable String person) {
  static final String NOTHING_BEFORE = "0".repeat(64);

  /** A signature, and the id of the key that made it. */
  record Signed(String by, String value) {}

  /** The hash of what an entry says. */
  static String hash(
      String chain, long number, String previous, Instant recordedAt, String kind, String content) {
    return Sha256.of(Canonical.json(hashed(chain, number, previous, recordedAt, kind, content)));
  }

  private static Map<String, Object> hashed(
      String chain, long number, String previous, Instant recordedAt, String kind, String content) {
    return Map.of(
        "chain", chain,
        "number", number,
        "previous", previous,
        "recordedAt", recordedAt.toString(),
        "kind", kind,
        "content", content);
  }

  /** As it stands in a pack: exactly what is in the database, be it genuine or not. */
  Map<String, @Nullable Object> exported() {
    var line =
        new LinkedHashMap<String, @Nullable Object>(
            hashed(chain, number, previous, recordedAt, kind, content));
    line.put("hash", hash);
    if (signature != null) {
      line.put("signedBy", signature.by());
      line.put("signature", signature.value());
    }
    return line;
  }
}
