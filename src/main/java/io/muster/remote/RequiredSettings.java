package io.muster.remote;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What one part of the service cannot start without, looked for in the settings before anything
 * starts, so that all that is missing or wrong is told at once. Listed in {@code
 * META-INF/spring.factories}.
 */
public interface RequiredSettings {
  /** What has to be mended, each in a sentence that names the setting and shows no secret. */
  List<String> problems(Binder settings);

  /** What else is going to be needed; told along with problems, no reason not to start. */
  default List<String> reminders(Binder settings) {
    return List.of();
  }

  /** Does a check that throws, and gives what it said. */
  static List<String> saidBy(Runnable check) {
    try {
      check.run();
      return List.of();
    } catch (InvalidConfigurationPropertyValueException wrong) {
      return List.of("%s: %s".formatted(wrong.getName(), wrong.getReason()));
    } catch (BindException unreadable) {
      return List.of("%s cannot be used: %s".formatted(unreadable.getName(), reason(unreadable)));
    } catch (IllegalArgumentException | IllegalStateException wrong) {
      return List.of(String.valueOf(wrong.getMessage()));
    }
  }

  private static String reason(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .reduce((outer, inner) -> inner)
        .map(innermost -> String.valueOf(innermost.getMessage()))
        .orElse("");
  }
}
