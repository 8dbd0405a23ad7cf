package io.muster.evidence;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Whatever keeps the signing key does not sign now; it is worth trying again. */
@ResponseStatus(
    code = HttpStatus.SERVICE_UNAVAILABLE,
    reason = "The key that signs evidence does not answer now. Try again later.")
final class KeyOutOfReach extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  KeyOutOfReach(String message) {
    super(message);
  }
}
