package io.muster.systems;

import java.util.regex.Pattern;

/**
 * The one place that says which variables a system's answer may become: the process owner's own. No
 * code of ours reads them, so none of them decides on anything that destroys.
 */
final class OwnVariable {
  private static final Pattern NAME = Pattern.compile("own_[A-Za-z][A-Za-z0-9_]{0,57}");

  private OwnVariable() {}

  /** True if an answer may be kept under this name. */
  static boolean is(String name) {
    return NAME.matcher(name).matches();
  }
}
