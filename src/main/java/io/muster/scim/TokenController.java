package io.muster.scim;

import io.muster.scim.ScimProperties.Client;
import io.muster.scim.TokenRows.Token;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where administrators make, replace and end the tokens of SCIM clients. */
@RestController
@RequestMapping("/api/scim/clients")
class TokenController {
  private static final Logger log = LoggerFactory.getLogger(TokenController.class);

  private final Tokens tokens;
  private final ScimProperties properties;

  TokenController(Tokens tokens, ScimProperties properties) {
    this.tokens = tokens;
    this.properties = properties;
  }

  @GetMapping
  List<ClientView> clients() {
    return properties.clients().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .map(client -> view(client.getKey(), client.getValue()))
        .toList();
  }

  /** JSON only: a form on somebody else's page cannot send that. */
  @PostMapping(path = "/{client}/tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> make(@PathVariable String client, Principal administrator) {
    if (!properties.clients().containsKey(client)) {
      return unknown();
    }
    var made = tokens.make(client, administrator.getName());
    if (made.isEmpty()) {
      return problem(
          HttpStatus.CONFLICT,
          "Client %s has %d valid tokens. Revoke the one that is no longer used first."
              .formatted(client, Tokens.MOST));
    }
    var token = made.get().row();
    log.info("{} made token {} of SCIM client {}", administrator.getName(), token.id(), client);
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(new MadeView(token.id(), made.get().token().reveal()));
  }

  @DeleteMapping("/{client}/tokens/{id}")
  ResponseEntity<?> revoke(
      @PathVariable String client, @PathVariable String id, Principal administrator) {
    if (!tokens.revoke(client, id)) {
      return problem(HttpStatus.NOT_FOUND, "There is no such valid token of that client.");
    }
    log.info("{} revoked token {} of SCIM client {}", administrator.getName(), id, client);
    return ResponseEntity.noContent().build();
  }

  private ClientView view(String name, Client client) {
    return new ClientView(
        name,
        client.role().name().toLowerCase(Locale.ROOT),
        tokens.of(name).stream().map(TokenView::of).toList());
  }

  private static ResponseEntity<ProblemDetail> unknown() {
    return problem(
        HttpStatus.NOT_FOUND,
        "There is no SCIM client of that name. Clients are configured under muster.scim.clients.");
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
    return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
  }

  /** A client and its valid tokens. */
  record ClientView(String name, String role, List<TokenView> tokens) {}

  /** A token without the token. */
  record TokenView(String id, Instant madeAt, String madeBy, @Nullable Instant lastUsedAt) {
    static TokenView of(Token token) {
      return new TokenView(token.id(), token.madeAt(), token.madeBy(), token.lastUsedAt());
    }
  }

  /**
   * A token that was made just now.
   *
   * @param token to be given to the client; it is not shown again
   */
  record MadeView(String id, String token) {}
}
