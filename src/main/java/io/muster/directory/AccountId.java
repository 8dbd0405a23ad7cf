package io.muster.directory;

/** A directory's own, immutable id of an account. */
public record AccountId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
