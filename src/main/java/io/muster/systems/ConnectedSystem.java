package io.muster.systems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RetryAfter;
import io.muster.systems.SystemsProperties.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One system of the house, as the settings allow it to be called.
 *
 * <p>It follows no redirect, keeps no cookie and no connection, and gives a call up when its time
 * is over, however slowly the answer trickles in.
 */
final class ConnectedSystem implements AutoCloseable {
  /** The largest answer that is read. */
  static final int LARGEST = 64 * 1024;

  private static final int CONNECTIONS = 20;
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** JSON is UTF-8 and says no charset: RFC 8259. */
  private static final ContentType JSON_TYPE = ContentType.create("application/json");

  private final String name;
  private final Connection connection;
  private final OutboundCallGuard guard;
  private final ScheduledExecutorService alarms;
  private final Clock clock;
  private final CloseableHttpClient client;

  ConnectedSystem(Named system, OutboundCallGuard guard, Outside outside) {
    this.name = system.name();
    this.connection = system.connection();
    this.guard = guard;
    this.alarms = outside.alarms();
    this.clock = outside.clock();
    this.client = client(connection, new AllowedAddresses(outside.lookup(), connection.networks()));
  }

  /** A system and its name in the settings. */
  record Named(String name, Connection connection) {}

  /**
   * What is around us.
   *
   * @param alarms end calls whose time is over
   */
  record Outside(AllowedAddresses.Lookup lookup, ScheduledExecutorService alarms, Clock clock) {}

