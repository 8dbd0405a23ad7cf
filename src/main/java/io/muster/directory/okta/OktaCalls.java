package io.muster.directory.okta;

import com.okta.sdk.resource.client.ApiException;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls through the SDK; throws a {@link RemoteFailure} and nothing else of its own. */
final class OktaCalls {
  private final OktaCredentials credentials;
  private final OktaAnswers answers;

  OktaCalls(OktaCredentials credentials, OktaAnswers answers) {
    this.credentials = credentials;
    this.answers = answers;
  }

  /** Where the list goes on; the SDK's only cursor that belongs to one call is deprecated. */
  @SuppressWarnings("deprecation")
  static Optional<String> next(List<?> list) {
    return list instanceof com.okta.sdk.resource.common.PagedList<?> paged
        ? Optional.ofNullable(paged.getAfter())
        : Optional.empty();
  }

  /** What was found; empty if Okta says that there is no such thing. */
  <T> Optional<T> find(String what, Supplier<@Nullable T> call) {
    return unless(OktaAnswers::gone, what, call);
  }

  /** What was found; empty if we are not permitted to ask, or the question itself is wrong. */
  <T> Optional<T> findIfPermitted(String what, Supplier<@Nullable T> call) {
    try {
      return unless(OktaAnswers::notPermitted, what, call);
    } catch (Refused refused) {
      return Optional.empty();
    }
  }

  private <T> Optional<T> unless(
      Predicate<ApiException> nothing, String what, Supplier<@Nullable T> call) {
    try {
      var found = again(call);
      if (found == null) {
        // nothing was said, which is not the same as that nothing is there
        throw answers.unreadable(what, false);
      }
      return Optional.of(found);
    } catch (ApiException failed) {
      if (nothing.test(failed)) {
        return Optional.empty();
      }
      throw answers.failure(what, false, failed);
    }
  }

  /** What was found; empty too if Okta says that the question itself is wrong. */
  <T> Optional<T> findUnlessRefused(String what, Supplier<@Nullable T> call) {
    try {
      return find(what, call);
    } catch (Refused refused) {
      return Optional.empty();
    }
  }

  /** What there is, which has to be there. */
  <T> T read(String what, Supplier<@Nullable T> call) {
    return find(what, call)
        .orElseThrow(() -> new Refused("Okta says that there is nothing for " + what + "."));
  }

  /** Changes something. */
  void write(String what, Runnable call) {
    write(
        what,
        () -> {
          call.run();
          return null;
        });
  }

  /** What is gone or active already is as wished, or is seen not to be when it is read again. */
  <T> @Nullable T write(String what, Supplier<@Nullable T> call) {
    try {
      return again(call);
    } catch (ApiException failed) {
      if (OktaAnswers.gone(failed) || OktaAnswers.alreadyActive(failed)) {
        return null;
      }
      throw answers.failure(what, true, failed);
    }
  }

  /** Makes the call, once more if the credentials were refused and others can be had. */
  private <T> @Nullable T again(Supplier<@Nullable T> call) {
    try {
      return call.get();
    } catch (ApiException refused) {
      if (refused.getCode() == 401 && credentials.renew()) {
        return call.get();
      }
      throw refused;
    }
  }
}
