package io.muster.sources.csv;

import io.muster.intake.DryRun;
import io.muster.people.EmploymentFacts;
import io.muster.sources.FileTrials;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Tries files of events and files of all people, each as its folder would read it. */
@Component
class CsvTrials implements FileTrials {
  private final CsvProperties events;
  private final SnapshotWatches snapshots;
  private final DryRun dryRun;
  private final Clock clock;

  CsvTrials(CsvProperties events, SnapshotWatches snapshots, DryRun dryRun, Clock clock) {
    this.events = events;
    this.snapshots = snapshots;
    this.dryRun = dryRun;
    this.clock = clock;
  }

  @Override
  public List<String> sources() {
    var sources = new TreeSet<>(snapshots.intakes().keySet());
    sources.add(events.source());
    return List.copyOf(sources);
  }

  @Override
  public Optional<Trial> of(String source, byte[] content) {
    var intake = snapshots.intakes().get(source);
    if (intake != null) {
      var tried = intake.tryOut(content, clock.instant());
      return Optional.of(new Trial(tried.problems(), List.of(), 0, tried.deeds(), tried.notes()));
    }
    return source.equals(events.source()) ? Optional.of(events(content)) : Optional.empty();
  }

  private Trial events(byte[] content) {
    var file =
        new CsvReader(events)
            .read(content, clock.instant())
            .withNoMoreLeaversThan(events.mostLeavers());
    if (!file.problems().isEmpty()) {
      var problems = file.problems().stream().map(FileProblem::words).toList();
      return new Trial(problems, List.of(), 0, List.of(), List.of());
    }
    var rows = file.rows().subList(0, Math.min(file.rows().size(), DryRun.MOST));
    var expected =
        dryRun.of(rows.stream().map(row -> new DryRun.Tried(row.change(), row.payload())).toList());
    var tried = new ArrayList<Event>();
    for (int at = 0; at < rows.size(); at++) {
      var row = rows.get(at);
      tried.add(
          new Event(
              row.line(),
              row.change().employee(),
              EmploymentFacts.type(row.change()),
              expected.get(at)));
    }
    return new Trial(List.of(), tried, file.rows().size() - rows.size(), List.of(), List.of());
  }
}
