package io.muster.directory;

import org.jspecify.annotations.Nullable;

/**
 * Somebody in a group.
 *
 * @param account the account as it is now
 * @param name the name as people say it; the login if there is none
 * @param mail where mail reaches the person, or null
 */
public record Member(Account account, String name, @Nullable String mail) {}
