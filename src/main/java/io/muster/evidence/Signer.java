package io.muster.evidence;

import io.muster.evidence.ChainEntry.Signed;
import java.security.PublicKey;

/** A private key, wherever it is kept. */
interface Signer {
  /** How many characters of a key's digest name it. */
  int ID = 16;

  /**
   * Signs the content.
   *
   * @throws KeyOutOfReach if whatever keeps the key does not sign now
   */
  Signed sign(byte[] content);

  /** What the signatures are checked with. */
  PublicKey checking();

  /** What a public key is called in entries and packs. */
  static String id(PublicKey key) {
    return Sha256.of(key.getEncoded()).substring(0, ID);
  }
}
