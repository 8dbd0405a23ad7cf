package io.muster.node;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Waits for the body of a webhook without a thread. Anybody may send there, and the signature shows
 * only once everything has come; a few hundred slow senders would leave no thread for the others.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class SlowBodies extends OncePerRequestFilter {
  private static final Pattern OPEN_DOORS = Pattern.compile("/hr/v1/sources/.*|/hooks/.*");
  private static final String BODY = SlowBodies.class.getName();

  /** More than any of these doors takes; what is beyond is refused there, by its own limit. */
  private static final int MOST = 1024 * 1024 + 1;

  private final NodeProperties properties;

  SlowBodies(NodeProperties properties) {
    this.properties = properties;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var path = request.getRequestURI().substring(request.getContextPath().length());
    return request.getMethod().equals("GET") || !OPEN_DOORS.matcher(path).matches();
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getAttribute(BODY) instanceof byte[] body) {
      chain.doFilter(new Read(request, body), response);
      return;
    }
    var waiting = request.startAsync();
    waiting.setTimeout(properties.uploadTime().toMillis());
    var upload = new Upload(request, waiting);
    waiting.addListener(upload);
    request.getInputStream().setReadListener(upload);
  }

  /** A body that comes in. */
  private static final class Upload implements ReadListener, AsyncListener {
    private static final int PART = 8 * 1024;

    private final HttpServletRequest request;
    private final AsyncContext waiting;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] part = new byte[PART];
    private boolean done;

    Upload(HttpServletRequest request, AsyncContext waiting) {
      this.request = request;
      this.waiting = waiting;
    }

    @Override
    public void onDataAvailable() throws IOException {
      var in = request.getInputStream();
      while (!done && in.isReady()) {
        var count = in.read(part);
        if (count < 0) {
          return;
        }
        body.write(part, 0, Math.min(count, MOST - body.size()));
        if (body.size() >= MOST) {
          goOn();
        }
      }
    }

    @Override
    public void onAllDataRead() {
      goOn();
    }

    private void goOn() {
      if (!done) {
        done = true;
        request.setAttribute(BODY, body.toByteArray());
        waiting.dispatch();
      }
    }

    @Override
    public void onError(Throwable broken) {
      if (!done) {
        done = true;
        waiting.complete();
      }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      if (!done) {
        done = true;
        var response = (HttpServletResponse) waiting.getResponse();
        response.setHeader("Connection", "close");
        response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
        waiting.complete();
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  /** The request with the body that has come; for what follows it is a request like any other. */
  private static final class Read extends HttpServletRequestWrapper {
    private final byte[] body;

    Read(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public DispatcherType getDispatcherType() {
      return DispatcherType.REQUEST;
    }

    @Override
    public ServletInputStream getInputStream() {
      return new Stream(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
      var charset =
          Optional.ofNullable(getCharacterEncoding())
              .map(Charset::forName)
              .orElse(StandardCharsets.UTF_8);
      return new BufferedReader(new InputStreamReader(getInputStream(), charset));
    }
  }

  private static final class Stream extends ServletInputStream {
    private final ByteArrayInputStream body;

    Stream(ByteArrayInputStream body) {
      this.body = body;
    }

    @Override
    public int read() {
      return body.read();
    }

    @Override
    public int read(byte[] to, int from, int length) {
      return body.read(to, from, length);
    }

    @Override
    public boolean isFinished() {
      return body.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("it has been read already");
    }
  }
}
