package io.muster.sources.bamboohr;

import io.muster.remote.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A key made by a user: it is the name, and the password is any text. */
final class ApiKey implements SignIn {
  private final String authorization;

  ApiKey(Secret key) {
    authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((key.reveal() + ":x").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String authorization() {
    return authorization;
  }

  @Override
  public boolean mayBeRenewed() {
    return false;
  }
}
