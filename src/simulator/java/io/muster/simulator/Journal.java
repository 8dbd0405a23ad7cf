package io.muster.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every call that came in, in the order in which it was answered.
 *
 * <p>A call is in the journal before its answer is on the wire, so whoever has the answer finds it.
 * What is written out has its secrets masked; what tests read in memory has not.
 */
public final class Journal {
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "dpop", "cookie", "set-cookie");
  private static final String SECRET_NAMES =
      "password|client_secret|client_assertion|assertion|access_token|refresh_token|system_lock_pin";
  private static final Pattern SECRET_MEMBER =
      Pattern.compile("(\"(?:" + SECRET_NAMES + ")\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern SECRET_FORM =
      Pattern.compile("((?:^|&)(?:" + SECRET_NAMES + ")=)[^&]*");
  private static final String MASK = "[redacted]";

  private final int remembers;
  private final Deque<Entry> entries = new ArrayDeque<>();

  Journal(int remembers) {
    this.remembers = remembers;
  }

  /**
   * One call and what became of it.
   *
   * @param at when, on the simulator's clock
   * @param call what came in
   * @param answer what went back; null if the caller was left without an answer
   * @param acted whether the simulator itself handled it, rather than a fault in its place
   * @param fault the fault that struck, in words, or null
   */
  public record Entry(
      Instant at, Call call, @Nullable Answer answer, boolean acted, @Nullable String fault) {

    /** The status the caller saw; 0 for none. */
    public int status() {
      return answer == null ? 0 : answer.status();
    }

    /** What was sent, as JSON; a missing node if nothing readable was. */
    public JsonNode json() {
      return Json.read(call.body())
          .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
    }

    @Override
    public String toString() {
      return call.method() + " " + call.path() + " -> " + status();
    }
  }

  synchronized void add(Entry entry) {
    entries.addLast(entry);
    if (entries.size() > remembers) {
      entries.removeFirst();
    }
  }

  /** Everything, oldest first. */
  public synchronized List<Entry> calls() {
    return List.copyOf(entries);
  }

  /** The calls of this method in whose path the pattern is found. */
  public List<Entry> calls(String method, String pathPattern) {
    var path = Pattern.compile(pathPattern).asPredicate();
    return calls().stream()
        .filter(entry -> entry.call().method().equals(method) && path.test(entry.call().path()))
        .toList();
  }

  /** Those among {@link #calls(String, String)} that took effect, answered or not. */
  public List<Entry> effects(String method, String pathPattern) {
    return calls(method, pathPattern).stream()
        .filter(entry -> entry.acted() && (entry.answer() == null || entry.status() < 300))
        .toList();
  }

  /** Forgets everything. */
  public synchronized void clear() {
    entries.clear();
  }

  /** Writes JSON lines, secrets masked. */
  public void writeTo(Path file) {
    try {
      Files.writeString(file, lines());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String lines() {
    return calls().stream().map(Journal::line).collect(Collectors.joining());
  }

  private static String line(Entry entry) {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("at", entry.at().toString());
    line.put("method", entry.call().method());
    line.put("url", entry.call().url());
    line.put("requestHeaders", masked(entry.call().headers()));
    line.put("requestBody", masked(entry.call().body()));
    var answer = entry.answer();
    line.put("status", answer == null ? null : answer.status());
    if (answer != null) {
      line.put("responseHeaders", masked(answer.headers()));
      line.put("responseBody", masked(answer.body()));
    }
    line.put("acted", entry.acted());
    if (entry.fault() != null) {
      line.put("fault", entry.fault());
    }
    return Json.write(line) + "\n";
  }

  private static Map<String, String> masked(Map<String, List<String>> headers) {
    var shown = new LinkedHashMap<String, String>();
    headers.forEach(
        (name, values) -> {
          var lower = name.toLowerCase(java.util.Locale.ROOT);
          shown.put(lower, SECRET_HEADERS.contains(lower) ? MASK : String.join(", ", values));
        });
    return shown;
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
