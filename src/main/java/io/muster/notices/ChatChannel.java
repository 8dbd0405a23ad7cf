package io.muster.notices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.notices.NoticesProperties.Chat;
import io.muster.notices.NoticesProperties.ChatKind;
import io.muster.remote.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sends notices to an incoming webhook of Slack or Teams. It follows no redirect. */
final class ChatChannel implements Channel {
  private static final int OK = 200;
  private static final int REDIRECTED = 300;
  private static final int WRONG = 400;
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;
  private static final int BROKEN = 500;

  private final String name;
  private final Chat settings;
  private final URI webhook;
  private final HttpClient http;
  private final Bounded bounded;
  private final ObjectMapper json = new ObjectMapper();
  private final Clock clock;

  ChatChannel(String name, Chat settings, Clock clock) {
    this.name = name;
    this.settings = settings;
    this.webhook = Endpoints.webhook(Objects.requireNonNull(settings.url())).orElseThrow();
    this.http =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
    this.bounded = new Bounded("notice-by-chat", settings.timeout().multipliedBy(2));
    this.clock = clock;
  }

  @Override
  public String name() {
    return Recipient.chat(name);
  }

  @Override
  public void send(Outgoing notice) throws NotSent {
    var request =
        HttpRequest.newBuilder(webhook)
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body(notice)))
            .build();
    bounded.run(() -> check(answer(request)));
  }

  private HttpResponse<Void> answer(HttpRequest request) throws NotSent {
    try {
      return http.send(request, BodyHandlers.discarding());
    } catch (IOException failed) {
      throw NotSent.forNow("the channel does not answer: " + failed.getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw NotSent.forNow("the try was ended");
    }
  }

  private void check(HttpResponse<Void> answer) throws NotSent {
    var status = answer.statusCode();
    if (status >= OK && status < REDIRECTED) {
      return;
    }
    var why = "the channel answers " + status;
    if (status == TOO_MANY || status >= BROKEN || status == TIMED_OUT) {
      var until = RetryAfter.ends(answer.headers().firstValue("Retry-After").orElse(null), clock);
      throw until.isPresent() ? NotSent.until(why, until.get()) : NotSent.forNow(why);
    }
    throw NotSent.forGood(
        status < WRONG
            ? why + ", a redirect, which is not followed; set the webhook's own address"
            : why + "; make a new webhook and set muster.notices.chat.%s.url".formatted(name));
  }

  private String body(Outgoing notice) {
    try {
      return json.writeValueAsString(
          settings.kind() == ChatKind.TEAMS ? card(notice) : message(notice));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, Object> message(Outgoing notice) {
    return Map.of(
        "text",
        "*%s*\n%s\n<%s|Open in Muster>"
            .formatted(slack(notice.subject()), slack(notice.text()), notice.link()));
  }

  /** What Slack would take for a link or a mention is shown as it is. */
  private static String slack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Map<String, Object> card(Outgoing notice) {
    return Map.of(
        "type",
        "message",
        "attachments",
        List.of(
            Map.of(
                "contentType",
                "application/vnd.microsoft.card.adaptive",
                "content",
                Map.of(
                    "type",
                    "AdaptiveCard",
                    "version",
                    "1.4",
                    "body",
                    List.of(block(notice.subject(), "bolder"), block(notice.text(), "default")),
                    "actions",
                    List.of(
                        Map.of(
                            "type",
                            "Action.OpenUrl",
                            "title",
                            "Open in Muster",
                            "url",
                            notice.link()))))));
  }

  private static Map<String, Object> block(String text, String weight) {
    return Map.of("type", "TextBlock", "text", teams(text), "weight", weight, "wrap", true);
  }

  /** Cards read Markdown. */
  private static String teams(String text) {
    return text.replaceAll("([\\\\*_`\\[\\]~])", "\\\\$1");
  }
}
