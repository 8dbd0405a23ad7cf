package io.muster.simulator;

import io.muster.simulator.Journal.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call as it is written out: a JSON object on one line, secrets masked. */
final class JournalLine {
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "dpop", "cookie", "set-cookie");
  private static final String SECRET_NAMES =
      "password|client_secret|client_assertion|assertion|access_token|refresh_token|privateKey|system_lock_pin";
  private static final Pattern SECRET_MEMBER =
      Pattern.compile("(\"(?:" + SECRET_NAMES + ")\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern SECRET_FORM =
      Pattern.compile("((?:^|&)(?:" + SECRET_NAMES + ")=)[^&]*");

  /** The word before a credential, which is no secret. */
  private static final Pattern SCHEME = Pattern.compile("(?:SSWS|Bearer|DPoP|Basic) ");

  private static final String MASK = "[redacted]";

  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  private JournalLine() {}

  /** What came in and what went back. */
  static JournalLine of(Entry entry) {
    var line = new JournalLine();
    line.request(entry);
    line.answer(entry.answer());
    line.members.put("acted", entry.acted());
    if (entry.fault() != null) {
      line.members.put("fault", entry.fault());
    }
    return line;
  }

  /**
   * The same for somebody who compares both sides with the vendor's description, named here. What a
   * fault sent in place of the simulator's answer is left out: no vendor describes it.
   */
  static JournalLine of(Entry entry, String description) {
    var line = new JournalLine();
    line.members.put("spec", description);
    line.request(entry);
    line.answer(entry.own() ? entry.answer() : null);
    return line;
  }

  String text() {
    return Json.write(members) + "\n";
  }

  private void request(Entry entry) {
    members.put("at", entry.at().toString());
    members.put("method", entry.call().method());
    members.put("url", entry.call().url());
    members.put("requestHeaders", masked(entry.call().headers()));
    members.put("requestBody", masked(entry.call().body()));
  }

  private void answer(@Nullable Answer answer) {
    members.put("status", answer == null ? null : answer.status());
    if (answer != null) {
      members.put("responseHeaders", masked(answer.headers()));
      members.put("responseBody", masked(answer.body()));
    }
  }

  private static Map<String, String> masked(Map<String, List<String>> headers) {
    var shown = new LinkedHashMap<String, String>();
    headers.forEach(
        (name, values) -> {
          var lower = name.toLowerCase(Locale.ROOT);
          var value = String.join(", ", values);
          shown.put(lower, SECRET_HEADERS.contains(lower) ? maskedCredential(value) : value);
        });
    return shown;
  }

  private static String maskedCredential(String value) {
    var scheme = SCHEME.matcher(value);
    return scheme.lookingAt() ? scheme.group() + MASK : MASK;
  }

  private static @Nullable Object masked(String body) {
    if (body.isEmpty()) {
      return null;
    }
    var shown = SECRET_MEMBER.matcher(body).replaceAll("$1\"" + MASK + "\"");
    if (!shown.startsWith("{") && !shown.startsWith("[")) {
      shown = SECRET_FORM.matcher(shown).replaceAll("$1" + MASK);
    }
    var text = shown;
    return Json.read(shown).<Object>map(json -> json).orElse(text);
  }
}
