package io.muster.doors;

/** Hears of every change by hand to who may sign in as whom, and in which group. */
public interface AccountChanges {
  /**
   * Hears of a change, in the transaction that makes it.
   *
   * @param by the sign-in name of whoever makes it
   */
  void changed(AccountChange change, String by);

  /** Hears that whoever holds the settings file gave the account back to its owner. */
  void recovered(String account);
}
