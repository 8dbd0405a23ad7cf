package io.muster.directory.entra;

import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestOption;
import com.microsoft.kiota.authentication.AnonymousAuthenticationProvider;
import com.microsoft.kiota.http.middleware.options.RedirectHandlerOption;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure.Misconfigured;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Microsoft's SDK with everything switched off that it would do on its own: no retries, no
 * sleeping, no following of redirects. Each call passes the gate and gets its token there, and goes
 * to the configured host or nowhere.
 */
final class EntraClient implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 5;
  private static final int IDLE_SECONDS = 20;

  private final OkHttpClient http;
  private final GraphServiceClient graph;

  /** A client for one tenant; makes no call yet. */
  EntraClient(
      String name,
      Connection connection,
      OutboundCallGuard gate,
      AppCredentials credentials,
      EntraRateLimitHeaders vitals) {
    var quiet =
        new RequestOption[] {
          new RetryHandlerOption(null, 0, 0), new RedirectHandlerOption(0, response -> false)
        };
    http =
        GraphClientFactory.create(quiet)
            // or a write whose answer was lost would be sent again in silence
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
            .connectTimeout(connection.connectTimeout())
            .readTimeout(connection.answerTimeout())
            .writeTimeout(connection.answerTimeout())
            .callTimeout(connection.connectTimeout().plus(connection.answerTimeout()))
            .addInterceptor(new Wire(name, connection, gate, credentials, vitals))
            .build();
    graph = new GraphServiceClient(new AnonymousAuthenticationProvider(), http);
    graph.getRequestAdapter().setBaseUrl(connection.graph());
  }

  GraphServiceClient graph() {
    return graph;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  /** What every call goes through, before a connection is held for it. */
  private record Wire(
      String name,
      Connection connection,
      OutboundCallGuard gate,
      AppCredentials credentials,
      EntraRateLimitHeaders vitals)
      implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
      var request = chain.request();
      if (!isOurs(request.url())) {
        throw new Misconfigured(
            "Microsoft Graph (%s) sends us on to %s, which gets no token of ours. Check %s%1$s.graph-url."
                .formatted(name, request.url().host(), EntraProperties.PREFIX));
      }
      gate.pass(name, changesNobody(request.url()) ? "GET" : request.method());
      var response =
          chain.proceed(
              request.newBuilder().header("Authorization", credentials.authorization()).build());
      vitals.saw(response);
      OutboundCallGuard.answeredAs(response.header("request-id"));
      if (response.isSuccessful() && (isEmpty(response) || isJson(response))) {
        return response;
      }
      try (response) {
        throw ErrorAnswer.of(response);
      }
    }

    /** To be told of changes belongs to no case, so there is nothing for the ledger. */
    private boolean changesNobody(HttpUrl url) {
      return url.encodedPath()
          .startsWith(HttpUrl.get(connection.graph()).encodedPath() + "/subscriptions");
    }

    /** A link to the next page may lead anywhere. */
    private boolean isOurs(HttpUrl url) {
      var own = HttpUrl.get(connection.graph());
      return own.scheme().equals(url.scheme())
          && own.host().equals(url.host())
          && own.port() == url.port();
    }

    private static boolean isEmpty(Response response) {
      return response.code() == 204 || response.code() == 202 || response.body() == null;
    }

    private static boolean isJson(Response response) {
      var type = response.header("Content-Type", "");
      return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }
  }
}
