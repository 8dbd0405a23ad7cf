package io.muster.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRuleTests {
  private final EndpointRule strict =
      new EndpointRule("an address, such as https://api.example.com", "the token", false);
  private final EndpointRule simulated = new EndpointRule("an address", "the token", true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com",
        "https://api.example.com/v1/",
        "http://localhost:8080",
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080"
      })
  void takesTlsAndThisMachine(String url) {
    assertThat(strict.problem(URI.create(url))).isEmpty();
    assertThat(EndpointRule.isPrivate(URI.create(url))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example.com, 'begin with https://, or anybody could read the token'",
    "http://localhost.example.com, 'begin with https://, or anybody could read the token'",
    "http://127.0.0.10, 'begin with https://, or anybody could read the token'",
    "ftp://localhost, 'begin with https://, or anybody could read the token'",
    "https://api.example.com?a=b, 'be scheme, host and path only'",
    "https://api.example.com#a, 'be scheme, host and path only'",
    "https://me@api.example.com, 'be scheme, host and path only'",
    "/v1, 'be an address, such as https://api.example.com'",
    "https:/v1, 'be an address, such as https://api.example.com'"
  })
  void saysWhatIsWrong(String url, String problem) {
    assertThat(strict.problem(URI.create(url))).contains(problem);
  }

  @Test
  void asksForAnAddressWhereThereIsNone() {
    assertThat(strict.problem(null)).contains("be an address, such as https://api.example.com");
    assertThat(EndpointRule.isPrivate(URI.create("/v1"))).isFalse();
    assertThat(EndpointRule.isLoopback(null)).isFalse();
  }

  @Test
  void takesPlainHttpFromAnywhereWhereItIsTold() {
    assertThat(simulated.problem(URI.create("http://simulators:8080"))).isEmpty();
    assertThat(simulated.problem(URI.create("ftp://simulators"))).isPresent();
    assertThat(EndpointRule.isPrivate(URI.create("http://simulators:8080"))).isFalse();
  }
}
