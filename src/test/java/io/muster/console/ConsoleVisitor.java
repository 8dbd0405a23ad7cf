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

  private static final Pattern HIDDEN = Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>");
  private static final Pattern NAME = Pattern.compile(" name=\"([^\"]*)\"");
  private static final Pattern VALUE = Pattern.compile(" value=\"([^\"]*)\"");

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
    return uploadAll(from, to, fields, Map.of("the-file", file));
  }

  /** Sends a form with files in it, each by its name. */
  HttpResponse<String> uploadAll(
      String from, String to, Map<String, String> fields, Map<String, String> files)
      throws IOException, InterruptedException {
    var parts = new LinkedHashMap<>(fields);
    parts.put("_csrf", tokenOf(from));
    var body = new StringBuilder();
    parts.forEach((name, value) -> body.append(part(name, value)));
    files.forEach(
        (name, file) ->
            body.append(
                    "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                        .formatted(name))
                .append(file)
                .append("\r\n"));
    return send(to, body);
  }

  /** Presses the only button of a form that goes there, as it stands in the page. */
  HttpResponse<String> press(String page, String to) throws IOException, InterruptedException {
    var form =
        Pattern.compile("<form[^>]* action=\"%s\".*?</form>".formatted(to), Pattern.DOTALL)
            .matcher(page);
    if (!form.find()) {
      throw new IllegalArgumentException("no form goes to " + to);
    }
    var body = new StringBuilder();
    HIDDEN.matcher(form.group()).results().forEach(input -> body.append(hidden(input.group())));
    return send(to, body);
  }

  private static String hidden(String input) {
    var name = NAME.matcher(input);
    var value = VALUE.matcher(input);
    return name.find() && value.find() ? part(name.group(1), value.group(1)) : "";
  }

  private static String part(String name, String value) {
    return "--part\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(name, value);
  }

  private String tokenOf(String page) throws IOException, InterruptedException {
    var form = TOKEN.matcher(get(page).body());
    return form.find() ? form.group(1) : "";
  }

  private HttpResponse<String> send(String to, StringBuilder body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(address + to))
            .header("Content-Type", "multipart/form-data; boundary=part")
            .header("Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofString(body + "--part--\r\n"))
            .build(),
        BodyHandlers.ofString());
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
