package io.muster.lifecycle.transfer;

import io.muster.lifecycle.RenamePolicy;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of an account whose person changes.
 *
 * @param loginOnRename what becomes of the login where HR gives a person another address: {@code
 *     keep} leaves it, and the difference is listed at {@code /api/drift}; {@code change} makes it
 *     the new address. Names are written in either case; default keep
 */
@ConfigurationProperties("muster.transfer")
record TransferProperties(@DefaultValue("keep") LoginOnRename loginOnRename)
    implements RenamePolicy {

  @Override
  public boolean changesLogin() {
    return loginOnRename == LoginOnRename.CHANGE;
  }

  /** What becomes of the login where HR gives a person another address. */
  enum LoginOnRename {
    KEEP,
    CHANGE
  }
}
