package io.muster.lifecycle;

/** What becomes of a login where HR gives a person another address. */
public interface RenamePolicy {
  /** True if a transfer makes the login the new address; false if it is kept on purpose. */
  boolean changesLogin();
}
