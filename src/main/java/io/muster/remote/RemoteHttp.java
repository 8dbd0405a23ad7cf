package io.muster.remote;

import java.net.http.HttpClient;
import java.time.Duration;

/** The JDK's client, as every connection wants it. */
public final class RemoteHttp {
  private RemoteHttp() {}

  /**
   * A client that follows no redirect, because that would carry our credentials elsewhere. It
   * speaks HTTP/1.1, with which a lost answer is one call's alone.
   */
  public static HttpClient client(Duration connectTimeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .build();
  }
}
