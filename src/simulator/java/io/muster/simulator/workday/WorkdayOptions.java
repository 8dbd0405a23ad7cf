package io.muster.simulator.workday;

import java.time.ZoneId;

/**
 * How this tenant behaves. What no source confirms can be set, so that an adapter is tried against
 * either.
 *
 * @param tenant its name in every path
 * @param user the integration system user, without the tenant
 * @param password of that user
 * @param version of the web service; flags for rescinded hires exist from v30 on
 * @param zone whose day it is for an integration user
 * @param mostPerPage the largest page
 * @param faultForCredentials whether wrong credentials are told by a SOAP fault, rather than by 401
 * @param onlyNearestPending whether of several pending events only the nearest is shown
 * @param datesWithOffset whether dates carry the offset of the zone
 * @param reportOwner whose report it is
 * @param report its name
 */
public record WorkdayOptions(
    String tenant,
    String user,
    String password,
    String version,
    ZoneId zone,
    int mostPerPage,
    boolean faultForCredentials,
    boolean onlyNearestPending,
    boolean datesWithOffset,
    String reportOwner,
    String report) {
  private static final int MOST = 999;

  /** As most say it is. */
  public static WorkdayOptions realistic() {
    return new WorkdayOptions(
        "acme",
        "ISU_Muster",
        "integration pass&word",
        "v40.1",
        ZoneId.of("America/Los_Angeles"),
        MOST,
        true,
        true,
        true,
        "lmcneil",
        "Muster_Workers");
  }

  /** The same with another version of the web service. */
  public WorkdayOptions speaking(String other) {
    return new WorkdayOptions(
        tenant,
        user,
        password,
        other,
        zone,
        mostPerPage,
        faultForCredentials,
        onlyNearestPending,
        datesWithOffset,
        reportOwner,
        report);
  }

  /** The same with pages of no more than so many. */
  public WorkdayOptions paging(int most) {
    return new WorkdayOptions(
        tenant,
        user,
        password,
        version,
        zone,
        most,
        faultForCredentials,
        onlyNearestPending,
        datesWithOffset,
        reportOwner,
        report);
  }

  /** The same where wrong credentials are answered with 401. */
  public WorkdayOptions answering401() {
    return new WorkdayOptions(
        tenant,
        user,
        password,
        version,
        zone,
        mostPerPage,
        false,
        onlyNearestPending,
        datesWithOffset,
        reportOwner,
        report);
  }

  /** True if the version is this one or a later one. */
  boolean from(int major) {
    return Integer.parseInt(version.substring(1).replaceFirst("\\..*", "")) >= major;
  }
}
