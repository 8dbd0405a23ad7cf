package io.muster.leavers;

import java.time.Duration;
import java.time.Instant;

/**
 * What a leaver's times are measured against.
 *
 * @param now until when what still lasts is counted
 * @param promise how long securing may take
 */
record AsOf(Instant now, Duration promise) {}
