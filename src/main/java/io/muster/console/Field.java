package io.muster.console;

/** What a page may show, as far as not everybody may see it. */
enum Field {
  /** Names, numbers and what HR says about somebody's work. */
  PERSON,
  /** Why somebody leaves. */
  REASON,
  /** Devices: numbers, serial numbers, what was done to them. */
  DEVICE,
  /** Accounts in the directories. */
  ACCOUNT,
  /** What HR sent and what became of it. */
  EVENT,
  /** How the HR sources are doing. */
  FEED,
  /** What waits for whom. */
  TASK,
  /** What people answered. */
  ANSWER,
  /** Which rule of which table decided what. */
  DECISION,
  /** Every call to another system. */
  EFFECT,
  /** What can be done by hand; whoever sees it may do it. */
  REPAIR
}
