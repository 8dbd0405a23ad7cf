package io.muster.remote;

import java.util.Objects;

/** A value that is never printed: its {@code toString} is three stars. */
public final class Secret {
  private final String value;

  /** Keeps the value; Spring binds configuration text through this constructor. */
  public Secret(String value) {
    this.value = value;
  }

  /** The value itself, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  /** True if nobody filled it in. */
  public boolean isBlank() {
    return value.isBlank();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(value);
  }

  @Override
  public String toString() {
    return "***";
  }
}
