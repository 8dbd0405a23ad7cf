package io.muster.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A group as one client last pushed it, without its members.
 *
 * @param id our id of it, for good
 * @param client whose it is; nobody else sees it
 * @param content what the client said
 * @param version counts the changes
 */
record GroupRow(
    UUID id, String client, ObjectNode content, long version, Instant created, Instant changed) {}
