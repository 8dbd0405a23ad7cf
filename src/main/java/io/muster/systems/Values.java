package io.muster.systems;

/** What the names in a template stand for. */
interface Values {
  /**
   * The value of a name: a text, a number, a yes or no, or a list of texts.
   *
   * @throws io.muster.remote.RemoteFailure.Refused if it has none
   */
  Object of(String name);
}
