package io.muster.directory.vendor;

/** What the ledger calls each thing that is done to an account. */
public final class AccountActions {
  public static final String ACTIVATE = "account.activate";
  public static final String UNSUSPEND = "account.unsuspend";
  public static final String RESTORE = "account.restore";
  public static final String SUSPEND = "account.suspend";
  public static final String RETIRE = "account.retire";

  static final String CREATE = "account.create";
  static final String UPDATE = "account.update";
  static final String RENAME = "account.rename";
  static final String MANAGER = "account.manager";
  static final String UNDELETE = "account.undelete";
  static final String END_SESSIONS = "sessions.end";
  static final String JOIN = "group.join";
  static final String LEAVE = "group.leave";

  private AccountActions() {}
}
