package io.muster.directory.vendor;

import java.util.Set;

/**
 * What has to change on an account so that it says what HR says.
 *
 * @param names the vendor's names of what changes
 * @param call writes all of it
 */
public record AttributeWrite(Set<String> names, Runnable call) {}
