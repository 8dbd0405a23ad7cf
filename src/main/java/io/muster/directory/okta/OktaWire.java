package io.muster.directory.okta;

import com.okta.sdk.authc.credentials.TokenClientCredentials;
import com.okta.sdk.cache.Caches;
import com.okta.sdk.impl.client.DefaultClientBuilder;
import com.okta.sdk.impl.config.ClientConfiguration;
import com.okta.sdk.resource.client.ApiClient;
import io.muster.remote.CallGate;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * The one way to an Okta org: Okta's own client, every request past the gate, nothing tried again
 * behind our back, nothing answered from a cache.
 */
final class OktaWire {
  private final ApiClient client;

  OktaWire(String name, OktaProperties.Connection connection, CallGate gate) {
    if (OktaProperties.onLoopback(connection.url())) {
      // the SDK speaks http only under this switch; any other http address was refused before
      System.setProperty("okta.testing.disableHttpsCheck", "true");
    }
    var builder = new GatedBuilder(name, connection, gate);
    builder.setOrgUrl(withoutSlash(connection.url().toString()));
    builder.setClientCredentials(new TokenClientCredentials(connection.token().reveal()));
    builder.setCacheManager(Caches.newDisabledCacheManager());
    builder.setRetryMaxAttempts(0);
    client = builder.build();
  }

  ApiClient client() {
    return client;
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static final class GatedBuilder extends DefaultClientBuilder {
    private final String name;
    private final OktaProperties.Connection connection;
    private final CallGate gate;

    GatedBuilder(String name, OktaProperties.Connection connection, CallGate gate) {
      this.name = name;
      this.connection = connection;
      this.gate = gate;
    }

    @Override
    protected HttpClientBuilder createHttpClientBuilder(ClientConfiguration configuration) {
      return super.createHttpClientBuilder(configuration)
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .disableCookieManagement()
          .addRequestInterceptorFirst(
              (request, entity, context) -> gate.pass(name, request.getMethod()));
    }

    @Override
    protected RequestConfig.Builder createHttpRequestConfigBuilder(
        ClientConfiguration configuration) {
      return super.createHttpRequestConfigBuilder(configuration)
          .setConnectionRequestTimeout(Timeout.of(connection.connectTimeout()))
          .setResponseTimeout(Timeout.of(connection.answerTimeout()));
    }
  }
}
