package io.muster.doors;

import io.muster.remote.Secret;
import java.util.Optional;

/** Knows whose the bearer tokens at the SCIM door are. */
public interface ScimTokens {
  /** The client the token was made for; empty if it is not valid, or not any more. */
  Optional<String> clientOf(Secret token);
}
