package io.muster.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.simulator.Faults.Strike;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's stand-in on a port of its own: it keeps a journal, suffers the faults it is told to,
 * and lives on a clock that can be moved.
 *
 * <p>A vendor's simulator says in {@link #answer} what the vendor would. Calls are read side by
 * side but answered one after another, under the simulator's own lock; methods that look at or
 * change the estate from outside take the same lock by being {@code synchronized}.
 */
public abstract class Simulator implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Simulator.class.getName());

  static {
    // or every answer waits 40 ms for an acknowledgement; the server reads it once
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final SimulatorSettings settings;
  private final Journal journal;
  private final Faults faults = new Faults();
  private final Control control;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  protected Simulator(SimulatorSettings settings) {
    this.settings = settings;
    this.journal = new Journal(settings.remembers());
    this.control = new Control(journal, faults, settings.clock(), settings.controlToken());
  }

  /** What the vendor would answer; called under the lock. */
  protected abstract Answer answer(Call call);

  /** Which description of an API the traffic is compared with; the name of the package, mostly. */
  protected String describedBy() {
    var folder = getClass().getPackageName();
    return folder.substring(folder.lastIndexOf('.') + 1);
  }

  /** The same for one call; calls that no description covers can be kept apart by another name. */
  protected String describedBy(Call call) {
    return describedBy();
  }

  /** Begins to listen; to be called once, when everything is in place. */
  protected final void listen() {
    if (server != null) {
      throw new IllegalStateException("already listening");
    }
    try {
      var listening = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
      var name = getClass().getSimpleName();
      threads =
          Executors.newFixedThreadPool(
              settings.threads(),
              task -> {
                var thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
              });
      listening.setExecutor(threads);
      listening.createContext("/", this::serve);
      listening.start();
      server = listening;
    } catch (IOException failed) {
      throw new UncheckedIOException(
          name() + " cannot listen on " + settings.host() + ":" + settings.port(), failed);
    }
  }

  /** Where it listens, without a path: {@code http://127.0.0.1:49152}. */
  public final URI base() {
    if (server == null) {
      throw new IllegalStateException("not listening");
    }
    return URI.create("http://" + settings.host() + ":" + server.getAddress().getPort());
  }

  public final Journal journal() {
    return journal;
  }

  public final Faults faults() {
    return faults;
  }

  public final SimulatedClock clock() {
    return settings.clock();
  }

  /** What {@code X-Control-Token} must say on {@code /_control} calls; new with every start. */
  public final String controlToken() {
    return control.token();
  }

  /** For more handlers under {@code /_control}; they run under the lock. */
  protected final Routes control() {
    return control.routes();
  }

  @Override
  public void close() {
    closed.countDown();
    if (server != null) {
      server.stop(0);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  private String name() {
    return getClass().getSimpleName();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = read(exchange);
      var answer = settings.control() && Control.isMeant(call) ? controlled(call) : played(call);
      if (answer != null) {
        send(exchange, answer);
      }
    }
  }

  private synchronized Answer controlled(Call call) {
    return control.answer(call);
  }

  /** Null if the caller shall get no answer. */
  private @Nullable Answer played(Call call) {
    var strike = faults.strike(call).orElse(null);
    if (strike != null && !strike.late().isZero() && holdBack(strike.late())) {
      return null;
    }
    var answer = answered(call, strike);
    return strike == null || strike.held() == null || released(strike.held()) ? answer : null;
  }

  private synchronized @Nullable Answer answered(Call call, @Nullable Strike strike) {
    var answer = strike == null ? handled(call) : struck(call, strike);
    note(
        new Journal.Entry(
            clock().instant(),
            call,
            answer,
            strike == null || strike.acts(),
            strike == null || strike.instead() == null,
            strike == null ? null : strike.words()));
    return answer;
  }

  /** False if the simulator was closed meanwhile. */
  private static boolean released(Faults.Held held) {
    try {
      held.hold();
      return true;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void note(Journal.Entry entry) {
    journal.add(entry);
    if (settings.traffic() != null) {
      Traffic.add(settings.traffic(), describedBy(entry.call()), entry);
    }
  }

  private @Nullable Answer struck(Call call, Strike strike) {
    var own = strike.acts() ? handled(call) : null;
    if (strike.silent()) {
      return null;
    }
    return strike.instead() == null ? own : strike.instead();
  }

  private Answer handled(Call call) {
    try {
      return answer(call);
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (RuntimeException broken) {
      log.log(
          System.Logger.Level.ERROR,
          name() + " failed at " + call.method() + " " + call.path(),
          broken);
      return Answer.html(500, "Server Error (500)");
    }
  }

  /** True if the simulator was closed meanwhile. */
  private boolean holdBack(Duration by) {
    try {
      return closed.await(by.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Call read(HttpExchange exchange) throws IOException {
    var headers = new LinkedHashMap<String, List<String>>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(new ArrayList<>(values))));
    var uri = exchange.getRequestURI();
    var host = headers.getOrDefault("host", List.of(base().getAuthority())).get(0);
    var body = new String(unpacked(exchange), StandardCharsets.UTF_8);
    return new Call(
        exchange.getRequestMethod(),
        "http://" + host,
        uri.getRawPath(),
        uri.getRawQuery(),
        headers,
        body,
        Map.of());
  }

  private static byte[] unpacked(HttpExchange exchange) throws IOException {
    var packed = exchange.getRequestBody().readAllBytes();
    if (packed.length == 0
        || !"gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      return packed;
    }
    try (var content = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return content.readAllBytes();
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean empty = body.length == 0 || answer.status() == 204 || answer.status() == 304;
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : body.length);
    if (!empty) {
      try (var out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
