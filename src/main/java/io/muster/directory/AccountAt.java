package io.muster.directory;

/**
 * One account and where it is; an id alone says nothing where there are several directories.
 *
 * @param connection the configured name of the directory
 * @param account the account's id in it
 */
public record AccountAt(String connection, AccountId account) {}
