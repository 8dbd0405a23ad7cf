package io.muster.directory.google;

import com.google.api.client.http.HttpResponseException;
import io.muster.directory.google.GoogleClients.Request;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one connection. Throws a {@link RemoteFailure} and nothing else of its own.
 */
final class GoogleCalls {
  private final GoogleClients clients;
  private final ServiceAccount account;
  private final GoogleAnswers answers;

  GoogleCalls(GoogleClients clients, ServiceAccount account, GoogleAnswers answers) {
    this.clients = clients;
    this.account = account;
    this.answers = answers;
  }

  /** Reads one thing; empty if Google says that it is not there. */
  <T> Optional<T> find(String what, Scope scope, Request<T> request) {
    try {
      var found = again(request);
      if (found == null) {
        // nothing was said, which is not the same as that nothing is there
        throw answers.unreadable(what, false);
      }
      return Optional.of(found);
    } catch (IOException | RuntimeException failed) {
      if (failed instanceof IOException answer && GoogleAnswers.gone(answer)) {
        return Optional.empty();
      }
      throw failure(what, false, scope, failed);
    }
  }

  /** Reads a list, which is there even if it is empty. */
  <T> T read(String what, Scope scope, Request<T> request) {
    return find(what, scope, request)
        .orElseThrow(() -> new Refused("Google says that there is nothing for " + what + "."));
  }

  /**
   * Writes; null if what was to be written to is gone, which the caller sees when it looks again.
   */
  <T> @Nullable T write(String what, Scope scope, Request<T> request) {
    try {
      return again(request);
    } catch (IOException | RuntimeException failed) {
      if (failed instanceof IOException answer && GoogleAnswers.gone(answer)) {
        return null;
      }
      throw failure(what, true, scope, failed);
    }
  }

  /** Makes something, or finds that it is there already; both are as wished. */
  <T> void make(String what, Scope scope, Request<T> request) {
    try {
      again(request);
    } catch (IOException | RuntimeException failed) {
      if (!(failed instanceof IOException answer && GoogleAnswers.alreadyThere(answer))) {
        throw failure(what, true, scope, failed);
      }
    }
  }

  /** The failure in an answer to a write that says nothing we understand. */
  RemoteFailure unreadable(String what) {
    return answers.unreadable(what, true);
  }

  /** The failure in an answer about another user than the one asked for. */
  RemoteFailure aboutAnother(String asked, @Nullable String shown) {
    return answers.aboutAnother(asked, shown);
  }

  private RuntimeException failure(String what, boolean write, Scope scope, Exception failed) {
    return failed instanceof IllegalStateException bug
        ? bug
        : answers.failure(what, write, scope, failed);
  }

  /** Makes the call, once more with a new token if Google no longer accepts the one we have. */
  private <T> @Nullable T again(Request<T> request) throws IOException {
    try {
      return once(request);
    } catch (HttpResponseException refused) {
      if (refused.getStatusCode() != 401) {
        throw refused;
      }
      account.forget();
      return once(request);
    }
  }

  private <T> @Nullable T once(Request<T> request) throws IOException {
    var answer = request.of(clients).execute();
    answers.fine();
    return answer;
  }
}
