package io.muster.directory;

/** A directory's own, immutable id of a group; its name may change. */
public record GroupId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
