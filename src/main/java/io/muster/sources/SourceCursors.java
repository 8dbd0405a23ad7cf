package io.muster.sources;

import java.util.Optional;

/** How far a source has been read, for adapters that ask what has changed since. */
public interface SourceCursors {
  /** The mark last kept for this source. */
  Optional<String> find(String source);

  /** Keeps a mark; in the caller's transaction, if there is one. */
  void keep(String source, String mark);
}
