package io.muster.sources.sftp;

import java.time.Instant;

/**
 * A file as it was when we looked; another size or time makes another one.
 *
 * @param name as the server gives it, not to be trusted
 * @param modified when it was written, by the server's clock, to the second
 */
record RemoteFile(String name, long size, Instant modified) {}
