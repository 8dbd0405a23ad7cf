package io.muster.directory;

/**
 * What a leaver costs a directory in calls until nobody can sign in any more, for a forecast.
 *
 * @param contain where the leaver has an account: find it, disable it, end its sessions, and look
 *     twice
 * @param search where there is none, which has to be seen as often
 */
public record AccountCosts(int contain, int search) {
  /** As counted on a simulated Okta org. */
  public static final AccountCosts USUAL = new AccountCosts(17, 6);
}
