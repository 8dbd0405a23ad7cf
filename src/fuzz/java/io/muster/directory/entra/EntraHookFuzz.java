package io.muster.directory.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.directory.DirectoryNews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Whatever Graph notifies us of, it is heard or turned away. */
class EntraHookFuzz {
  private static final EntraHookController DOOR =
      new EntraHookController(
          SimulatedEntra.properties(Map.of("tenant-id", SimulatedEntra.TENANT)),
          new Trusting(),
          event -> assertThat(((DirectoryNews) event).connection()).isEqualTo("acme"));

  static Stream<byte[]> notifications() {
    return Stream.of(
            """
            {"value":[{"clientState":"word","subscriptionId":"s1","resourceData":{
             "@odata.type":"#Microsoft.Graph.User","id":"0b0e6ae1-5d5c-4f3f-9d5b-6d6b0f0c3a11"}},
             {"clientState":"word","resourceData":{"@odata.type":"#Microsoft.Graph.Group","id":"g"}},
             {"clientState":"word","subscriptionId":"s1","lifecycleEvent":"reauthorizationRequired"},
             {"clientState":"word","subscriptionId":"s1","lifecycleEvent":"subscriptionRemoved"},
             {"clientState":"word","lifecycleEvent":"missed"}]}
            """)
        .map(notification -> notification.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("notifications")
  @FuzzTest
  void hearsOrTurnsAway(byte[] notification) throws IOException {
    var request = new MockHttpServletRequest("POST", "/hooks/entra/acme");
    request.setContent(notification);
    assertThat(DOOR.ring("acme", request).getStatusCode().value()).isIn(202, 400, 401, 413);
  }

  /** Knows every word but the empty one, and keeps nothing. */
  private static final class Trusting extends EntraSubscriptions {
    Trusting() {
      super(JdbcClient.create(new SimpleDriverDataSource()), Clock.systemUTC());
    }

    @Override
    boolean knows(String connection, String word) {
      return !word.isEmpty();
    }

    @Override
    void forget(String connection, String subscription) {}

    @Override
    void renewSoon(String connection, String subscription) {}
  }
}
