package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.List;

/** The logins that the directory sync has read. */
public interface Logins {
  /**
   * Logins of people HR knows that begin with this text, in whichever case.
   *
   * @param limit no more than this many
   */
  List<Login> startingWith(String text, int limit);

  /**
   * One login.
   *
   * @param connection the directory it was read from
   * @param login what the person types to sign in
   */
  record Login(String connection, String login, EmployeeId employee) {}
}
