package io.muster.sources.sftp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.signature.Signature;

/** The keys by which a server is known; any other is somebody else. */
final class HostKeys {
  private final List<PublicKey> known;

  private HostKeys(List<PublicKey> known) {
    this.known = List.copyOf(known);
  }

  static HostKeys of(List<String> lines) {
    return new HostKeys(lines.stream().map(HostKeys::read).toList());
  }

  /**
   * Reads a line as in {@code ssh_host_ed25519_key.pub}, or as {@code ssh-keyscan} prints it.
   *
   * @throws IllegalArgumentException that says what it must be
   */
  static PublicKey read(String line) {
    var parts = line.strip().split("\\s+", -1);
    for (int i = 0; i + 1 < parts.length && i < 2; i++) {
      try {
        return resolved(parts[i] + " " + parts[i + 1]);
      } catch (IOException | GeneralSecurityException | RuntimeException notHere) {
        // ssh-keyscan puts the host before it
      }
    }
    throw unreadable();
  }

  private static PublicKey resolved(String entry) throws IOException, GeneralSecurityException {
    var key = PublicKeyEntry.parsePublicKeyEntry(entry);
    var resolved = key == null ? null : key.resolvePublicKey(null, null, null);
    if (resolved == null) {
      throw unreadable();
    }
    return resolved;
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "must be a public key in one line, such as ssh-ed25519 AAAAC3Nz…");
  }

  boolean knows(PublicKey shown) {
    return known.stream().anyMatch(key -> KeyUtils.compareKeys(key, shown));
  }

  String fingerprints() {
    return known.stream().map(HostKeys::fingerprint).collect(Collectors.joining(", "));
  }

  /** As {@code ssh-keygen -l} shows it: {@code SHA256:… (ssh-ed25519)}. */
  static String fingerprint(PublicKey key) {
    return "%s (%s)".formatted(KeyUtils.getFingerPrint(key), KeyUtils.getKeyType(key));
  }

  /**
   * What to ask the server to prove itself by: the kinds of key that are known first, or it would
   * show another one of its own; the rest after them, so that it can be said what it showed. No
   * certificates, as those are no keys.
   */
  List<NamedFactory<Signature>> inOrder() {
    var kinds = known.stream().map(KeyUtils::getKeyType).collect(Collectors.toSet());
    return ClientBuilder.setUpDefaultSignatureFactories(false).stream()
        .filter(factory -> !factory.getName().contains("-cert-"))
        .sorted(
            Comparator.comparing(
                factory -> !kinds.contains(KeyUtils.getCanonicalKeyType(factory.getName()))))
        .toList();
  }
}
