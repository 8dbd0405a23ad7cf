package io.muster.people;

import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What HR last told us about one person.
 *
 * @param id the number HR knows the person by
 * @param givenName the name friends use
 * @param familyName the family's name
 * @param workEmail the address that is, or will be, the person's login
 * @param department decides groups and policies
 * @param title the job title
 * @param location the site the person works at
 * @param costCenter who pays, or null
 * @param manager the manager's number, or null; may not be known to us yet
 * @param zone the zone in which the person's days begin and end
 * @param startDate the first day of work
 * @param legalHold true while nothing of this person's may be destroyed
 */
public record Worker(
    EmployeeId id,
    String givenName,
    String familyName,
    String workEmail,
    String department,
    String title,
    String location,
    @Nullable String costCenter,
    @Nullable EmployeeId manager,
    ZoneId zone,
    LocalDate startDate,
    boolean legalHold) {

  /** The name as people say it. */
  public String fullName() {
    return givenName + " " + familyName;
  }
}
