package io.muster.sources.bamboohr;

import io.muster.remote.CallGate;
import io.muster.remote.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * The one way to one company: paid for, with the key, and every bad answer turned into a {@link
 * io.muster.remote.RemoteFailure}.
 */
final class BambooHrWire implements ClientHttpRequestInterceptor {
  private final String name;
  private final CallGate gate;
  private final Answers answers;
  private final String authorization;
  private volatile @Nullable String date;

  BambooHrWire(String name, CallGate gate, Answers answers, Secret key) {
    this.name = name;
    this.gate = gate;
    this.answers = answers;
    // the key is the name, and the password is any text
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((key.reveal() + ":x").getBytes(StandardCharsets.UTF_8));
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
    request.getHeaders().set(HttpHeaders.AUTHORIZATION, authorization);
    try {
      var response = execution.execute(request, body);
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
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connection.connectTimeout())
            .build();
    var requests = new JdkClientHttpRequestFactory(http);
    requests.setReadTimeout(connection.answerTimeout());
    var client =
        RestClient.builder()
            .requestFactory(new BufferingClientHttpRequestFactory(requests))
            .requestInterceptor(this)
            .baseUrl(connection.base().toString())
            .messageConverters(
                converters -> {
                  converters.clear();
                  converters.add(new StringHttpMessageConverter());
                  converters.add(new MappingJackson2HttpMessageConverter());
                })
            .build();
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
        .build()
        .createClient(BambooHrApi.class);
  }
}