  private static CloseableHttpClient client(Connection connection, AllowedAddresses addresses) {
    var answer = Timeout.of(connection.answerTimeout());
    return HttpClientBuilder.create()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                            Http1Config.custom()
                                .setMaxHeaderCount(MOST_HEADERS)
                                .setMaxLineLength(LONGEST_LINE)
                                .build())
                        .build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connection.connectTimeout()))
                        .setSocketTimeout(answer)
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(answer)
                .setConnectionRequestTimeout(answer)
                .build())
        // each call looks the address up again, and a dead connection cannot lose an answer
        .setConnectionReuseStrategy((request, response, context) -> false)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .setUserAgent("Muster")
        .build();
  }

  String name() {
    return name;
  }

  /** The name under which the ledger and the budget know it. */
  String connectionName() {
    return "system." + name;
  }

  /** True if a diagram may use the method. */
  boolean allows(String method) {
    return connection.methods().contains(method);
  }

  /** True if it tells a repeated call from a new one. */
  boolean knowsKeys() {
    return connection.knowsKeys();
  }

  /**
   * Makes the call; a missing node if the answer is empty.
   *
   * @throws RemoteFailure.Unavailable if a later try with the same key may succeed
   * @throws RemoteFailure.Refused if a person has to look
   * @throws RemoteFailure.Misconfigured if a setting is wrong
   */
  JsonNode call(SystemCall call) {
    guard.pass(connectionName(), call.method());
    var request = request(call);
    var late = new AtomicBoolean();
    var alarm =
        alarms.schedule(
            () -> {
              late.set(true);
              request.cancel();
            },
            connection.answerTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    // closed after the request was cancelled: closing alone would read the rest of any answer
    try (var response = client.executeOpen(null, request, null)) {
      try {
        return answered(response, call);
      } finally {
        request.cancel();
      }
    } catch (IOException failed) {
      throw silence(failed, late.get());
    } finally {
      alarm.cancel(false);
    }
  }

  private HttpUriRequestBase request(SystemCall call) {
    var base = connection.address().toString().replaceFirst("/$", "");
    var request = new HttpUriRequestBase(call.method(), URI.create(base + call.path()));
    request.setHeader("Accept", "application/json");
    var body = call.body().getBytes(StandardCharsets.UTF_8);
    if (body.length > 0) {
      request.setEntity(new ByteArrayEntity(body, JSON_TYPE));
    }
    if (knowsKeys()) {
      request.setHeader(connection.keyHeader(), call.key());
    }
    if (connection.token() != null) {
      request.setHeader("Authorization", "Bearer " + connection.token().reveal());
    } else if (connection.password() != null) {
      var pair = connection.user() + ":" + connection.password().reveal();
      request.setHeader(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    if (connection.signingSecret() != null) {
      var timestamp = Long.toString(clock.instant().getEpochSecond());
      request.setHeader("webhook-id", call.key());
      request.setHeader("webhook-timestamp", timestamp);
      request.setHeader(
          "webhook-signature",
          CallSignature.sign(connection.signingSecret(), call.key(), timestamp, body));
    }
    return request;
  }

  private JsonNode answered(ClassicHttpResponse response, SystemCall call) throws IOException {
    int status = response.getCode();
    if (status < 200 || status > 299) {
      throw failure(status, header(response, "Retry-After"), call.again());
    }
    OutboundCallGuard.answeredAs(header(response, "X-Request-Id"));
    var entity = response.getEntity();
    if (entity == null || status == 204) {
      return MissingNode.getInstance();
    }
    var body = entity.getContent().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw unusable("is larger than %d bytes".formatted(LARGEST));
    }
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    if (!isJson(entity)) {
      throw unusable("is no application/json");
    }
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException unreadable) {
      throw unusable("cannot be read as JSON");
    }
  }

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    var header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private static boolean isJson(HttpEntity entity) {
    var type = entity.getContentType() == null ? "" : entity.getContentType().split(";", -1)[0];
    var encoding = entity.getContentEncoding();
    return type.strip().toLowerCase(Locale.ROOT).matches("application/([a-z0-9.-]+\\+)?json")
        && (encoding == null || encoding.equalsIgnoreCase("identity"));
  }

  /**
   * It said yes, and what it said besides is of no use: whether it was done, a person finds out.
   */
  RemoteFailure.Refused unusable(UnreadableAnswer why) {
    return new RemoteFailure.Refused(
        "%s has answered yes, but the answer %s. See there whether it was done; the same call is sent with the same key."
            .formatted(name, why.getMessage()),
        why);
  }

  private RemoteFailure.Refused unusable(String why) {
    return unusable(new UnreadableAnswer(why));
  }

  /** It answered with a status of success, and says itself that it was none. */
  RemoteFailure.Refused errorInside(SuccessSign expected) {
    return new RemoteFailure.Refused(
        "%s has answered without '%s' at %s, so it was not done. Correct what was sent, or the system, and try again."
            .formatted(name, expected.expected(), expected.at()));
  }

  private RemoteFailure failure(int status, @Nullable String retryAfter, boolean again) {
    var until = RetryAfter.ends(retryAfter, clock).orElse(null);
    if (status == 429) {
      return RemoteFailure.Unavailable.turnedAway(
          "%s takes no more calls now (429).".formatted(name), null, until);
    }
    // a conflict with ourselves: the first try is still at work
    if (status == 408 || status >= 500 || (status == 409 && again)) {
      return RemoteFailure.Unavailable.answerLost(
          "%s cannot do it now (%d). It is asked again with the same key.".formatted(name, status),
          null,
          until);
    }
    if (status == 401 || status == 403) {
      return new RemoteFailure.Misconfigured(
          "%s does not accept our credentials (%d). Correct those of muster.systems.%s, then try again."
              .formatted(name, status, name));
    }
    if (status < 400) {
      return new RemoteFailure.Misconfigured(
          "%s sends us to another address (%d), which is not followed. Set muster.systems.%s.url to where it is."
              .formatted(name, status, name));
    }
    return new RemoteFailure.Refused(
        "%s has refused it (%d), and nothing was done. Correct what was sent, or the path, and try again."
            .formatted(name, status));
  }

  private RemoteFailure silence(IOException failed, boolean late) {
    if (failed instanceof AllowedAddresses.PrivateAddress) {
      return new RemoteFailure.Misconfigured(
          "%s is at a private address. If that is meant, name its network in muster.systems.%s.networks."
              .formatted(name, name));
    }
    if (isCutOff(failed)) {
      return RemoteFailure.Unavailable.turnedAway(
          "%s has ended the connection before anything was sent.".formatted(name), failed, null);
    }
    if (failed instanceof SSLHandshakeException || failed instanceof SSLPeerUnverifiedException) {
      return new RemoteFailure.Misconfigured(
          "%s shows a certificate that is not trusted. Nothing was sent.".formatted(name));
    }
    if (!late
        && (failed instanceof UnknownHostException
            || failed instanceof ConnectTimeoutException
            || failed instanceof HttpHostConnectException)) {
      return RemoteFailure.Unavailable.turnedAway(
          "%s cannot be reached. Nothing was sent.".formatted(name), failed, null);
    }
    var what =
        late || failed instanceof SocketTimeoutException
            ? "has not answered within %d s".formatted(connection.answerTimeout().toSeconds())
            : "has ended the connection without an answer";
    return RemoteFailure.Unavailable.answerLost(
        "%s %s. It is asked again with the same key.".formatted(name, what), failed);
  }

  /** A handshake that the other side ended says nothing of its certificate. */
  private static boolean isCutOff(IOException failed) {
    return failed instanceof SSLHandshakeException && failed.getCause() instanceof EOFException;
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
