package io.muster.directory.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is delivered as an event hook is read or passed by. */
class HookEventsFuzz {
  static Stream<byte[]> deliveries() {
    return Stream.of(
            """
            {"eventType":"com.okta.event_hook","data":{"events":[{"eventType":"user.lifecycle.suspend",
             "target":[{"id":"00u1","type":"User"},{"id":"00g1","type":"UserGroup"}]}]}}
            """)
        .map(delivery -> delivery.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("deliveries")
  @FuzzTest
  void readsOrPassesBy(byte[] delivery) {
    HookEvents.read("okta", delivery)
        .ifPresent(news -> assertThat(news.connection()).isEqualTo("okta"));
  }
}
