package io.muster.deployment;

import io.muster.process.GuardedDeed.Guard;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * A token on its way through the diagrams.
 *
 * @param facts what is certain
 * @param trail the way it came
 * @param blame the first guard that was missing when it was needed, if any
 */
record Token(Facts facts, Trail trail, @Nullable Guard blame) {
  /** The token one place further on. */
  Token at(Element node) {
    return new Token(facts, new Trail(trail, node), blame);
  }

  /** The token at the same place, with something else certain. */
  Token knowing(Facts now) {
    return new Token(now, trail, blame);
  }
}
