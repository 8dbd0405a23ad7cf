package io.muster.directory.vendor;

import io.muster.directory.Roster;

/**
 * All that a vendor brings for one connection.
 *
 * @param accounts what the account workflow is made of
 * @param groups what memberships are kept with
 * @param roster the reading side
 */
public record VendorAdapter<U extends VendorUser>(
    VendorAccounts<U> accounts, VendorGroups groups, Roster roster) {}
