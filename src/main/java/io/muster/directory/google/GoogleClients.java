package io.muster.directory.google;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudidentity.v1.CloudIdentity;
import com.google.api.services.directory.Directory;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.remote.OutboundCallGuard;

/**
 * Google's clients with everything switched off that they would do on their own: no retries, no
 * following of redirects. Each call passes the gate and gets its token there.
 *
 * @param directory users, groups and members
 * @param identity the rules of groups
 */
record GoogleClients(Directory directory, CloudIdentity identity) {
  private static final String US = "Muster";
  private static final int CONNECTIONS = 20;

  /** How calls travel; unlike the JDK's own client, it repeats nothing by itself. */
  static HttpTransport transport() {
    return new ApacheHttpTransport(
        ApacheHttpTransport.newDefaultHttpClientBuilder()
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .build());
  }

  /** Clients for one connection; makes no call yet. */
  static GoogleClients of(
      String name,
      Connection connection,
      HttpTransport transport,
      OutboundCallGuard gate,
      ServiceAccount account) {
    HttpRequestInitializer wire =
        request ->
            quietly(request, connection)
                .setInterceptor(
                    sent -> {
                      gate.pass(name, method(sent));
                      sent.getHeaders().setAuthorization(account.authorization());
                    })
                .setResponseInterceptor(
                    response ->
                        OutboundCallGuard.answeredAs(
                            response.getHeaders().getFirstHeaderStringValue("X-Request-Id")));
    return new GoogleClients(
        new Directory.Builder(transport, GsonFactory.getDefaultInstance(), wire)
            .setRootUrl(connection.rootUrl().toString())
            .setApplicationName(US)
            .build(),
        new CloudIdentity.Builder(transport, GsonFactory.getDefaultInstance(), wire)
            .setRootUrl(connection.cloudIdentityUrl().toString())
            .setApplicationName(US)
            .build());
  }

  static HttpRequest quietly(HttpRequest request, Connection connection) {
    return request
        .setConnectTimeout(Math.toIntExact(connection.connectTimeout().toMillis()))
        .setReadTimeout(Math.toIntExact(connection.answerTimeout().toMillis()))
        .setNumberOfRetries(0)
        .setFollowRedirects(false)
        .setLoggingEnabled(false)
        .setCurlLoggingEnabled(false);
  }

  /**
   * A long GET travels as a POST and says so; asking to be told of changes changes nothing itself.
   */
  private static String method(HttpRequest request) {
    var path = request.getUrl().getRawPath();
    if (path.endsWith("/users/watch") || path.endsWith("/channels/stop")) {
      return "GET";
    }
    var meant = request.getHeaders().getFirstHeaderStringValue("X-HTTP-Method-Override");
    return meant == null ? request.getRequestMethod() : meant;
  }

  /** One call of one of the clients. */
  interface Request<T> {
    AbstractGoogleClientRequest<T> of(GoogleClients clients) throws java.io.IOException;
  }
}
