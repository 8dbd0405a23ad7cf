package io.muster.scim;

import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.NotModifiedException;
import de.captaingoldfish.scim.sdk.common.exceptions.PreconditionFailedException;
import de.captaingoldfish.scim.sdk.common.exceptions.ScimException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On which versions of a resource a request is meant to work, by {@code If-Match} and {@code
 * If-None-Match}: any, or one of a list.
 *
 * <p>The versions of SCIM are weak ones and are sent in both (RFC 7644, 3.14), so both compare as
 * for weak ones.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110, 13.1</a>
 */
final class Preconditions {
  private static final String VERSION = "(?:W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*+)\"";
  private static final Pattern ONE = Pattern.compile(VERSION);
  private static final Pattern LIST =
      Pattern.compile("\\s*+(?:%1$s)?+(?:\\s*+,\\s*+(?:%1$s)?+)*+\\s*+".formatted(VERSION));

  private final @Nullable Versions match;
  private final @Nullable Versions noneMatch;

  private Preconditions(@Nullable Versions match, @Nullable Versions noneMatch) {
    this.match = match;
    this.noneMatch = noneMatch;
  }

  /**
   * Reads the two headers, each as often as it was sent.
   *
   * @throws BadRequestException if one is no list of versions
   */
  static Preconditions of(List<String> ifMatch, List<String> ifNoneMatch) {
    return new Preconditions(read("If-Match", ifMatch), read("If-None-Match", ifNoneMatch));
  }

  /** True if there are none. */
  boolean isEmpty() {
    return match == null && noneMatch == null;
  }

  /** What to answer instead of doing it, where the resource is at this version. */
  Optional<ScimException> refusal(long version, boolean reads) {
    var tag = Long.toString(version);
    if (match != null && !match.hold(tag)) {
      return Optional.of(
          new PreconditionFailedException(
              "This is at version W/\"%s\" by now, which If-Match does not name; nothing was changed. Read it again, and send what you want with the version it has then."
                  .formatted(tag)));
    }
    if (noneMatch != null && noneMatch.hold(tag)) {
      return Optional.of(
          reads
              ? unchanged(tag)
              : new PreconditionFailedException(
                  "This is at version W/\"%s\", which If-None-Match rules out; nothing was changed. Leave the header out to change what is there."
                      .formatted(tag)));
    }
    return Optional.empty();
  }

  private static ScimException unchanged(String tag) {
    var unchanged = new NotModifiedException();
    unchanged.setResponseHeaders(Map.of("ETag", "W/\"%s\"".formatted(tag)));
    return unchanged;
  }

  private static @Nullable Versions read(String header, List<String> sent) {
    if (sent.isEmpty()) {
      return null;
    }
    var text = String.join(",", sent);
    if (text.strip().equals("*")) {
      return new Versions(true, Set.of());
    }
    if (!LIST.matcher(text).matches()) {
      throw ScimJson.value(
          "Header %s names no versions. Send them as meta.version has them, such as W/\"1\", parted by commas; or * for any."
              .formatted(header));
    }
    var tags = new HashSet<String>();
    ONE.matcher(text).results().forEach(found -> tags.add(found.group(1)));
    return new Versions(false, tags);
  }

  private record Versions(boolean any, Set<String> tags) {
    boolean hold(String tag) {
      return any || tags.contains(tag);
    }
  }
}
