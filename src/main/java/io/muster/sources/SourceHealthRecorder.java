package io.muster.sources;

/**
 * Where adapters say how their source is doing, so that a source that has fallen silent is noticed.
 */
public interface SourceHealthRecorder {
  /**
   * The source was read, or has sent something that can be trusted; whether anything was new or
   * not.
   */
  void heard(String source);

  /**
   * The source could not be read.
   *
   * @param why in words for operators, with what to do next; no secrets, no personal data
   */
  void failed(String source, String why);

  /**
   * What failed works again, though nothing was heard yet. Another failure stays.
   *
   * @param beginning how every {@code why} of what works again begins
   */
  void works(String source, String beginning);
}
