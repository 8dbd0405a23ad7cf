package io.muster.siem;

import io.muster.people.EmployeeId;
import io.muster.safety.Destruction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Wipes that nobody has stopped, until a test does. */
final class NeverStopped implements Destruction {
  private @Nullable Pause pause;
  private long number;

  @Override
  public State state() {
    return new State(pause, null, "", List.of(), List.of(), null);
  }

  @Override
  public Pause pause(String by, String reason) {
    number++;
    var made =
        new Pause(number, Instant.parse("2026-11-30T09:00:00Z"), by, reason, null, List.of());
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

  void goOn() {
    pause = null;
  }
}
