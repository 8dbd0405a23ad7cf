package io.muster.simulator.workday;

/** What a security group may be kept from seeing; it is left out then, without a word. */
public enum Block {
  /** Names and addresses. */
  PERSONAL,
  /** Whether somebody is employed. */
  STATUS,
  /** Title, location, type. */
  JOB,
  /** Departments, companies, cost centres. */
  ORGANIZATIONS,
  /** Who somebody's manager is. */
  MANAGEMENT,
  /** What was entered when. */
  LOG
}
