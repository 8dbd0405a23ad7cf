package io.muster.directory.okta;

import com.okta.sdk.authc.credentials.TokenClientCredentials;
import com.okta.sdk.cache.Caches;
import com.okta.sdk.client.AuthorizationMode;
import com.okta.sdk.impl.client.DefaultClientBuilder;
import com.okta.sdk.impl.config.ClientConfiguration;
import com.okta.sdk.resource.client.ApiClient;
import io.muster.directory.okta.OktaProperties.Connection;
import io.muster.remote.OutboundCallGuard;
import java.io.IOException;
import java.net.URISyntaxException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.util.Timeout;

/**
 * Okta's SDK with everything switched off that it would do on its own: no cache, no retries, no
 * sleeping, no following of redirects. Each call passes the gate and gets its credentials there.
 */
final class OktaClient extends DefaultClientBuilder {
  private static final int CONNECTIONS = 20;

  private final String name;
  private final Connection connection;
  private final OutboundCallGuard gate;
  private final OktaCredentials credentials;
  private final OktaRateLimitHeaders vitals;

  private OktaClient(
      String name,
      Connection connection,
      OutboundCallGuard gate,
      OktaCredentials credentials,
      OktaRateLimitHeaders vitals) {
    this.name = name;
    this.connection = connection;
    this.gate = gate;
    this.credentials = credentials;
    this.vitals = vitals;
  }

  /** A client for one org; makes no call yet. */
  static ApiClient of(
      String name,
      Connection connection,
      OutboundCallGuard gate,
      OktaCredentials credentials,
      OktaRateLimitHeaders vitals) {
    var client = new OktaClient(name, connection, gate, credentials, vitals);
    // not through the setter, which takes plain http only after a switch for the whole JVM
    var url = connection.url();
    client.getClientConfiguration().setBaseUrl(url);
    client.getClientConfiguration().setBaseUrlResolver(() -> url);
    // the SDK wants to hold something; the real credentials go past it
    client.setClientCredentials(new TokenClientCredentials("replaced-on-the-wire"));
    client.setAuthorizationMode(AuthorizationMode.SSWS);
    client.setCacheManager(Caches.newDisabledCacheManager());
    client.setRetryMaxAttempts(0);
    return client.build();
  }

  @Override
  protected HttpClientBuilder createHttpClientBuilder(ClientConfiguration configuration) {
    return super.createHttpClientBuilder(configuration)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .addExecInterceptorFirst("gate", new Wire());
  }

  @Override
  protected RequestConfig.Builder createHttpRequestConfigBuilder(
      ClientConfiguration configuration) {
    return super.createHttpRequestConfigBuilder(configuration)
        .setResponseTimeout(Timeout.of(connection.answerTimeout()))
        .setConnectionRequestTimeout(Timeout.of(connection.answerTimeout()));
  }

  @Override
  protected PoolingHttpClientConnectionManagerBuilder createHttpClientConnectionManagerBuilder(
      ClientConfiguration configuration) {
    return super.createHttpClientConnectionManagerBuilder(configuration)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(connection.connectTimeout()))
                .setSocketTimeout(Timeout.of(connection.answerTimeout()))
                .build())
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS);
  }

  /** What every call goes through, before a connection is held for it. */
  private final class Wire implements ExecChainHandler {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
        throws IOException, HttpException {
      gate.pass(name, request.getMethod());
      try {
        credentials.headersFor(request.getMethod(), request.getUri()).forEach(request::setHeader);
      } catch (URISyntaxException impossible) {
        throw new ProtocolException("not a URI", impossible);
      }
      var response = chain.proceed(request, scope);
      vitals.saw(response);
      var requestId = response.getFirstHeader("X-Okta-Request-Id");
      OutboundCallGuard.answeredAs(requestId == null ? null : requestId.getValue());
      return response;
    }
  }
}
