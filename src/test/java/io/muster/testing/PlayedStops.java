package io.muster.testing;

import io.muster.people.EmployeeId;
import io.muster.safety.Destruction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Wipes that nobody has stopped, until a test pauses them or opens the breaker. */
public final class PlayedStops implements Destruction {
  private static final Instant NINE = Instant.parse("2026-11-30T09:00:00Z");

  private @Nullable Pause pause;
  private @Nullable Opening opening;
  private long number;

  @Override
  public State state() {
    return new State(pause, opening, "", List.of(), List.of(), null);
  }

  @Override
  public Pause pause(String by, String reason) {
    number++;
    var made = new Pause(number, NINE, by, reason, null, List.of());
    pause = made;
    return made;
  }

  @Override
  public Optional<Stop> stopFor(String plan) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Pause resume(String by, String comment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Opening close(String list, String by, String comment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PeopleList propose(List<EmployeeId> people, String by, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PeopleList agree(long list, String digest, String by, String comment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<EmployeeId> agreedTo(Collection<EmployeeId> people) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PeopleList> lists() {
    throw new UnsupportedOperationException();
  }

  /** Opens the breaker. */
  public void open(String reason) {
    opening = new Opening(1, NINE, reason, null, List.of());
  }

  /** Ends the pause, and closes the breaker. */
  public void goOn() {
    pause = null;
    opening = null;
  }
}
