package io.muster.sources.bamboohr;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The door for webhooks on a port of its own, so that the played company can knock. */
final class HookDoor implements AutoCloseable {
  private final HttpServer server;
  private final String name;
  private volatile Feed feed;

  HookDoor(String name, Feed feed) throws IOException {
    this.name = name;
    this.feed = feed;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  /** From now on this feed is behind the door, as after a restart with other settings. */
  void put(Feed newFeed) {
    feed = newFeed;
  }

  URI address() {
    return URI.create(
        "http://127.0.0.1:%d/hooks/bamboohr/%s".formatted(server.getAddress().getPort(), name));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          post(exchange.getRequestURI().getPath())
              .content(exchange.getRequestBody().readAllBytes());
      exchange
          .getRequestHeaders()
          .forEach((header, values) -> request.header(header, values.toArray()));
      exchange.sendResponseHeaders(
          http().perform(request).andReturn().getResponse().getStatus(), -1);
    } catch (Exception failed) {
      exchange.sendResponseHeaders(500, -1);
    }
  }

  private MockMvc http() {
    var feeds = new BambooHrFeeds(Map.of(name, feed), List.of());
    return MockMvcBuilders.standaloneSetup(
            new BambooHrHookController(feeds, new SimpleMeterRegistry()))
        .build();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
