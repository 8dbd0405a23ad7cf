package io.muster.directory;

import io.muster.remote.EndpointRule;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where directories reach us.
 *
 * @param publicUrl our address as the world sees it, such as {@code https://muster.example.com};
 *     default none, and then no directory is asked to tell us of changes
 */
@ConfigurationProperties("muster")
public record PublicAddress(@Nullable URI publicUrl) {

  public PublicAddress {
    if (publicUrl != null && !EndpointRule.isPrivate(publicUrl)) {
      throw new IllegalArgumentException(
          "muster.public-url must begin with https:// and name a host, because directories send to nothing else");
    }
  }

  /** The address of one of our paths, which begins with a slash; empty if nobody reaches us. */
  public Optional<URI> of(String path) {
    return Optional.ofNullable(publicUrl)
        .map(url -> URI.create(url.toString().replaceFirst("/$", "") + path));
  }
}
