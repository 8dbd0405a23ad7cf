package io.muster.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private static final Pattern ID = Pattern.compile("/(?!v\\d+(?:/|$))[^/]*(?:\\d|@|%40)[^/]*");

  private final int remembers;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Long> tally = new TreeMap<>();

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
   * @param own whether the answer is the simulator's, rather than a fault's
   * @param fault the fault that struck, in words, or null
   */
  public record Entry(
      Instant at,
      Call call,
      @Nullable Answer answer,
      boolean acted,
      boolean own,
      @Nullable String fault) {

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
    var call = entry.call();
    var kind = call.method() + " " + ID.matcher(call.path()).replaceAll("/{id}");
    tally.merge(kind + " " + entry.status(), 1L, Long::sum);
    entries.addLast(entry);
    if (entries.size() > remembers) {
      entries.removeFirst();
    }
  }

  /**
   * How many calls there were of each kind, forgotten ones too: {@code GET /api/v1/users/{id}/
   * 200}.
   */
  public synchronized Map<String, Long> tally() {
    return new TreeMap<>(tally);
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
    tally.clear();
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
    return calls().stream()
        .map(entry -> JournalLine.of(entry).text())
        .collect(Collectors.joining());
  }
}
