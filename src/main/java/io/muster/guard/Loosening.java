package io.muster.guard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change that makes destruction easier, as it was handed in.
 *
 * @param subject what is changed, and by which door
 * @param digest what it changes, and what it was compared with
 * @param loosens what it makes easier, in plain words
 * @param author who handed it in, or null if nobody was signed in, as for a file in a folder
 * @param files what is to become live, by name; none for settings
 */
public record Loosening(
    Subject subject,
    Digest digest,
    List<String> loosens,
    @Nullable Person author,
    Map<String, byte[]> files) {
  /** Keeps what it is given in its own hands. */
  public Loosening {
    loosens = List.copyOf(loosens);
    files = Map.copyOf(files);
  }

  /** What kind of thing is changed. */
  public enum Kind {
    /** Tables, diagrams and forms. */
    MODELS,
    /** Limits, groups and delays of the configuration. */
    SETTINGS,
    /** Who decides: a membership, a password or an address that somebody else set. */
    ACCOUNT,
    /** A legal hold that is to be lifted. */
    HOLD
  }

  /**
   * What is changed.
   *
   * @param name the name of the deployment, or of the settings
   * @param origin what the deployment says of its source, or what of an account was changed
   * @param door how it came in, for people
   */
  public record Subject(Kind kind, String name, @Nullable String origin, String door) {}

  /**
   * Tells one change from any other: people agree to exactly this content over exactly this base.
   *
   * @param content of what is to become live
   * @param base of what it was compared with
   */
  public record Digest(String content, String base) {}
}
