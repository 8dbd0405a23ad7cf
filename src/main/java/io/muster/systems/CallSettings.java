package io.muster.systems;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a diagram says of one call to another system.
 *
 * @param system the name of the system in the settings of the service
 * @param method the HTTP method
 * @param path what is added to the system's address
 * @param body what is sent, if anything
 * @param mapping what becomes of the answer
 * @param success what an answer says if it was done, if its status does not tell
 * @param waitTask the receive task that waits for the system's call back, if one does
 * @param answerWithin how long the address for the call back is good
 */
record CallSettings(
    String system,
    String method,
    PathTemplate path,
    Optional<JsonTemplate> body,
    AnswerMapping mapping,
    Optional<SuccessSign> success,
    Optional<String> waitTask,
    Duration answerWithin) {
  /** The name that stands for the key of the call. */
  static final String KEY = "key";

  /** The name that stands for the address of the call back. */
  static final String CALL_BACK = "callBack";

  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> KNOWN =
      Set.of("system", "method", "path", "body", "outputs", "success", "waitTask", "answerWithin");
  private static final Duration USUAL_WAIT = Duration.ofDays(7);
  private static final Duration LONGEST_WAIT = Duration.ofDays(366);

  /**
   * Reads the settings of a task.
   *
   * @throws Unusable if they cannot be used, whatever systems there are
   */
  static CallSettings of(Map<String, String> settings) {
    for (var name : settings.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new Unusable(
            "has the setting '%s', which is none".formatted(name),
            "use one of " + String.join(", ", new TreeSet<>(KNOWN)));
      }
    }
    var system = text(settings, "system");
    if (system.isEmpty()) {
      throw new Unusable("names no system", "write the name of one of muster.systems");
    }
    var method = text(settings, "method").isEmpty() ? "POST" : text(settings, "method");
    if (!METHODS.contains(method)) {
      throw new Unusable(
          "has the method '%s'".formatted(method),
          "use one of " + String.join(", ", new TreeSet<>(METHODS)));
    }
    var body = Optional.of(text(settings, "body")).filter(text -> !text.isEmpty());
    if (method.equals("GET") && body.isPresent()) {
      throw new Unusable("sends a body with GET", "take the body out, or use POST");
    }
    var read =
        new CallSettings(
            system,
            method,
            PathTemplate.read(text(settings, "path")),
            body.map(JsonTemplate::read),
            AnswerMapping.read(settings.getOrDefault("outputs", "")),
            Optional.of(text(settings, "success"))
                .filter(text -> !text.isEmpty())
                .map(SuccessSign::read),
            Optional.of(text(settings, "waitTask")).filter(text -> !text.isEmpty()),
            answerWithin(text(settings, "answerWithin")));
    read.demandCallBack();
    return read;
  }

  private void demandCallBack() {
    if (path.names().contains(CALL_BACK)) {
      throw new Unusable(
          "has {{%s}} in its path, where many systems write it down".formatted(CALL_BACK),
          "send it in the body");
    }
    var isSent = body.filter(template -> template.names().contains(CALL_BACK)).isPresent();
    if (isSent && waitTask.isEmpty()) {
      throw new Unusable(
          "sends an address for a call back that nothing waits for",
          "name the receive task as 'waitTask'");
    }
    if (!isSent && waitTask.isPresent()) {
      throw new Unusable(
          "does not tell the system where to call back",
          "put {{%s}} into the body, or clear 'waitTask'".formatted(CALL_BACK));
    }
  }

  /** Every name that is filled in. */
  Set<String> names() {
    var names = new TreeSet<>(path.names());
    body.ifPresent(template -> names.addAll(template.names()));
    return names;
  }

  /** True if asking twice is the same as asking once, whatever the system. */
  boolean isReading() {
    return method.equals("GET");
  }

  private static String text(Map<String, String> settings, String name) {
    return settings.getOrDefault(name, "").strip();
  }

  private static Duration answerWithin(String text) {
    if (text.isEmpty()) {
      return USUAL_WAIT;
    }
    try {
      var within = Duration.parse(text);
      if (within.compareTo(Duration.ZERO) > 0 && within.compareTo(LONGEST_WAIT) <= 0) {
        return within;
      }
    } catch (DateTimeException unreadable) {
      // said below
    }
    throw new Unusable(
        "waits '%s' for a call back".formatted(text),
        "write more than none and no more than P366D, such as P7D or PT4H");
  }
}
