package io.muster.systems;

/**
 * One call as it is sent.
 *
 * @param key the same for each try of one call
 * @param method the HTTP method
 * @param path what is added to the system's address
 * @param body what is sent; empty for none
 * @param again whether it was sent before and nobody knows what became of it
 */
record SystemCall(String key, String method, String path, String body, boolean again) {}
