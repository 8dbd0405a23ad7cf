package io.muster.directory;

import org.jspecify.annotations.Nullable;

/**
 * One group as the directory has it now.
 *
 * @param id the directory's own id, for good
 * @param name what people call it, as it is now
 * @param keptBy who decides who is in it
 * @param rule the rule in the vendor's words, or null where there is none or it cannot be read
 * @param settled false while the directory says that it is still working the rule out
 */
public record DirectoryGroup(
    GroupId id, String name, KeptBy keptBy, @Nullable String rule, boolean settled) {

  /** Who decides who is in a group. */
  public enum KeptBy {
    /** A rule over the attributes of people. */
    RULE,
    /** People, or software such as ours, put each member in. */
    HAND,
    /** The directory itself; the group of everybody is one. */
    DIRECTORY,
    /** Another system that the directory copies it from. */
    ELSEWHERE
  }
}
