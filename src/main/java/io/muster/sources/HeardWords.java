package io.muster.sources;

/** Hears which words of HR were compared with the keys of settings. */
interface HeardWords {
  /** Notes that a word was heard, and whether a key matched it. */
  void heard(Word word, boolean matched);

  /**
   * A word that HR used.
   *
   * @param setting the setting whose keys it was compared with
   */
  record Word(String source, String setting, String word) {}
}
