package io.muster.guard;

import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.people.HoldLifts;
import io.muster.people.LegalHolds.Hold;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Has nobody lift a legal hold alone, as what it protects may be wiped the minute after. */
@Component
class AgreedLifts implements HoldLifts {
  private final Loosenings loosenings;
  private final Signatories signatories;

  AgreedLifts(Loosenings loosenings, Signatories signatories) {
    this.loosenings = loosenings;
    this.signatories = signatories;
  }

  @Override
  public long ask(Hold standing, String by, String why) {
    return loosenings
        .submit(
            new Loosening(
                new Subject(Kind.HOLD, standing.employee(), null, "a legal hold"),
                new Digest(digest(standing), ContentDigest.of("hold")),
                List.of(
                    "the legal hold on employee %s, placed by %s (%s), would be lifted: %s"
                        .formatted(
                            standing.employee(), standing.placedBy(), standing.reason(), why)),
                signatories.find(by),
                Map.of()))
        .number();
  }

  /** Tells this hold from one that is placed on the same person later. */
  static String digest(Hold hold) {
    return ContentDigest.of("hold", hold.employee(), hold.placedAt().toString());
  }
}
