package io.muster.devices.hexnode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A portal over HTTP that answers whatever the estate behind it says at that moment. */
final class TreacherousPortal implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile @Nullable TreacherousEstate estate;

  TreacherousPortal() {
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext("/api/v1/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void show(TreacherousEstate shown) {
    estate = shown;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      // a call that is broken off here has never arrived
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var shown = estate;
      if (shown == null) {
        return;
      }
      var answer =
          shown.answer(
              new Asked(
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath().substring("/api/v1/".length()),
                  body));
      if (answer.status() == 0) {
        return;
      }
      var bytes = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * A call that arrived whole.
   *
   * @param node whose key it bears
   */
  record Asked(String node, String method, String path, String body) {}

  /**
   * What is answered.
   *
   * @param status 0 to hang up
   */
  record Answered(int status, String json) {
    static final Answered LOST = new Answered(0, "");
    static final Answered FAILED = new Answered(503, "{}");
    static final Answered NOT_FOUND = new Answered(404, "{\"detail\":\"Not found.\"}");

    static Answered data(String json) {
      return new Answered(200, json.replace('\'', '"'));
    }
  }
}
