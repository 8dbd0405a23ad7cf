package io.muster.systems;

import io.muster.remote.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The systems of the house that diagrams may call. A diagram knows them by name alone.
 *
 * @param systems by name, 1 to 40 letters, digits, dashes; default none
 * @param callBacks how they call back
 */
@ConfigurationProperties("muster")
record SystemsProperties(
    @DefaultValue Map<String, Connection> systems, @DefaultValue CallingBack callBacks) {
  SystemsProperties {
    systems = Map.copyOf(systems);
    systems.forEach((name, system) -> system.check(name));
  }

  /**
   * One system.
   *
   * @param url where it is, without a query; {@code https} unless {@code plain-http}. No default
   * @param methods the HTTP methods a diagram may use, default {@code POST}
   * @param token sent as bearer token; default none
   * @param user sent with the password as basic authentication; default none
   * @param password of that user; default none
   * @param signingSecret calls are signed with it as Standard Webhooks 1.0.0 says, {@code whsec_}
   *     and base64 of 24 to 64 bytes; default none
   * @param connectTimeout how long to wait for a connection, default 5 s
   * @param answerTimeout how long a call may take in all, default 30 s, at most 120 s
   * @param perMinute how many calls it takes in any minute, default 60
   * @param networks the private networks it may be in, such as {@code 10.1.0.0/16}; default none,
   *     and then only public addresses are called
   * @param plainHttp whether calls may travel unencrypted, default {@code false}
   * @param keyHeader the header for the key by which it tells a repeated call, default {@code
   *     Idempotency-Key}; {@code none} if it knows no such key, and then a person looks when an
   *     answer was lost
   */
  record Connection(
      @Nullable URI url,
      @DefaultValue("POST") Set<String> methods,
      @Nullable Secret token,
      @Nullable String user,
      @Nullable Secret password,
      @Nullable Secret signingSecret,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration answerTimeout,
      @DefaultValue("60") int perMinute,
      @DefaultValue List<String> networks,
      @DefaultValue("false") boolean plainHttp,
      @DefaultValue("Idempotency-Key") String keyHeader) {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    Connection {
      methods = Set.copyOf(methods);
      networks = List.copyOf(networks);
    }

    /** True if it tells a repeated call from a new one. */
    boolean knowsKeys() {
      return !keyHeader.equals("none");
    }

    /** The address, which is there once the settings were checked. */
    URI address() {
      if (url == null) {
        throw new IllegalStateException("not checked");
      }
      return url;
    }

    private void check(String name) {
      var where = "muster.systems." + name;
      demand(
          name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,39}"),
          where,
          "a name is 1 to 40 letters, digits, dashes");
      demand(
          url != null
              && url.getHost() != null
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null,
          where + ".url",
          "set the address, such as https://desk.example.com/api, without user, query or fragment");
      var scheme = url == null ? "" : String.valueOf(url.getScheme());
      demand(
          scheme.equals("https") || (plainHttp && scheme.equals("http")),
          where + ".url",
          "begin with https://, or set plain-http to true for a system inside the house");
      demand(
          !methods.isEmpty() && METHODS.containsAll(methods),
          where + ".methods",
          "use GET, POST, PUT, PATCH, DELETE");
      demand(
          (user == null) == (password == null) && (token == null || user == null),
          where,
          "set either token, or user and password");
      demand(
          signingSecret == null || CallSignature.usable(signingSecret),
          where + ".signing-secret",
          "make one with: echo whsec_$(openssl rand -base64 32)");
      demand(
          isWithin(connectTimeout), where + ".connect-timeout", "set more than 0 s, at most 120 s");
      demand(
          isWithin(answerTimeout), where + ".answer-timeout", "set more than 0 s, at most 120 s");
      demand(perMinute >= 1, where + ".per-minute", "set 1 or more; nothing works without calls");
      demand(
          keyHeader.matches("[A-Za-z0-9-]{1,60}"),
          where + ".key-header",
          "write the name of a header, or none");
      networks.forEach(
          network ->
              demand(
                  AllowedAddresses.isNetwork(network),
                  where + ".networks",
                  "write networks such as 10.1.0.0/16"));
    }

    private static boolean isWithin(Duration time) {
      return time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0;
    }

    private static void demand(boolean holds, String where, String remedy) {
      if (!holds) {
        throw new IllegalArgumentException(where + ": " + remedy);
      }
    }
  }

  /**
   * How systems call back.
   *
   * @param secret with which addresses are signed, 32 characters or more, the same on every node;
   *     default none, and then no diagram waits for a call back. A new one ends all open addresses
   * @param perMinute how many call backs a node takes in any minute, default 600
   */
  record CallingBack(@Nullable Secret secret, @DefaultValue("600") int perMinute) {
    CallingBack {
      if (secret != null && secret.reveal().length() < 32) {
        throw new IllegalArgumentException(
            "muster.call-backs.secret: use 32 characters or more. Make one with: openssl rand -base64 32");
      }
      if (perMinute < 1) {
        throw new IllegalArgumentException("muster.call-backs.per-minute: set 1 or more");
      }
    }
  }
}
