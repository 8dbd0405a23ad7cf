package io.muster.evidence;

import io.muster.evidence.ChainEntry.Signed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of every chain at the end of a day, in UTC.
 *
 * @param day the day
 * @param until its end: what was written before that is in
 * @param chains how many chains grew on it
 * @param entries by how many entries
 * @param root the SHA-256 over the ends of these chains
 * @param previous the hash of the day before, or zeros
 * @param hash the SHA-256 of all that
 * @param signature over the hash, or null if there was no key
 */
record DayHead(
    LocalDate day,
    Instant until,
    long chains,
    long entries,
    String root,
    String previous,
    String hash,
    @Nullable Signed signature) {

  /** The end of one chain on that day. */
  record Leaf(String chain, long number, String hash) {}

  /** The SHA-256 over the leaves, a line each, in the order of their chains. */
  static String root(List<Leaf> leaves) {
    var lines = new StringBuilder();
    leaves.forEach(
        leaf ->
            lines
                .append(leaf.chain())
                .append(' ')
                .append(leaf.number())
                .append(' ')
                .append(leaf.hash())
                .append('\n'));
    return Sha256.of(lines.toString());
  }

  static String hash(
      LocalDate day, Instant until, long chains, long entries, String root, String previous) {
    return Sha256.of(Canonical.json(hashed(day, until, chains, entries, root, previous)));
  }

  private static Map<String, Object> hashed(
      LocalDate day, Instant until, long chains, long entries, String root, String previous) {
    return Map.of(
        "day", day.toString(),
        "until", until.toString(),
        "chains", chains,
        "entries", entries,
        "root", root,
        "previous", previous);
  }

  /** As it stands in a pack, with the ends of all chains of that day. */
  Map<String, @Nullable Object> exported(List<Leaf> leaves) {
    var head =
        new LinkedHashMap<String, @Nullable Object>(
            hashed(day, until, chains, entries, root, previous));
    head.put("hash", hash);
    if (signature != null) {
      head.put("signedBy", signature.by());
      head.put("signature", signature.value());
    }
    head.put(
        "leaves",
        leaves.stream()
            .map(
                leaf -> Map.of("chain", leaf.chain(), "number", leaf.number(), "hash", leaf.hash()))
            .toList());
    return head;
  }
}
