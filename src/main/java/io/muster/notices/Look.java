package io.muster.notices;

/** Looks for something that people are to be told. Each look has a thread of its own. */
interface Look {
  /** The name of the thread. */
  String name();

  /** Looks once. */
  void look();
}
