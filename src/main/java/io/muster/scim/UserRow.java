package io.muster.scim;

import java.time.Instant;
import java.util.UUID;

/**
 * A user as one client last pushed it.
 *
 * @param id our id of it, for good
 * @param client whose it is; nobody else sees it
 * @param content what the client said
 * @param version counts the changes
 */
record UserRow(
    UUID id, String client, UserContent content, long version, Instant created, Instant changed) {}
