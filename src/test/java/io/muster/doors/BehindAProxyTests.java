package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What the service makes of the headers that a proxy adds, or somebody who is none. */
class BehindAProxyTests {

  @Nested
  @ProcessTest
  @TestPropertySource(
      properties = {
        "muster.web.trusted-proxies=127.0.0.1,10.9.0.0/16",
        "muster.web.hosts=muster.example,MUSTER.test",
        "camunda.bpm.webapp.application-path=/bpm",
        // the web applications find their engine by its name among all of this JVM
        "camunda.bpm.process-engine-name=proxied"
      })
  class Trusted {
    @LocalServerPort private int port;

    @Test
    void browsersKeepToHttps() throws Exception {
      var answer = get(port, "/bpm/app/tasklist/proxied/", "https", "muster.example", "192.0.2.1");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().allValues("Strict-Transport-Security"))
          .containsExactly("max-age=31536000");
      assertThat(answer.headers().allValues("Set-Cookie"))
          .hasSizeGreaterThan(1)
          .allSatisfy(cookie -> assertThat(cookie).containsPattern("(?i); *secure"));
    }

    @Test
    void plainHttpInsideANetworkIsServedWithoutThat() throws Exception {
      var answer = get(port, "/bpm/app/tasklist/proxied/", "http", "muster.example", "192.0.2.1");
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
      assertThat(answer.headers().allValues("Set-Cookie"))
          .hasSizeGreaterThan(1)
          .noneMatch(cookie -> cookie.toLowerCase(java.util.Locale.ROOT).contains("secure"));
    }

    @ParameterizedTest
    @CsvSource({
      "muster.example,      200",
      "Muster.Example,      200",
      "muster.example:8443, 200",
      "muster.test,         200",
      "evil.example,        421",
      "muster.example.evil.example, 421",
      "127.0.0.1,           421",
    })
    void onlyNamesOfTheServiceAreAnswered(String host, int status) throws Exception {
      assertThat(get(port, "/bpm/app/tasklist/proxied/", "https", host, "192.0.2.1").statusCode())
          .isEqualTo(status);
      assertThat(get(port, "/actuator/health", "https", host, "192.0.2.1").statusCode())
          .isEqualTo(200);
      assertThat(get(port, "/actuator/healthy", "https", "evil.example", "").statusCode())
          .isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource({
      "/bpm/api/engine/engine/proxied/user,     401",
      "/bpm/api/%65ngine/engine/default/user,   400",
      "/bpm/api/admin/setup/default/user/create, 401",
      "/bpm/api/anything,                       401",
      "/camunda/api/engine/engine/default/user, 401",
      "/camunda/app/tasklist/default/,          401",
    })
    void theGuardStandsWhereTheApplicationsAre(String path, int status) throws Exception {
      assertThat(get(port, path, "https", "muster.example", "192.0.2.1").statusCode())
          .isEqualTo(status);
    }
  }

  @Nested
  @ProcessTest
  class NotTrusted {
    @LocalServerPort private int port;

    @Test
    void nobodyIsBelievedWhoIsNoProxyOfOurs() throws Exception {
      var answer =
          get(port, "/camunda/app/tasklist/default/", "https", "evil.example", "192.0.2.1");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
      assertThat(answer.headers().allValues("Set-Cookie"))
          .hasSizeGreaterThan(1)
          .noneMatch(cookie -> cookie.toLowerCase(java.util.Locale.ROOT).contains("secure"));
    }
  }

  private static HttpResponse<String> get(
      int port, String path, String scheme, String host, String from) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Forwarded-Proto", scheme)
                .header("X-Forwarded-Host", host)
                .header("X-Forwarded-For", from)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
