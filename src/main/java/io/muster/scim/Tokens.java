package io.muster.scim;

import io.muster.doors.ScimTokens;
import io.muster.intake.Digest;
import io.muster.remote.Secret;
import io.muster.scim.TokenRows.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, checks and ends bearer tokens. A token is {@code scim_<id>_<secret>}: the id finds the
 * row, the hash of the secret is compared in constant time. 256 random bits need no slow hash.
 */
@Component
class Tokens implements ScimTokens {
  /** The old one and the new one, while a token is being replaced. */
  static final int MOST = 2;

  private static final Pattern SHAPE = Pattern.compile("scim_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final String NO_DIGEST = "0".repeat(64);

  private final TokenRows rows;
  private final ScimProperties properties;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Tokens(TokenRows rows, ScimProperties properties, Clock clock) {
    this.rows = rows;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public Optional<String> clientOf(Secret token) {
    var parts = SHAPE.matcher(token.reveal());
    if (!parts.matches()) {
      return Optional.empty();
    }
    var found = rows.find(parts.group(1));
    // compared even if there is no such token, so that the time taken does not tell
    var same =
        MessageDigest.isEqual(
            bytes(Digest.of(parts.group(2))), bytes(found.map(Token::digest).orElse(NO_DIGEST)));
    var client =
        found
            .filter(valid -> same && properties.clients().containsKey(valid.client()))
            .map(
                valid -> {
                  rows.used(valid, clock.instant());
                  return valid.client();
                });
    return client;
  }

  /**
   * Makes a token.
   *
   * @param by who asks for it
   * @return the token, which nobody will see again; empty if the client has enough valid ones
   */
  @Transactional
  public Optional<Made> make(String client, String by) {
    rows.lock(client);
    var id = HexFormat.of().formatHex(bytes(8));
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    var token = new Token(id, client, Digest.of(secret), clock.instant(), by, null);
    return rows.insert(token, MOST)
        ? Optional.of(new Made(token, new Secret("scim_%s_%s".formatted(id, secret))))
        : Optional.empty();
  }

  /** Ends a token at once; false if the client has no such valid one. */
  boolean revoke(String client, String id) {
    return rows.revoke(client, id, clock.instant());
  }

  /** The valid tokens of a client, the oldest first. */
  List<Token> of(String client) {
    return rows.of(client);
  }

  private byte[] bytes(int many) {
    var bytes = new byte[many];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A token at the one moment at which it can be seen. */
  record Made(Token row, Secret token) {}
}
