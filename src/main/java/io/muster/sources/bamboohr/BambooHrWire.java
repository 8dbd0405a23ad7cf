package io.muster.sources.bamboohr;

import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteHttp;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * The one way to one company: paid for, signed in, and every bad answer turned into a {@link
 * io.muster.remote.RemoteFailure}.
 */
final class BambooHrWire implements ClientHttpRequestInterceptor {
  private final String name;
  private final OutboundCallGuard gate;
  private final BambooHrResponses answers;
  private final SignIn signIn;
  private volatile @Nullable String date;

  BambooHrWire(String name, OutboundCallGuard gate, BambooHrResponses answers, SignIn signIn) {
    this.name = name;
    this.gate = gate;
    this.answers = answers;
    this.signIn = signIn;
  }

  /** What the last answer said is the time there, or null. */
  @Nullable String date() {
    return date;
  }

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) {
    // a dataset is asked for by POST, as the question is too long for an address; nothing is
    // written
    gate.pass(name, "GET");
    request.getHeaders().set(HttpHeaders.AUTHORIZATION, signIn.authorization());
    try {
      var response = execution.execute(request, body);
      if (response.getStatusCode().value() == 401 && signIn.mayBeRenewed()) {
        response.close();
        gate.pass(name, "GET");
        request.getHeaders().set(HttpHeaders.AUTHORIZATION, signIn.authorization());
        response = execution.execute(request, body);
      }
      date = response.getHeaders().getFirst(HttpHeaders.DATE);
      var failure =
          answers.failureIn(request, response.getStatusCode().value(), response.getHeaders());
      if (failure.isPresent()) {
        response.close();
        throw failure.get();
      }
      return response;
    } catch (IOException failed) {
      throw answers.silence(request, failed);
    }
  }

  /** The calls, by this way and with none of the application's customisations. */
  BambooHrApi api(BambooHrProperties.Connection connection) {
    var client =
        client(connection)
            .mutate()
            .requestInterceptor(this)
            .baseUrl(connection.base().toString())
            .build();
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
        .build()
        .createClient(BambooHrApi.class);
  }

  /** Calls that go there as they are. */
  static RestClient client(BambooHrProperties.Connection connection) {
    var http = RemoteHttp.client(connection.connectTimeout());
    var requests = new JdkClientHttpRequestFactory(http);
    requests.setReadTimeout(connection.answerTimeout());
    return RestClient.builder()
        .requestFactory(new BufferingClientHttpRequestFactory(requests))
        .messageConverters(
            converters -> {
              converters.clear();
              converters.add(new ByteArrayHttpMessageConverter());
              converters.add(new StringHttpMessageConverter());
              converters.add(new MappingJackson2HttpMessageConverter());
            })
        .build();
  }
}
