package io.muster.devices.hexnode;

import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.Secret;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.StreamUtils;

/**
 * The one way to Hexnode: past the guard, paid for, with the key, and every bad answer turned into
 * a {@link RemoteFailure}. What erases passes the guard again just before its body goes out.
 *
 * <p>It needs responses that can be read twice.
 */
final class HexnodeWire implements ClientHttpRequestInterceptor {
  private final WireGuard guard;
  private final FencedCall fenced;
  private final OutboundCallGuard gate;
  private final HexnodeResponses answers;
  private final String connection;
  private final Secret key;
  private volatile @Nullable String date;

  HexnodeWire(
      Fence fence,
      OutboundCallGuard gate,
      HexnodeResponses answers,
      String connection,
      Secret key) {
    this.guard = fence.guard();
    this.fenced = fence.call();
    this.gate = gate;
    this.answers = answers;
    this.connection = connection;
    this.key = key;
  }

  /** What the last answer said is the time there, or null. */
  @Nullable String date() {
    return date;
  }

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) {
    var erased = guard.check(request, body);
    gate.pass(connection, request.getMethod().name());
    // only here, after the guard has seen where it goes; Hexnode wants the bare key
    request.getHeaders().set(HttpHeaders.AUTHORIZATION, key.reveal());
    try {
      var response =
          erased.isPresent()
              ? fenced.send(request, body, () -> guard.checkAgain(erased.get()))
              : execution.execute(request, body);
      date = response.getHeaders().getFirst(HttpHeaders.DATE);
      OutboundCallGuard.answeredAs(response.getHeaders().getFirst("X-Request-Id"));
      var text = StreamUtils.copyToByteArray(response.getBody());
      var failure =
          answers.failureIn(request, response.getStatusCode().value(), response.getHeaders(), text);
      if (failure.isPresent()) {
        response.close();
        throw failure.get();
      }
      return response;
    } catch (IOException failed) {
      throw answers.silence(request, failed);
    }
  }

  /** The guard, and how what it lets pass to erase something is sent. */
  record Fence(WireGuard guard, FencedCall call) {}
}
