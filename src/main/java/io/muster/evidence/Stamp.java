package io.muster.evidence;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a time-stamping authority says.
 *
 * @param at when it saw the hash
 * @param authority the subject of the certificate that signed the token
 * @param token the token in DER, as it came
 */
record Stamp(Instant at, String authority, byte[] token) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Stamp that
        && at.equals(that.at)
        && authority.equals(that.authority)
        && Arrays.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(at, authority, Arrays.hashCode(token));
  }
}
