package io.muster.process;

import java.util.List;
import java.util.Map;

/**
 * A decision table was asked in a case. Published in the engine's transaction.
 *
 * @param caseId the case
 * @param element where in the diagram it was asked
 * @param table the table, its version and digest
 * @param inputs what it was asked, by the heading of the column
 * @param rules the ids of the rules that matched, in the table's order
 * @param outputs what it answered, by the name of the column
 */
public record DecisionTaken(
    String caseId,
    String element,
    Table table,
    Map<String, String> inputs,
    List<String> rules,
    Map<String, String> outputs) {

  /**
   * A table as it was deployed.
   *
   * @param key its id in the file
   * @param version its version
   * @param sha256 the digest of the file, in hexadecimal
   */
  public record Table(String key, int version, String sha256) {}
}
