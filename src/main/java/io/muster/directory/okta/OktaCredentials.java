package io.muster.directory.okta;

import io.muster.remote.RemoteFailure;
import java.net.URI;
import java.util.Map;

/** What proves to Okta who calls. */
interface OktaCredentials {
  /**
   * The headers that go with one call.
   *
   * @throws RemoteFailure if they cannot be had
   */
  Map<String, String> headersFor(String method, URI uri);

  /** Forgets what Okta no longer accepts; true if others can be had. */
  boolean renew();

  /** Where a person mends them, for error messages. */
  String remedy();
}
