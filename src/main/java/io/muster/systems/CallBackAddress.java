package io.muster.systems;

import io.muster.directory.PublicAddress;
import io.muster.remote.RemoteFailure;
import io.muster.remote.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The address made for one call back: the random key of the call, and its HMAC. Nobody can make one
 * who has only read the database or the ledger.
 */
@Component
class CallBackAddress {
  static final String PATH = "/hooks/systems/";
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([A-Za-z0-9_-]{43})");
  private static final String PURPOSE = "muster call back ";

  private final @Nullable Secret secret;
  private final PublicAddress here;

  CallBackAddress(SystemsProperties properties, PublicAddress here) {
    this.secret = properties.callBacks().secret();
    this.here = here;
  }

  /** True if addresses can be made. */
  boolean isSetUp() {
    return secret != null && here.of(PATH).isPresent();
  }

  /**
   * The address for the call of this key.
   *
   * @throws RemoteFailure.Misconfigured if the settings do not allow one
   */
  URI of(UUID key) {
    if (secret == null) {
      throw missing("muster.call-backs.secret");
    }
    return here.of(PATH + key + "." + mac(secret, key))
        .orElseThrow(() -> missing("muster.public-url"));
  }

  /** The key in the last part of an address, if we have made it. */
  Optional<UUID> key(String given) {
    var parts = FORM.matcher(given);
    if (secret == null || !parts.matches()) {
      return Optional.empty();
    }
    var key = UUID.fromString(parts.group(1));
    return MessageDigest.isEqual(
            mac(secret, key).getBytes(StandardCharsets.US_ASCII),
            parts.group(2).getBytes(StandardCharsets.US_ASCII))
        ? Optional.of(key)
        : Optional.empty();
  }

  private static String mac(Secret secret, UUID key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            CallSignature.hmac(
                secret.reveal().getBytes(StandardCharsets.UTF_8),
                (PURPOSE + key).getBytes(StandardCharsets.UTF_8)));
  }

  private static RemoteFailure.Misconfigured missing(String setting) {
    return new RemoteFailure.Misconfigured(
        "A system cannot call back without the setting %s. Set it on every node."
            .formatted(setting));
  }
}
