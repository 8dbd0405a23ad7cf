package io.muster.directory.vendor;

import java.time.Duration;

/**
 * A way back for an account that was deleted and is not shown.
 *
 * @param call asks for it
 * @param pause how long until it makes sense to look again
 * @param longest how long it may take in all
 */
public record Undeletion(Runnable call, Duration pause, Duration longest) {}
