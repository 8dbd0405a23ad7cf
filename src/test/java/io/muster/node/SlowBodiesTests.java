package io.muster.node;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

/** A real Tomcat with few threads and many slow senders. */
class SlowBodiesTests {
  private static final int SLOW = 200;
  private final List<Socket> slow = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private WebServer server = start(new TomcatServletWebServerFactory(0), Duration.ofSeconds(60));

  @BeforeEach
  void open() {
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    for (var socket : slow) {
      socket.close();
    }
    server.stop();
  }

  @Test
  void slowUnsignedUploadsDoNotStarveTheOthers() throws Exception {
    for (int number = 0; number < SLOW; number++) {
      slow.add(beginsToSend("/hr/v1/sources/hr/events", 1000));
    }
    var answer = send("/hr/v1/sources/hr/events", "a body");
    assertThat(answer.body()).isEqualTo("REQUEST 6 a body");
  }

  @Test
  void aBodyThatDoesNotArriveInTimeIsTurnedAway() throws Exception {
    server.stop();
    server = start(new TomcatServletWebServerFactory(0), Duration.ofMillis(200));
    server.start();
    var socket = beginsToSend("/hooks/okta/main", 1000);
    slow.add(socket);
    socket.setSoTimeout(30_000);
    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 408");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 8193, 1024 * 1024, 1024 * 1024 + 1})
  void passesTheWholeBodyOn(int size) throws Exception {
    var body = "x".repeat(size);
    assertThat(send("/hooks/okta/main", body).body()).isEqualTo("REQUEST " + size + " " + body);
  }

  @Test
  void endsABodyThatIsTooLargeForEveryDoor() throws Exception {
    var size = 1024 * 1024 + 2;
    assertThat(send("/hooks/okta/main", "x".repeat(size)).body())
        .startsWith("REQUEST " + (size - 1) + " ");
  }

  @Test
  void leavesOtherDoorsAlone() throws Exception {
    assertThat(send("/engine-rest/deployment", "a body").body()).isEqualTo("REQUEST 6 a body");
  }

  private HttpResponse<String> send(String path, String body) throws Exception {
    var address = URI.create("http://127.0.0.1:%d%s".formatted(server.getPort(), path));
    return http.send(
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(20))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private Socket beginsToSend(String path, int length) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    socket
        .getOutputStream()
        .write(
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{"
                .formatted(path, length)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static WebServer start(TomcatServletWebServerFactory tomcat, Duration uploadTime) {
    tomcat.addConnectorCustomizers(
        connector -> {
          connector.setProperty("maxThreads", "8");
          connector.setProperty("minSpareThreads", "2");
        });
    var filter =
        new FilterRegistrationBean<>(
            new SlowBodies(new NodeProperties(Duration.ofSeconds(5), uploadTime)));
    filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    var servlet = new ServletRegistrationBean<>(new Echo(), "/*");
    return tomcat.getWebServer(filter, servlet);
  }

  private static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      var body = request.getInputStream().readAllBytes();
      response
          .getWriter()
          .write(
              "%s %d %s"
                  .formatted(
                      request.getDispatcherType(),
                      body.length,
                      new String(body, StandardCharsets.UTF_8)));
    }
  }
}
