package io.muster.evidence;

import java.time.Instant;
import java.util.Base64;

/**
 * What a time-stamping authority says.
 *
 * @param at when it saw the hash
 * @param authority the subject of the certificate that signed the token
 * @param token the token in DER, in Base64
 */
record Stamp(Instant at, String authority, String token) {
  static Stamp of(Instant at, String authority, byte[] der) {
    return new Stamp(at, authority, Base64.getEncoder().encodeToString(der));
  }

  /** The token as it came. */
  byte[] der() {
    return Base64.getDecoder().decode(token);
  }
}
