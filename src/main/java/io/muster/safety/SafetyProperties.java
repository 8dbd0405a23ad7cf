package io.muster.safety;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What no decision table may undercut.
 *
 * @param shortestSilence the least time approvers have before silence may count as a yes; default 4
 *     hours
 * @param settleTime how long after a call without an answer the device is only looked at before the
 *     call is made again; default 1 minute
 * @param warrantLife how long after its issue a warrant can be spent; default 7 days
 */
@ConfigurationProperties("muster.safety")
public record SafetyProperties(
    @DefaultValue("4h") Duration shortestSilence,
    @DefaultValue("1m") Duration settleTime,
    @DefaultValue("7d") Duration warrantLife) {}
