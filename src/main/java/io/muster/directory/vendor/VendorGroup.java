package io.muster.directory.vendor;

import io.muster.directory.DirectoryGroup.KeptBy;

/**
 * A group as far as memberships go.
 *
 * @param id the vendor's own id
 * @param name what people call it; empty for the group of everybody, which nobody joins or leaves
 * @param keptBy who decides who is in it, as far as the vendor says so without being asked
 */
public record VendorGroup(String id, String name, KeptBy keptBy) {
  /** True if members can be put in one by one. */
  boolean takesMembers() {
    return keptBy == KeptBy.HAND;
  }
}
