package io.muster.devices.hexnode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Sends a call that erases, and looks once more just before its body goes out.
 *
 * <p>A node may stand still for minutes between any two of its statements, while another does its
 * work. So the body is held back until the connection is there and the head is on its way. Only
 * then the calling thread is asked again whether the call may be made. Without its body a call is
 * not complete, and the other side does nothing.
 */
final class FencedCall {
  /** The client sets these itself. */
  private static final Set<String> NOT_OURS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final HttpClient http;
  private final Duration answerTimeout;

  FencedCall(HttpClient http, Duration answerTimeout) {
    this.http = http;
    this.answerTimeout = answerTimeout;
  }

  /**
   * Makes the call.
   *
   * @param lastLook throws if the call may not be made any more; what it throws is thrown on as it
   *     is, and nothing has been sent that could take effect
   * @throws NeverSent if the body was not sent
   */
  ClientHttpResponse send(
      org.springframework.http.HttpRequest request, byte[] body, Runnable lastLook)
      throws IOException {
    var held = new HeldBody(body);
    var answer =
        http.sendAsync(
            with(request.getURI(), request.getMethod(), request.getHeaders(), held),
            BodyHandlers.ofByteArray());
    try {
      CompletableFuture.anyOf(held.wanted, answer).get();
      if (!answer.isDone()) {
        lastLook.run();
        held.letGo();
      }
      return new Answered(answer.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException failed) {
      throw failure(held, failed.getCause() == null ? failed : failed.getCause());
    } catch (TimeoutException late) {
      throw failure(held, new HttpTimeoutException("no answer within " + answerTimeout));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw failure(held, stopping);
    } finally {
      held.keep();
      answer.cancel(true);
    }
  }

  private HttpRequest with(URI uri, HttpMethod method, HttpHeaders headers, HeldBody body) {
    var request = HttpRequest.newBuilder(uri).timeout(answerTimeout).method(method.name(), body);
    headers.forEach(
        (name, values) -> {
          if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.build();
  }

  private static IOException failure(HeldBody held, Throwable cause) {
    if (!held.isGone()) {
      return new NeverSent(cause);
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  /** Nothing was sent that could have taken effect. */
  static final class NeverSent extends IOException {
    private static final long serialVersionUID = 1;

    NeverSent(Throwable cause) {
      super("the call was not completed", cause);
    }
  }

  /** A body that goes out once, when told to, or never. */
  private static final class HeldBody implements BodyPublisher {
    private final byte[] body;
    private final CompletableFuture<Flow.Subscriber<? super ByteBuffer>> wanted =
        new CompletableFuture<>();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile boolean gone;

    HeldBody(byte[] body) {
      this.body = body.clone();
    }

    @Override
    public long contentLength() {
      return body.length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      var first = subscribed.compareAndSet(false, true);
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long n) {
              if (first) {
                wanted.complete(subscriber);
              }
            }

            @Override
            public void cancel() {
              if (first) {
                decided.set(true);
              }
            }
          });
      if (!first) {
        // the client would try again by itself, past the last look
        subscriber.onError(new IOException("a call that erases is never repeated unseen"));
      }
    }

    void letGo() {
      if (decided.compareAndSet(false, true)) {
        gone = true;
        var subscriber = wanted.join();
        subscriber.onNext(ByteBuffer.wrap(body));
        subscriber.onComplete();
      }
    }

    /** Breaks the call off if its body is still here. */
    void keep() {
      if (decided.compareAndSet(false, true) && wanted.isDone()) {
        wanted.join().onError(new IOException("the call may not be made any more"));
      }
    }

    boolean isGone() {
      return gone;
    }
  }

  /** The answer, which can be read as often as wanted. */
  private record Answered(HttpResponse<byte[]> answer) implements ClientHttpResponse {
    @Override
    public HttpStatusCode getStatusCode() {
      return HttpStatusCode.valueOf(answer.statusCode());
    }

    @Override
    public String getStatusText() {
      return "";
    }

    @Override
    public HttpHeaders getHeaders() {
      var headers = new HttpHeaders();
      answer.headers().map().forEach(headers::addAll);
      return headers;
    }

    @Override
    public InputStream getBody() {
      return new ByteArrayInputStream(answer.body());
    }

    @Override
    public void close() {
      // all of it has been read
    }
  }
}
