package io.muster.directory.google;

import com.google.api.services.directory.model.Channel;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.remote.RemoteFailure;
import io.muster.remote.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The calls about channels. They change nothing about anybody, so they need no intent. */
final class ChannelApi {
  private final GoogleCalls calls;
  private final Connection connection;

  ChannelApi(GoogleCalls calls, Connection connection) {
    this.calls = calls;
    this.connection = connection;
  }

  /**
   * Asks to be rung.
   *
   * @throws RemoteFailure if Google does not do so, or did not say
   */
  Channel open(String id, String event, URI address, Secret token, Duration lasts) {
    var wished =
        new Channel()
            .setId(id)
            .setType("web_hook")
            .setAddress(address.toString())
            .setToken(token.reveal())
            .setParams(Map.of("ttl", Long.toString(lasts.toSeconds())));
    var opened =
        calls.write(
            "a channel for the event " + event,
            Scope.USERS,
            clients -> {
              var watch = clients.directory().users().watch(wished).setEvent(event);
              return connection
                  .onlyDomain()
                  .map(watch::setDomain)
                  .orElseGet(() -> watch.setCustomer(connection.customer()));
            });
    if (opened == null || opened.getResourceId() == null || opened.getExpiration() == null) {
      throw calls.unreadable("a channel for the event " + event);
    }
    return opened;
  }

  /** No longer to be rung by this one; one that is not there is fine. */
  void close(String id, String resource) {
    calls.write(
        "the end of channel " + id,
        Scope.USERS,
        clients ->
            clients.directory().channels().stop(new Channel().setId(id).setResourceId(resource)));
  }
}
