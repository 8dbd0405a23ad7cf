package io.muster.lifecycle;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the processes wait, and for how long they go on waiting.
 *
 * @param preHire how long before the first day onboarding begins; default 3 days
 * @param groupCheck between two looks at group memberships; default 30 seconds
 * @param groupDeadline until missing groups go to a person; default 15 minutes, as group rules of
 *     Okta settle within minutes
 * @param newsDamping how soon after its last look a case looks again when a directory says that
 *     something has changed, however often it says so; default 10 seconds
 * @param otherCaseCheck between two looks whether another case of the person is out of the way;
 *     default 10 minutes
 * @param leaveCheck the same, where the other case is a leave for which the account is barred: its
 *     end is told at once, so this is for safety only; default 1 day
 * @param enrolmentCheck between two looks for an enrolled device; default 10 minutes
 * @param enrolmentReminder between reminders to enrol; default 2 days
 * @param enrolmentReminders how many reminders are sent; default 3
 * @param enrolmentDeadline until a missing device goes to a person; default 10 days
 * @param accessCheck between two looks for Access on a device; default 10 minutes
 * @param accessDeadline until missing Access goes to a person; default 2 days
 * @param handOver how long a leaver's account stays open for what runs in their name to get another
 *     owner; their devices are locked meanwhile, and whoever has to go at once is not waited for;
 *     default 4 hours
 * @param wipeChecks how long to wait after each look at a wipe, the last one for good; default 1,
 *     5, 15 minutes, 1 hour, then every 6 hours
 * @param wipeDeadline until a silent device goes to a person; default 7 days
 * @param zone where days begin and end for people whose zone nobody told us, and in which forms
 *     show times; default UTC
 */
@ConfigurationProperties("muster.waits")
public record WaitProperties(
    @DefaultValue("3d") Duration preHire,
    @DefaultValue("30s") Duration groupCheck,
    @DefaultValue("15m") Duration groupDeadline,
    @DefaultValue("10s") Duration newsDamping,
    @DefaultValue("10m") Duration otherCaseCheck,
    @DefaultValue("1d") Duration leaveCheck,
    @DefaultValue("10m") Duration enrolmentCheck,
    @DefaultValue("2d") Duration enrolmentReminder,
    @DefaultValue("3") int enrolmentReminders,
    @DefaultValue("10d") Duration enrolmentDeadline,
    @DefaultValue("10m") Duration accessCheck,
    @DefaultValue("2d") Duration accessDeadline,
    @DefaultValue("4h") Duration handOver,
    @DefaultValue({"1m", "5m", "15m", "1h", "6h"}) List<Duration> wipeChecks,
    @DefaultValue("7d") Duration wipeDeadline,
    @DefaultValue("UTC") ZoneId zone) {}
