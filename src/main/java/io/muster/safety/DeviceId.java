package io.muster.safety;

/** The fleet's own number of one device; neither serial nor UDID. */
public record DeviceId(long value) {
  /**
   * Takes the number.
   *
   * @throws IllegalArgumentException if below 1: vendors read 0 as they please
   */
  public DeviceId {
    if (value < 1) {
      throw new IllegalArgumentException("a device id is 1 or more, not " + value);
    }
  }

  /** Reads the number from text. */
  public static DeviceId of(String text) {
    return new DeviceId(Long.parseLong(text));
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
