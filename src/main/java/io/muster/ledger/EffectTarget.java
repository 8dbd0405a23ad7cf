package io.muster.ledger;

/**
 * What one call is to bring about for one case; a call may do so for several.
 *
 * @param behalf the case that asks for it
 * @param target the vendor's id of the thing wished upon
 */
public record EffectTarget(CaseRef behalf, String target) {
  boolean isOfCurrentCase() {
    return behalf.id().equals(CaseRef.current().id());
  }
}
