package io.muster.guard;

import java.util.List;

/** Says what a change that waits would have done, to whoever is asked to agree to it. */
public interface ChangePreviews {
  /** What is known of it, for JSON; none if nothing was tried. */
  List<?> of(long number);
}
