package io.muster.devices.hexnode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.devices.DeviceFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A portal that answers what a test tells it to, for shapes and answers no simulator has. */
final class CannedPortal implements AutoCloseable {
  private static final Canned NOT_FOUND = new Canned(404, Map.of(), "<h1>Not Found</h1>");

  /** Instead of a status: the connection stays open and nothing ever comes. */
  static final int SILENCE = -1;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;
  private final Map<String, Canned> answers = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();

  CannedPortal() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The adapter to it, with short patience. */
  DeviceFleet fleet() {
    return SimulatedHexnode.fleet(
        Map.of("url", url(), "api-key", "the-key", "answer-timeout", "300ms", "batch-gap", "0s"));
  }

  /** Answers data; single quotes stand for double ones. */
  CannedPortal on(String method, String path, String json) {
    return on(
        method,
        path,
        new Canned(200, Map.of("Content-Type", "application/json"), json.replace('\'', '"')));
  }

  CannedPortal on(String method, String path, Canned answer) {
    answers.put(method + " /api/v1/" + path, answer);
    return this;
  }

  /** The calls so far, as {@code METHOD path?query}. */
  List<String> asked() {
    return asked;
  }

  /** What stood in {@code Authorization}. */
  List<String> keys() {
    return keys;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      var query = exchange.getRequestURI().getQuery();
      asked.add(query == null ? call : call + "?" + query);
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.getRequestBody().readAllBytes();
      var answer = answers.getOrDefault(query == null ? call : call + "?" + query, answerTo(call));
      if (answer.status() == SILENCE) {
        holdUntilClosed();
      }
      if (answer.status() <= 0) {
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void holdUntilClosed() {
    try {
      closed.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Canned answerTo(String call) {
    return answers.getOrDefault(call, NOT_FOUND);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  /**
   * An answer.
   *
   * @param status 0 to hang up, {@link #SILENCE} to say nothing
   */
  record Canned(int status, Map<String, String> headers, String body) {
    static Canned json(int status, String body) {
      return new Canned(
          status, Map.of("Content-Type", "application/json"), body.replace('\'', '"'));
    }
  }
}
