package io.muster.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.process.AnswerOrder;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every table that makes a wipe easier is told from every one that does not. */
class LooseningTablesTests extends WholeEngine {
  private static final int MUTANTS = 400;
  private static final long SEED = 20261130;

  @Autowired private AnswerOrder order;

  @Test
  void tellsEveryMutantThatLoosensFromEveryOneThatDoesNot() throws IOException {
    var shipped = RowsOfWipeTable.shipped();
    var chance = new Random(SEED);
    var inputs = everything();
    var looser = 0;
    for (var number = 0; number < MUTANTS; number++) {
      var mutant = shipped.mutant(chance);
      // a step back from a mutant is a mutation too, and half of these tighten
      var back = chance.nextBoolean();
      var before = back ? mutant : shipped;
      var after = back ? shipped : mutant;
      var loosens = inputs.stream().anyMatch(at -> isLooser(before.answer(at), after.answer(at)));
      looser += loosens ? 1 : 0;

      var found = TableComparison.loosens(before.version(), after.version(), order);

      assertThat(!found.isEmpty())
          .as("mutant %d of seed %d: %s\n%s", number, SEED, found, after.dmn())
          .isEqualTo(loosens);
    }
    assertThat(looser).as("of %d", MUTANTS).isBetween(MUTANTS / 4, MUTANTS * 3 / 4);
  }

  private static List<List<@Nullable Object>> everything() {
    List<List<@Nullable Object>> all = List.of(List.of());
    for (var input : RowsOfWipeTable.INPUTS) {
      var longer = new ArrayList<List<@Nullable Object>>();
      for (var begun : all) {
        for (var value : requireNonNull(RowsOfWipeTable.GRID.get(input))) {
          var one = new ArrayList<>(begun);
          one.add(value);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  /** The order of the answers, said a second time and in another way than the service does. */
  private static boolean isLooser(@Nullable List<String> was, @Nullable List<String> is) {
    if (is == null || is.get(0).equals("none")) {
      return false;
    }
    if (was == null || was.get(0).equals("none")) {
      return true;
    }
    if (was.get(0).equals("corporate") && is.get(0).equals("complete")) {
      return true;
    }
    var askedBefore = people(was);
    var asked = people(is);
    if (asked < askedBefore) {
      return true;
    }
    if (askedBefore == 0 || asked == 0) {
      return false;
    }
    var more = new TreeSet<>(List.of(is.get(2).split(", ", -1)));
    more.removeAll(List.of(was.get(2).split(", ", -1)));
    if (!more.isEmpty()) {
      return true;
    }
    var silence = silence(is) - silence(was);
    if (silence != 0) {
      return silence > 0;
    }
    var sooner = Duration.parse(is.get(3)).compareTo(Duration.parse(was.get(3))) < 0;
    return (silence(is) > 0 && sooner) || (silence(is) == 2 && isLessReminded(was, is));
  }

  private static boolean isLessReminded(List<String> was, List<String> is) {
    var before = was.get(4).split("/", 2);
    var after = is.get(4).split("/", 2);
    return after[0].compareTo(before[0]) < 0
        || Duration.parse(after[1]).compareTo(Duration.parse(before[1])) > 0;
  }

  private static int people(List<String> answer) {
    return switch (answer.get(1)) {
      case "two" -> 2;
      case "one" -> 1;
      default -> 0;
    };
  }

  private static int silence(List<String> answer) {
    return switch (answer.get(5)) {
      case "wipe" -> 2;
      case "escalate" -> 1;
      default -> 0;
    };
  }
}
