package io.muster.doors;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people reach the service from outside.
 *
 * @param trustedProxies the addresses or networks, such as {@code 10.1.0.0/16}, of the proxies
 *     whose {@code X-Forwarded} headers are believed; default none, and then nobody's are
 * @param hosts the names the service is called by, without a port; default none, and then every
 *     name is taken. Health is answered under any name, as load balancers ask by address
 */
@ConfigurationProperties("muster.web")
record WebProperties(@DefaultValue List<String> trustedProxies, @DefaultValue List<String> hosts) {
  WebProperties {
    trustedProxies = List.copyOf(trustedProxies);
    hosts = List.copyOf(hosts);
  }
}
