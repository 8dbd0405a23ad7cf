package io.muster.sources.workday;

import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteHttp;
import io.muster.sources.workday.WorkdayProperties.Connection;
import io.muster.sources.workday.WorkersReader.Faulty;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * The one way to a tenant: paid for, signed in, read as it comes, and every bad answer turned into
 * a {@link RemoteFailure}. All it does is read, though Get_Workers is asked for by POST.
 */
final class WorkdayWire {
  private static final int LARGEST_ERROR = 64 * 1024;
  private static final MediaType XML = new MediaType("text", "xml", StandardCharsets.UTF_8);

  private final String name;
  private final Connection connection;
  private final OutboundCallGuard gate;
  private final WorkdayAnswers answers;
  private final WorkdayCredentials credentials;
  private final WorkersReader workers;
  private final RestClient client;
  private volatile @Nullable String date;

  WorkdayWire(String name, Connection connection, OutboundCallGuard gate, Clock clock) {
    this.name = name;
    this.connection = connection;
    this.gate = gate;
    this.answers = new WorkdayAnswers(name, connection, clock);
    this.client = client(connection);
    this.credentials = new WorkdayCredentials(name, connection, client, gate, answers, clock);
    this.workers = new WorkersReader(connection.zone());
  }

  /** Reads what comes; throws if it is not whole. */
  interface Reading<T> {
    T read(InputStream from) throws IOException, UnreadableResponse, Faulty;
  }

  /** One page of the answer to a question. */
  WorkersPage workers(WorkersQuery question, int page) {
    var address =
        connection.at(
            "/ccx/service/%s/Human_Resources/%s"
                .formatted(connection.tenantName(), connection.version()));
    return ask(HttpMethod.POST, address, question.message(connection, page), workers::read);
  }

  /** A report. */
  <T> T report(URI address, Reading<T> reading) {
    return ask(HttpMethod.GET, address, null, reading);
  }

  /** The failure in answers that do not fit together. */
  RemoteFailure unusable(String why) {
    return answers.unusable(new UnreadableResponse(why));
  }

  /** What the last answer said is the time there, or null. */
  @Nullable String date() {
    return date;
  }

  private <T> T ask(HttpMethod method, URI address, @Nullable String body, Reading<T> reading) {
    var fresh = credentials.renewed();
    try {
      return tried(method, address, body, reading);
    } catch (TokenRefused refused) {
      credentials.forget();
      if (fresh) {
        throw refused.failure();
      }
    }
    try {
      return tried(method, address, body, reading);
    } catch (TokenRefused refused) {
      throw refused.failure();
    }
  }

  private <T> T tried(HttpMethod method, URI address, @Nullable String body, Reading<T> reading)
      throws TokenRefused {
    // asking for workers changes nothing over there, so it needs no intent
    gate.pass(name, "GET");
    var request = client.method(method).uri(address).headers(credentials::sign);
    if (body != null) {
      // as bytes, because texts are written to a log where somebody asks for much
      request.contentType(XML).body(body.getBytes(StandardCharsets.UTF_8));
    }
    Answered<T> answered;
    try {
      answered = request.exchange((sent, response) -> answered(response, reading), true);
    } catch (ResourceAccessException silent) {
      throw answers.silence(silent.getCause() instanceof IOException failed ? failed : null);
    }
    if (answered == null) {
      throw answers.silence(null);
    }
    if (answered.refused() != null) {
      throw new TokenRefused(answered.refused());
    }
    return answered.value();
  }

  private <T> Answered<T> answered(ClientHttpResponse response, Reading<T> reading)
      throws IOException {
    int status = response.getStatusCode().value();
    date = response.getHeaders().getFirst(HttpHeaders.DATE);
    if (status != 200) {
      var body = response.getBody().readNBytes(LARGEST_ERROR);
      var fault = SoapFault.in(body);
      return refused(
          answers.failure(status, response.getHeaders(), body),
          fault.map(SoapFault::aboutCredentials).orElse(status == 401));
    }
    try {
      return new Answered<>(reading.read(response.getBody()), null);
    } catch (UnreadableResponse unreadable) {
      throw answers.unusable(unreadable);
    } catch (Faulty faulty) {
      return refused(answers.failure(faulty.fault()), faulty.fault().aboutCredentials());
    }
  }

  /** A token may have ended early, which is told by 401 or by a fault. */
  private <T> Answered<T> refused(RemoteFailure failure, boolean aboutCredentials) {
    if (aboutCredentials && connection.byToken()) {
      return new Answered<>(null, failure);
    }
    throw failure;
  }

  private static RestClient client(Connection connection) {
    var http = RemoteHttp.client(connection.connectTimeout());
    var requests = new JdkClientHttpRequestFactory(http);
    requests.setReadTimeout(connection.patience());
    return RestClient.builder().requestFactory(requests).build();
  }

  /**
   * What came of a call.
   *
   * @param refused why the token was not taken, or null if it was
   */
  private record Answered<T>(@Nullable T result, @Nullable RemoteFailure refused) {
    T value() {
      if (result == null) {
        throw new IllegalStateException("an answer without a result");
      }
      return result;
    }
  }

  /** The token may have ended early. */
  private static final class TokenRefused extends Exception {
    private final transient RemoteFailure failure;

    TokenRefused(RemoteFailure failure) {
      super(failure.getMessage(), failure);
      this.failure = failure;
    }

    RemoteFailure failure() {
      return failure;
    }
  }
}
