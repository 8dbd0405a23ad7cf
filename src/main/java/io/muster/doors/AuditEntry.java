package io.muster.doors;

import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log. Published once it was written, as what it tells of is done or refused.
 *
 * @param act what was done, such as {@code sign-in} or {@code membership}
 * @param accepted whether it was done, or refused
 * @param who the sign-in name, as it was given
 * @param address from where, or null if that is not known
 * @param what the account, group or deployment; of a refused sign-in why
 */
public record AuditEntry(
    String act, boolean accepted, String who, @Nullable String address, String what) {
  /** Somebody signed in, or tried to. */
  public static final String SIGN_IN = "sign-in";
}
