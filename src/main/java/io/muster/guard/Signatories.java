package io.muster.guard;

/** Finds people by the account they signed in with. */
public interface Signatories {
  /** The person of this account, with every name known of them and their groups right now. */
  Person find(String signIn);
}
