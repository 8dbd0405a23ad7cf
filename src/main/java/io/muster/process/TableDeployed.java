package io.muster.process;

/** Hears of every new version of one decision table, by whatever door it came in. */
public interface TableDeployed {
  /** The id of the decision. */
  String decision();

  /**
   * A version was deployed, in the transaction that deploys it.
   *
   * @param file the file it is in
   */
  void deployed(byte[] file);
}
