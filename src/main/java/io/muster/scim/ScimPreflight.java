package io.muster.scim;

import io.muster.directory.Directories;
import io.muster.directory.Directory;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.scim.ScimProperties.Client;
import io.muster.scim.ScimProperties.Role;
import io.muster.scim.TokenRows.Token;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Looks at each SCIM client: its tokens, and whether anybody makes use of what it pushes. */
@Component
class ScimPreflight implements PreflightSource {
  /** After that long a secret is due to be replaced, whoever may have seen it. */
  private static final Duration OLD = Duration.ofDays(365);

  /** Okta pushes when something changes; Entra at least every 40 minutes. */
  private static final Duration SILENT = Duration.ofDays(7);

  private final ScimProperties properties;
  private final Tokens tokens;
  private final Directories directories;
  private final Environment environment;
  private final Clock clock;

  ScimPreflight(
      ScimProperties properties,
      Tokens tokens,
      Directories directories,
      Environment environment,
      Clock clock) {
    this.properties = properties;
    this.tokens = tokens;
    this.directories = directories;
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public List<Preflight> preflights() {
    return new TreeMap<>(properties.clients())
        .entrySet().stream()
            .<Preflight>map(client -> new Look(client.getKey(), client.getValue()))
            .toList();
  }

  /** The look at one client, which needs no call. */
  private final class Look implements Preflight {
    private final String name;
    private final Client client;

    private Look(String name, Client client) {
      this.name = name;
      this.client = client;
    }

    @Override
    public String connection() {
      return name;
    }

    @Override
    public String kind() {
      return "SCIM client";
    }

    @Override
    public List<Finding> check(Expectations expected) {
      var findings = new ArrayList<Finding>(tokens());
      if (client.role() == Role.DIRECTORY) {
        findings.addAll(use());
      }
      return findings;
    }

    private List<Finding> tokens() {
      var valid = tokens.of(name);
      if (valid.isEmpty()) {
        return List.of(
            Finding.blocks(
                "Has no token, so it can push nothing.",
                "Have an administrator make one: POST /api/scim/clients/%s/tokens, as examples/README.md shows."
                    .formatted(name)));
      }
      var findings = new ArrayList<Finding>();
      if (valid.size() > 1) {
        findings.add(
            Finding.warns(
                "Has %d valid tokens: %s."
                    .formatted(
                        valid.size(), String.join(", ", valid.stream().map(this::shown).toList())),
                "End the old one once the client uses the new one: DELETE /api/scim/clients/%s/tokens/<id>."
                    .formatted(name)));
      }
      valid.stream()
          .filter(token -> isPast(token.madeAt(), OLD))
          .map(this::old)
          .forEach(findings::add);
      findings.add(heard(valid));
      return findings;
    }

    private Finding old(Token token) {
      return Finding.warns(
          "Its token %s was made on %s, more than a year ago."
              .formatted(token.id(), day(token.madeAt())),
          "Make another, give it to the client, then end this one.");
    }

    private Finding heard(List<Token> valid) {
      var last =
          valid.stream()
              .map(Token::lastUsedAt)
              .filter(java.util.Objects::nonNull)
              .max(Instant::compareTo);
      if (last.isEmpty()) {
        return Finding.warns(
            "Has never used a token.",
            "Give it base URL and token, and have it test the connection.");
      }
      return isPast(last.get(), SILENT)
          ? Finding.warns(
              "Was last heard on %s.".formatted(day(last.get())),
              "See there whether provisioning is on, and not in quarantine.")
          : Finding.good("Was last heard on %s.".formatted(day(last.get())));
    }

    private String shown(Token token) {
      var used = token.lastUsedAt();
      return "%s (%s)".formatted(token.id(), used == null ? "never used" : "used " + day(used));
    }

    private List<Finding> use() {
      var connection = client.connection();
      if (connection != null) {
        return List.of(
            directories.find(connection).isPresent()
                ? Finding.good(
                    "What it pushes counts as news of the connection '%s'.".formatted(connection))
                : Finding.blocks(
                    "What it pushes counts as news of the connection '%s', which is not configured; configured are %s."
                        .formatted(connection, connections()),
                    "Mend muster.scim.clients.%s.connection, or leave it out.".formatted(name)));
      }
      if (!mirrored().containsKey(name)) {
        return List.of(
            Finding.warns(
                "No sync reads what it pushes, so nobody of it comes into the device fleet.",
                "Name its groups in muster.sync.connections.%s.groups; or, if it only tells of changes, the directory in muster.scim.clients.%1$s.connection."
                    .formatted(name)));
      }
      return List.of(
          directories.find(name).isPresent()
              ? Finding.warns(
                  "The sync '%s' reads the directory connection of that name, not what this client pushes."
                      .formatted(name),
                  "Give one of the two another name.")
              : Finding.good("The sync '%s' reads what it pushes.".formatted(name)));
    }

    private Set<String> connections() {
      return new TreeSet<>(directories.all().stream().map(Directory::connection).toList());
    }

    private Map<String, Object> mirrored() {
      return Binder.get(environment)
          .bind("muster.sync.connections", Bindable.mapOf(String.class, Object.class))
          .orElse(Map.of());
    }

    private boolean isPast(Instant when, Duration age) {
      return when.isBefore(clock.instant().minus(age));
    }

    private static String day(Instant when) {
      return when.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
  }
}
