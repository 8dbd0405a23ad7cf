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
 * @param deviceHeadStart how long the accounts of a leaver wait for the devices to be locked first;
 *     default 20 seconds
 * @param deviceLooks how long to wait after each look at a device that was told something, the last
 *     one for good; default 10 and 30 seconds, 1, 5 and 15 minutes, 1 and 6 hours, 1, 1, 2 and 3
 *     days, then every 7 days
 * @param chaseAfter how long a device may be silent before somebody is asked about it, each time
 *     somebody else; default 3, 10 and 24 days
 * @param chaseAgain between the questions after those; default 30 days
 * @param sweeps how long after its end somebody who was offboarded is looked at again; default 1
 *     hour, 1, 7 and 30 days
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
    @DefaultValue("20s") Duration deviceHeadStart,
    @DefaultValue({"10s", "30s", "1m", "5m", "15m", "1h", "6h", "1d", "1d", "2d", "3d", "7d"})
        List<Duration> deviceLooks,
    @DefaultValue({"3d", "10d", "24d"}) List<Duration> chaseAfter,
    @DefaultValue("30d") Duration chaseAgain,
    @DefaultValue({"1h", "1d", "7d", "30d"}) List<Duration> sweeps,
    @DefaultValue("UTC") ZoneId zone) {}
