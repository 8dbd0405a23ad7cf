package io.muster.preflight;

import java.util.List;

/** One adapter's looks, one for each of its connections. */
public interface PreflightSource {
  /** The looks. */
  List<Preflight> preflights();
}
