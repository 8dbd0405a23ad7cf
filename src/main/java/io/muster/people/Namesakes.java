package io.muster.people;

import java.time.LocalDate;
import java.util.List;

/**
 * People whom HR may know by two numbers. Where a contract becomes an employment under another
 * number, nothing else in HR's words says that the one who leaves stays.
 */
public interface Namesakes {
  /**
   * Who else works here, or is to, and may be this person: the work address is the same, or the
   * name, or the address up to the at sign, of somebody who began lately.
   *
   * @param today as of when
   * @param since the first day that counts as lately
   */
  List<Namesake> of(EmployeeId employee, LocalDate today, LocalDate since);

  /**
   * One of them.
   *
   * @param employee the other number
   * @param startDate the first day of work under it
   * @param sameAddress whether the work address is the same
   */
  record Namesake(EmployeeId employee, LocalDate startDate, boolean sameAddress) {}
}
