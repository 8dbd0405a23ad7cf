package io.muster.process;

import java.util.Optional;

/** From where somebody speaks to us right now. */
public interface CallerAddress {
  /** The network address of the request in hand; empty where there is none. */
  Optional<String> now();
}
