package io.muster.evidence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be proved of cases. */
public interface CaseEvidence {
  /**
   * Everything about one case as a signed zip that can be checked offline.
   *
   * @param madeBy who asks for it, by sign-in name
   * @return empty if nothing was written down of such a case
   */
  Optional<byte[]> pack(String caseId, String madeBy);

  /**
   * The packs of some cases in one signed zip, with what the auditor was told of the population.
   *
   * @param caseIds the sample; cases of which nothing was written down are left out
   * @param population what the sample was drawn from, as JSON
   */
  byte[] sample(
      Collection<String> caseIds, Map<String, @Nullable Object> population, String madeBy);

  /** The cases whose chain began in this time, the first first; no more than the limit. */
  List<BegunCase> begun(Instant from, Instant until, int limit);

  /** Those of these cases of which anything was written down. */
  List<String> known(Collection<String> caseIds);

  /** Those of these cases whose chain holds an event of HR. */
  List<String> withEvent(Collection<String> caseIds);

  /** What each person was shown who answered a task of this case, in the order answered. */
  List<ShownAnswer> shown(String caseId);

  /** The public keys that packs are checked with, PEM; empty if evidence is not signed. */
  String publicKeys();

  /** The source of the program that checks packs. */
  String verifier();

  /** When the first entry of all was written; empty if there is none. */
  Optional<Instant> since();

  /**
   * An answer, and what it was given to.
   *
   * @param task the task's id in the diagram
   * @param shown what the form showed, a line for each thing; "(erased)" if the person was
   */
  record ShownAnswer(String task, String by, Instant at, String shown) {}

  /**
   * A case of which something was written down.
   *
   * @param caseId the case
   * @param begunAt when its chain began
   * @param process the process's key, or null if the chain does not begin with the case's beginning
   * @param person whom it is about, by number, or null
   */
  record BegunCase(
      String caseId, Instant begunAt, @Nullable String process, @Nullable String person) {}
}
