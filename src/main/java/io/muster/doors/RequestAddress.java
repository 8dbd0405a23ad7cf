package io.muster.doors;

import io.muster.process.CallerAddress;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells from which network address a request came. */
@Component
class RequestAddress implements CallerAddress {
  @Override
  public Optional<String> now() {
    return Caller.address();
  }
}
