package io.muster.doors;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Believes what a trusted proxy says about the request that it passes on: from where, by which
 * scheme, and under which name it came. What others say about themselves is not looked at.
 */
@Component
final class ForwardedRequests implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?");
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final List<IpAddressMatcher> trusted;

  ForwardedRequests(WebProperties web) {
    this.trusted = web.trustedProxies().stream().map(IpAddressMatcher::new).toList();
  }

  @Override
  public void customize(TomcatServletWebServerFactory tomcat) {
    if (!trusted.isEmpty()) {
      tomcat.addEngineValves(new Valve());
    }
  }

  private boolean isTrusted(String address) {
    return trusted.stream().anyMatch(proxy -> proxy.matches(address));
  }

  /** From the right, the first address that is not a proxy of ours; left of it, all is hearsay. */
  private String origin(String peer, String forwardedFor) {
    var origin = peer;
    var hops = forwardedFor.split(",", -1);
    for (int hop = hops.length - 1; hop >= 0 && isTrusted(origin); hop--) {
      var address = hops[hop].strip();
      if (!ADDRESS.matcher(address).matches()) {
        return origin;
      }
      origin = address;
    }
    return origin;
  }

  private void believe(Request request) {
    var peer = request.getPeerAddr();
    if (!isTrusted(peer)) {
      return;
    }
    var from = request.getHeader("X-Forwarded-For");
    if (from != null) {
      var origin = origin(peer, from);
      request.setRemoteAddr(origin);
      request.setRemoteHost(origin);
    }
    var scheme = request.getHeader("X-Forwarded-Proto");
    var isSecure = "https".equalsIgnoreCase(scheme);
    if (scheme != null) {
      request.setSecure(isSecure);
      request.getCoyoteRequest().scheme().setString(isSecure ? "https" : "http");
      request.setServerPort(isSecure ? HTTPS : HTTP);
    }
    var host = HOST.matcher(String.valueOf(request.getHeader("X-Forwarded-Host")));
    if (host.matches() && request.getHeader("X-Forwarded-Host") != null) {
      request.getCoyoteRequest().serverName().setString(host.group(1));
      if (host.group(2) != null) {
        request.setServerPort(Integer.parseInt(host.group(2)));
      }
    }
  }

  private final class Valve extends ValveBase {
    Valve() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      believe(request);
      getNext().invoke(request, response);
    }
  }
}
