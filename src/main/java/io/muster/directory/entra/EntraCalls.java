package io.muster.directory.entra;

import io.muster.directory.entra.EntraAnswers.Asked;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes calls of one tenant; throws a {@link RemoteFailure} and nothing else of its own. */
final class EntraCalls {
  private final AppCredentials credentials;
  private final EntraAnswers answers;

  EntraCalls(AppCredentials credentials, EntraAnswers answers) {
    this.credentials = credentials;
    this.answers = answers;
  }

  /** What is there, or nothing. */
  <T> Optional<T> find(String what, String permission, Supplier<@Nullable T> call) {
    return unless(ErrorAnswer::gone, what, permission, call);
  }

  /** The user with this id, or nothing; another's answer is no answer. */
  Optional<EntraUser> only(String id, Optional<EntraUser> found) {
    found
        .filter(user -> !id.equalsIgnoreCase(user.id()))
        .ifPresent(
            other -> {
              throw answers.aboutAnother(id, other.id());
            });
    return found;
  }

  /** What has changed, or nothing if Graph no longer knows. */
  <T> Optional<T> unlessForgotten(String what, String permission, Supplier<@Nullable T> call) {
    return unless(ErrorAnswer::forgotten, what, permission, call);
  }

  private <T> Optional<T> unless(
      Predicate<ErrorAnswer> nothing, String what, String permission, Supplier<@Nullable T> call) {
    var asked = new Asked(what, permission, false);
    try {
      var found = again(call);
      if (found == null) {
        // nothing was said, which is not the same as that nothing is there
        throw answers.unreadable(asked);
      }
      return Optional.of(found);
    } catch (RuntimeException failed) {
      if (failed instanceof ErrorAnswer answer && nothing.test(answer)) {
        return Optional.empty();
      }
      throw answers.failure(asked, failed);
    }
  }

  /** What has to be there. */
  <T> T read(String what, String permission, Supplier<@Nullable T> call) {
    return find(what, permission, call)
        .orElseThrow(
            () ->
                new Refused("Microsoft Graph says that there is nothing for %s.".formatted(what)));
  }

  /** A write; what is gone is seen to be so when it is read again. */
  <T> Optional<T> write(String what, String permission, Supplier<@Nullable T> call) {
    try {
      return Optional.ofNullable(again(call));
    } catch (RuntimeException failed) {
      if (failed instanceof ErrorAnswer answer && answer.gone()) {
        return Optional.empty();
      }
      throw answers.failure(new Asked(what, permission, true), failed);
    }
  }

  /** A write that answers nothing, and is as wished if it was done before. */
  void join(String what, String permission, Runnable call) {
    write(
        what,
        permission,
        () -> {
          try {
            call.run();
          } catch (ErrorAnswer refused) {
            if (!refused.taken()) {
              throw refused;
            }
          }
          return true;
        });
  }

  /** A write that answers nothing. */
  void write(String what, String permission, Runnable call) {
    write(
        what,
        permission,
        () -> {
          call.run();
          return true;
        });
  }

  /** Makes the call, once more with a new token if Graph did not accept the old one. */
  private <T> @Nullable T again(Supplier<@Nullable T> call) {
    try {
      return call.get();
    } catch (ErrorAnswer refused) {
      if (refused.status() != 401) {
        throw refused;
      }
      credentials.renew();
      return call.get();
    }
  }

  /** A text as a filter takes it. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** An address with these parameters, names and values in turn. */
  static String url(String base, String... namesAndValues) {
    var parameters = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return base
        + parameters.entrySet().stream()
            .map(EntraCalls::encoded)
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(Map.Entry<String, String> parameter) {
    var value = URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
    return parameter.getKey() + "=" + value.replace("+", "%20");
  }

  /** An empty id would turn a call about one thing into one about all. */
  static String named(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a thing without an id");
    }
    return id;
  }
}
