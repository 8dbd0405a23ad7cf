package io.muster.remote;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A system outside of Muster that settings name.
 *
 * @param kind what it is asked for
 * @param name the name it has in tables, budgets and as a source of HR events
 * @param setting where it is configured, such as {@code muster.okta.connections.acme}
 * @param account where it is and as whom we are known there; never a secret
 */
public record ConnectedSystem(Kind kind, String name, String setting, String account) {
  /** On this machine there is nothing but a simulator, which has another port at every start. */
  private static final Pattern LOCAL =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)");

  /** Forgets the port of what runs on this machine. */
  public ConnectedSystem {
    account = LOCAL.matcher(account).replaceAll("$1");
  }

  /** What a system is asked for. */
  public enum Kind {
    /** It manages devices, and erases them. */
    DEVICES,
    /** It knows accounts and groups. */
    DIRECTORY,
    /** It says who works here and who leaves. */
    HR
  }

  /** Those of these that are there, as one text. */
  public static String account(@Nullable Object... parts) {
    return Arrays.stream(parts)
        .filter(Objects::nonNull)
        .map(Object::toString)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(", "));
  }
}
