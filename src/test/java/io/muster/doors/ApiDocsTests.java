package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmploymentFacts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** The page about our API says all there is, and nothing else. */
@ProcessTest
class ApiDocsTests {
  @LocalServerPort private int port;
  @Autowired private IdentityService identity;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mappings;

  @Test
  void describesEveryAddressOfOursAndNoOther() throws IOException {
    var there = new ArrayList<String>();
    mappings
        .getHandlerMethods()
        .keySet()
        .forEach(
            mapping ->
                mapping
                    .getPatternValues()
                    .forEach(
                        path ->
                            mapping
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(method -> there.add(method + " " + path))));
    assertThat(described())
        .containsExactlyInAnyOrderElementsOf(
            there.stream()
                .filter(it -> it.contains(" /api/") || it.contains(" /hr/"))
                .distinct()
                .toList());
  }

  @Test
  void namesEveryTypeAndFieldOfAnEvent() throws IOException {
    var schemas = api().get("components").get("schemas");
    var types = new ArrayList<String>();
    schemas.at("/Event/properties/type/enum").forEach(type -> types.add(type.textValue()));
    assertThat(types).containsExactlyInAnyOrderElementsOf(EmploymentFacts.types());
    var fields = new ArrayList<String>();
    schemas.at("/Facts/properties").fieldNames().forEachRemaining(fields::add);
    for (var type : EmploymentFacts.types()) {
      assertThat(fields).containsAll(EmploymentFacts.fields(type));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/docs, text/html",
    "/api/docs/openapi.yaml, openapi: 3.0.3",
    "/api/docs/page.js, SwaggerUIBundle",
    "/api/docs/ui/swagger-ui/swagger-ui-bundle.js, SwaggerUIBundle",
    "/api/docs/ui/swagger-ui/swagger-ui.css, swagger-ui"
  })
  void isThereForWhoeverSignsInAndNobodyElse(String path, String what) throws Exception {
    assertThat(get(path, "").statusCode()).isEqualTo(401);
    var password = UUID.randomUUID().toString();
    var user = identity.newUser("reader" + UUID.randomUUID().toString().substring(0, 8));
    user.setPassword(password);
    identity.saveUser(user);
    identity.createMembership(user.getId(), Role.HR.group());

    var answer = get(path, user.getId() + ":" + password);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("") + answer.body())
        .contains(what);
  }

  private static List<String> described() throws IOException {
    var described = new ArrayList<String>();
    api()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return described;
  }

  private static JsonNode api() throws IOException {
    try (var text = new ClassPathResource("docs/openapi.yaml").getInputStream()) {
      Object api = new Yaml().load(text);
      return JsonMapper.builder().build().valueToTree(api);
    }
  }

  private HttpResponse<String> get(String path, String signIn) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!signIn.isEmpty()) {
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(signIn.getBytes(StandardCharsets.UTF_8)));
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
