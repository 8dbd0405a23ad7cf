package io.muster.directory.vendor;

/**
 * What a directory shows of an account's sessions right after they were ended.
 *
 * @param ended whether all are seen to be over
 * @param words what was seen, for people
 */
public record SessionsSeen(boolean ended, String words) {}
