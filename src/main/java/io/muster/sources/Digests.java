package io.muster.sources;

import io.muster.intake.Digest;
import java.util.List;

/** Short fingerprints, for ids that have to be the same for the same thing. */
final class Digests {
  private static final int DIGITS = 16;

  private Digests() {}

  static String of(List<String> parts) {
    return Digest.of(String.join("\u0000", parts)).substring(0, DIGITS);
  }
}
