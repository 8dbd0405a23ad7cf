package io.muster.directory.entra;

import io.muster.directory.VendorError;
import io.muster.directory.vendor.VendorFailures;
import io.muster.directory.vendor.VendorFailures.Answer;
import io.muster.directory.vendor.VendorFailures.Call;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What Graph's answers, and its silence, mean for whoever asked.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Graph's errors</a>
 */
final class EntraAnswers {
  private final String connection;
  private final VendorFailures failures;
  private final Clock clock;
  private final Supplier<String> remedy;

  /** The remedy is asked for when credentials are refused. */
  EntraAnswers(String connection, Clock clock, Supplier<String> remedy) {
    this.connection = connection;
    this.failures = new VendorFailures("Microsoft Graph", connection);
    this.clock = clock;
    this.remedy = remedy;
  }

  /**
   * A call as people know it.
   *
   * @param what was asked
   * @param permission what the app needs for it
   * @param write whether it may have changed something
   */
  record Asked(String what, String permission, boolean write) {
    Call call() {
      return new Call(what, write);
    }
  }

  /** The failure in this answer. */
  RemoteFailure failure(Asked asked, ErrorAnswer answer) {
    var call = asked.call();
    int status = answer.status();
    var setting = EntraProperties.PREFIX + connection + ".graph-url";
    if (status < 300) {
      return failures.unreadable(call);
    }
    if (status < 400) {
      return failures.redirected(call, setting);
    }
    if (status == 404 && !answer.gone()) {
      return failures.unknownCall(call, status, setting);
    }
    return EntraErrors.find(status, answer.codes(), answer.message())
        .map(error -> failure(error, asked, read(answer)))
        .orElseGet(() -> failures.unknown(call, read(answer), "the Entra admin center"));
  }

  private Answer read(ErrorAnswer answer) {
    return new Answer(
        answer.status(),
        answer.codes(),
        answer.message(),
        answer.retryAfter().flatMap(after -> RetryAfter.ends(after, clock)).orElse(null));
  }

  private RemoteFailure failure(VendorError error, Asked asked, Answer answer) {
    var call = asked.call();
    return switch (error.outcome()) {
      case SLOW_DOWN -> tooMany(call, answer);
      case BUSY, RETRY -> failures.unwell(call, answer, answer.mayHaveActed());
      case PERSON, DONE -> failures.refused(call, answer, remedy(error, asked));
      case MISCONFIGURED -> failures.notAllowed(call, answer, remedy(error, asked));
    };
  }

  private String remedy(VendorError error, Asked asked) {
    return error
        .remedy()
        .replace("{connection}", connection)
        .replace("{permission}", asked.permission())
        .replace("{credentials}", remedy.get());
  }

  /** The failure in what the SDK threw; anything that is not about the wire goes on as it is. */
  RuntimeException failure(Asked asked, RuntimeException thrown) {
    if (thrown instanceof RemoteFailure) {
      return thrown;
    }
    if (thrown instanceof ErrorAnswer answer) {
      return failure(asked, answer);
    }
    if (thrown instanceof com.google.gson.JsonParseException) {
      return unreadable(asked);
    }
    return thrown.getCause() instanceof IOException lost
        ? failures.silence(asked.call(), lost, VendorFailures.isNeverSent(lost))
        : thrown;
  }

  /** The failure in an answer that says nothing we understand. */
  Unavailable unreadable(Asked asked) {
    return failures.unreadable(asked.call());
  }

  /** The failure in an answer about another user than the one asked for. */
  Unavailable aboutAnother(String asked, String shown) {
    return failures.aboutAnother(asked, shown);
  }

  /** Without a time to wait for, the engine's own growing pauses are what Graph asks for. */
  private Unavailable tooMany(Call call, Answer answer) {
    var until = answer.until();
    return Unavailable.turnedAway(
        "Microsoft Graph (%s) takes no more calls for now (%s)%s."
            .formatted(connection, call.what(), until == null ? "" : "; going on at " + until),
        null,
        until);
  }
}
