package io.muster.directory.vendor;

/**
 * One writing call about an account.
 *
 * @param action what the ledger calls it, one of {@link AccountActions}
 * @param call makes the call
 */
public record AccountWrite(String action, Runnable call) {}
