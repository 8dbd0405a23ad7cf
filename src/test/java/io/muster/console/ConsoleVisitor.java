package io.muster.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Somebody at the console without a browser: keeps cookies, and sends forms with their token. */
final class ConsoleVisitor {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final String address;

  ConsoleVisitor(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  /** Signs in, and says where that led. */
  HttpResponse<String> signIn(String name, String password, String to)
      throws IOException, InterruptedException {
    return post(
        "/console/sign-in",
        "name=%s&password=%s&to=%s&_csrf=%s"
            .formatted(coded(name), coded(password), coded(to), coded(token())));
  }

  /** The token of the sign-in page. */
  String token() throws IOException, InterruptedException {
    var form = TOKEN.matcher(get("/console/sign-in").body());
    return form.find() ? form.group(1) : "";
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address + path)).header("Accept", "text/html");
    for (int at = 0; at < headers.length; at += 2) {
      request.header(headers[at], headers[at + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  /** Sends a form with a file in it, with the token of the page it is sent from. */
  HttpResponse<String> upload(String from, String to, Map<String, String> fields, String file)
      throws IOException, InterruptedException {
    var form = TOKEN.matcher(get(from).body());
    var parts = new LinkedHashMap<>(fields);
    parts.put("_csrf", form.find() ? form.group(1) : "");
    var body = new StringBuilder();
    parts.forEach(
        (name, value) ->
            body.append(
                "--part\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(name, value)));
    body.append(
            "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"the-file\"\r\nContent-Type: application/octet-stream\r\n\r\n")
        .append(file)
        .append("\r\n--part--\r\n");
    return http.send(
        HttpRequest.newBuilder(URI.create(address + to))
            .header("Content-Type", "multipart/form-data; boundary=part")
            .header("Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
