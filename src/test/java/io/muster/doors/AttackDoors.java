package io.muster.doors;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** The doors as an attacker goes through them: by password, as Tasklist does, by the console. */
final class AttackDoors {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String CSRF = "XSRF-TOKEN";

  private final Map<Attack.Identity, Browser> browsers = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final Random random;

  AttackDoors(int port, Random random) {
    this.address = "http://127.0.0.1:" + port;
    this.random = random;
  }

  Random random() {
    return random;
  }

  /** Calls the engine, by its REST API or by Tasklist's own. */
  int engine(Attack.Identity who, String method, String path, String json) throws Exception {
    return random.nextBoolean()
        ? browser(who).engine(method, path, json)
        : own(who, method, "/engine-rest" + path, "application/json", json);
  }

  /** Calls with a password. */
  int own(Attack.Identity who, String method, String path, String type, String body)
      throws Exception {
    var pair = (who.name() + ":" + who.password()).getBytes(StandardCharsets.UTF_8);
    return http.send(
            HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .header("Content-Type", type)
                .header("Idempotency-Key", "attack-" + random.nextInt(Integer.MAX_VALUE))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  /** Sends a form of the console, with its token. */
  int console(Attack.Identity who, String path, String form) throws Exception {
    return browser(who).console(path, form);
  }

  private Browser browser(Attack.Identity who) throws Exception {
    var known = browsers.get(who);
    if (known == null) {
      known = new Browser(who);
      browsers.put(who, known);
    }
    return known;
  }

  /** Signed in once, as a browser is. */
  private final class Browser {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

    Browser(Attack.Identity who) throws Exception {
      send(
          "/console/sign-in",
          "name=%s&password=%s&to=&_csrf=%s"
              .formatted(coded(who.name()), coded(who.password()), token("/console/sign-in")));
      get("/camunda/app/tasklist/webapps/");
    }

    int engine(String method, String path, String json) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create(address + "/camunda/api/engine/engine/webapps" + path))
              .header("Content-Type", "application/json");
      cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals(CSRF))
          .forEach(cookie -> request.header("X-" + CSRF, cookie.getValue()));
      return http.send(
              request.method(method, BodyPublishers.ofString(json)).build(),
              BodyHandlers.discarding())
          .statusCode();
    }

    int console(String path, String form) throws IOException, InterruptedException {
      return send(path, form + "&_csrf=" + token("/console"));
    }

    private String token(String page) throws IOException, InterruptedException {
      var form = TOKEN.matcher(get(page));
      return form.find() ? form.group(1) : "";
    }

    private String get(String path) throws IOException, InterruptedException {
      return http.send(
              HttpRequest.newBuilder(URI.create(address + path))
                  .header("Accept", "text/html")
                  .build(),
              BodyHandlers.ofString())
          .body();
    }

    private int send(String path, String form) throws IOException, InterruptedException {
      return http.send(
              HttpRequest.newBuilder(URI.create(address + path))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("Accept", "text/html")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
